import type { DefinitionRecord } from '../../server/domain/definition.ts'
import type { PersonSettings } from '../../server/domain/settings.ts'
import type { Store } from '../../server/store/contract.ts'

/** What is stored from now on, whatever was there. */
export const putDefinition = async (
  { definitions }: Pick<Store, 'definitions'>,
  record: DefinitionRecord,
): Promise<void> => {
  await definitions.change(record.code, record.version, () => record)
}

export const putSettings = async (
  { settings }: Pick<Store, 'settings'>,
  chosen: PersonSettings,
): Promise<void> => {
  await settings.change(chosen.userId, () => chosen)
}

export const putNote = async (
  { notes }: Pick<Store, 'notes'>,
  name: string,
  value: unknown,
): Promise<void> => {
  await notes.change(name, () => value)
}
