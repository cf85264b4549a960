import type { SettingsStore } from '../contract.ts'
import { SCHEMA } from './disk/document.ts'
import type { Damage } from './documents.ts'
import type { DataFolder } from './disk/files.ts'
import { SETTINGS, type SettingsDocument } from './document-schemas.ts'
import { createDocumentsInMemory } from './documents-in-memory.ts'

export type Settings = {
  settings: SettingsStore
  load(): Promise<Damage[]>
  close(): Promise<void>
}

export function createSettings(files: DataFolder): Settings {
  /** Those with a delegation, so that a decision does not go through everybody. */
  const delegating = new Map<string, SettingsDocument['settings']>()
  const documents = createDocumentsInMemory(files, SETTINGS, (userId, document) => {
    if (document?.settings.delegation) delegating.set(userId, document.settings)
    else delegating.delete(userId)
  })
  return {
    settings: {
      read: async (userId) => (await documents.get(userId))?.settings,
      async change(userId, decide) {
        const kept = await documents.change(userId, (current) => {
          const settings = decide(current?.settings)
          return settings && { schema: SCHEMA, settings }
        })
        return kept?.settings
      },
      delegating: async (at) => {
        await documents.all()
        return [...delegating.values()].filter(({ delegation }) => delegation && delegation.until > at)
      },
    },
    load: documents.load,
    close: documents.close,
  }
}
