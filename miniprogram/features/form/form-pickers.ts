import type { FieldOf } from '../../../shared/form/field.ts'
import { own } from '../../../shared/own.ts'
import { chooseContacts, type Chosen } from '../../client/ask.ts'
import { api } from '../../client/services.ts'
import { uploadPicked } from '../../client/upload.ts'
import type { Draft, DraftFile, Named } from './draft.ts'
import { listIn, type AskedPlace } from './edit-draft.ts'

const MAX_PEOPLE = 100

export type PeopleField = FieldOf<'contact' | 'department'>
export type FileField = FieldOf<'image' | 'attachment'>

/** Where it stands, and what stands there. */
type Held = { place: AskedPlace; draft: Draft }

export async function pickPeople(field: PeopleField, { place, draft }: Held): Promise<Named[] | undefined> {
  const departments = field.type === 'department'
  const ids = listIn(draft, place)
  // In an approval that came back they are user_ids, which the picker does not know: they stay until removed.
  const kept = departments ? [] : ids.filter((id) => !id.startsWith('ou_'))
  const limit = field.maxCount - kept.length
  const chosen = await chooseContacts(tt, { chosen: ids, limit, departments })
  if (departments) return chosen && named(chosen)
  return chosen && [...kept.map((id) => ({ id, name: own(draft.names, id) ?? id })), ...chosen]
}

/** A department whose name is not to be had goes by its id: it was picked all the same. */
async function named(departments: Chosen[]): Promise<Named[]> {
  if (departments.length === 0) return departments
  const names = await api.departmentNames(departments.map(({ id }) => id)).catch(() => undefined)
  return departments.map(({ id, name }) => ({ id, name: names?.get(id) ?? name }))
}

export const pickCc = (chosen: readonly Named[]): Promise<Named[] | undefined> =>
  chooseContacts(tt, { chosen: chosen.map(({ id }) => id), limit: MAX_PEOPLE })

type Told = {
  busy: (busy: boolean) => void
  uploaded: (files: DraftFile[]) => void
  failed: (error: unknown) => void
}

/** Picks and uploads; each file counts as soon as it has arrived. */
export function pickFiles(field: FileField, { place, draft }: Held, told: Told): Promise<void> {
  return uploadPicked(field.type, field.maxCount - listIn(draft, place).length, told)
}
