import { absenceText, type Absence } from '../../shared/absence-texts.ts'
import type { Locale } from '../../shared/locale.ts'
import { AppError } from '../domain/errors.ts'
import type { PeoplePort } from '../feishu/port.ts'
import { valueOf } from './feishu-answer.ts'

/** Somebody who was named and cannot take part. `name`: as contacts tell it, else the id that was given. */
export type Absent = { person: string; name: string; why: Absence }

/** Why somebody is not there, as contacts answer now. Throws `feishu_unavailable`. */
export async function findAbsence(people: PeoplePort, id: string): Promise<Absent> {
  const known = valueOf(await people.person(id))
  if (known) return { person: id, name: known.name, why: known.absence ?? 'left' }
  const sight = valueOf(await people.look([id])).get(id)
  return { person: id, name: id, why: sight === 'hidden' ? 'outside' : 'unknown' }
}

/** `person_not_found` with a detail for each of them, which says who and why in the reader's language. */
export function personNotFound(field: string, absent: readonly Absent[]): AppError {
  const said = (locale: Locale) => absent.map(({ why, name }) => absenceText(why, name, locale)).join(' · ')
  const words = { 'zh-CN': said('zh-CN'), 'en-US': said('en-US'), 'ja-JP': said('ja-JP') }
  return new AppError('person_not_found', `${field}: ${words['en-US']}.`, {
    details: absent.map(({ person, name, why }) => ({
      field,
      rule: 'person_not_found',
      person,
      why,
      words: {
        'zh-CN': absenceText(why, name, 'zh-CN'),
        'en-US': absenceText(why, name, 'en-US'),
        'ja-JP': absenceText(why, name, 'ja-JP'),
      },
    })),
    words,
  })
}
