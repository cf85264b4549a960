import type { Language } from '../../../shared/languages.ts'
import type { SettingsView } from '../../../shared/settings.ts'
import { FORM_RULE_TEXTS, say as fill, TEXTS } from '../../../shared/texts.ts'
import { ApiFailure } from '../../client/failure.ts'
import { textOf } from '../../view/events.ts'
import type { Say } from '../../view/words.ts'
import { toPeriod } from './period.ts'
import { standing, type SettingsDraft } from './settings-draft.ts'

/** What is wrong with a field, in words. */
export type Faults = Readonly<Record<string, string>>

type Checked = {
  draft: SettingsDraft
  saved: SettingsView
  me: { userId: string; openId: string }
  now: number
}
type Words = { say: Say; locale: Language }

/** What cannot be saved like this. `tried`: also what a person has not come to yet. */
export function faultsOf(checked: Checked, tried: boolean, words: Words): Faults {
  const { draft, saved, me, now } = checked
  if (!draft.delegate) {
    const isGone = standing(saved, now) !== undefined
    return tried && isGone ? { delegate: words.say('delegateMissing') } : {}
  }
  const isMe = draft.delegate.id === me.userId || draft.delegate.id === me.openId
  const period = periodFault(checked, tried, words)
  return {
    ...(isMe && { delegate: fill(TEXTS.delegateNotSelf, words.locale) }),
    ...(period !== undefined && { period }),
  }
}

function periodFault({ draft, saved, now }: Checked, tried: boolean, { say, locale }: Words) {
  const { from, to } = draft
  if (from === '' || to === '') return tried ? say('periodMissing') : undefined
  if (from > to) return fill(FORM_RULE_TEXTS.ends_before_start, locale)
  return toPeriod(draft, saved.delegation).until <= now ? say('periodOver') : undefined
}

/** What the server said of single fields; its own words are in this person's language where it has some. */
export function refusedIn(error: unknown, { say, locale }: Words): Faults {
  if (!(error instanceof ApiFailure)) return {}
  const faults = error.details.flatMap((detail): [string, string][] => {
    const values = (typeof detail === 'object' ? detail : null) ?? {}
    const [field, rule] = (['field', 'rule'] as const).map((name) =>
      textOf(values as Record<string, unknown>, name),
    )
    const [part, name] = field?.split('.') ?? []
    if (part !== 'delegation') return []
    switch (name) {
      case 'to':
        return [
          [
            'delegate',
            rule === 'person_not_found'
              ? textOf(values as Record<string, unknown>, 'message') || say('delegateGone')
              : error.message,
          ],
        ]
      case 'from':
      case 'until':
        return [['period', fill(FORM_RULE_TEXTS.ends_before_start, locale)]]
      case 'definitions':
        return [['definitions', say('definitionsRefused')]]
      default:
        return []
    }
  })
  return Object.fromEntries(faults)
}
