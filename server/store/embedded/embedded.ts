import { createAttachments } from './attachments.ts'
import { checkFiles } from './check.ts'
import type { Store } from '../contract.ts'
import { createDefinitionStore } from './definitions.ts'
import type { Damage } from './documents.ts'
import type { DataFolder } from './disk/files.ts'
import { createInstances } from './instances.ts'
import { createLetters } from './letters.ts'
import { DEFINITIONS, NOTES, REMINDERS, SESSIONS } from './document-schemas.ts'
import { createNotes } from './notes.ts'
import { createReminderStore } from './reminders.ts'
import { createDocumentsInMemory } from './documents-in-memory.ts'
import { createRequestLog } from './request-log.ts'
import { createSessionStore } from './sessions.ts'
import { createSettings } from './settings.ts'
import { unavailable } from './unavailable.ts'

export type Embedded = {
  store: Store
  /** Reads what the files hold, before the first use. Answers which of them are damaged; changes none. */
  load(): Promise<Damage[]>
}

/** The store on files, wherever those are. `onClose` runs once, after the last change has ended. */
export function createEmbeddedStore(files: DataFolder, onClose: () => Promise<void>): Embedded {
  const definitions = createDocumentsInMemory(files, DEFINITIONS)
  const definitionStore = createDefinitionStore(definitions)
  const instances = createInstances(files, ({ code, version }) => definitionStore.read(code, version))
  const letters = createLetters(files, instances.lines)
  const sessions = createDocumentsInMemory(files, SESSIONS)
  const reminders = createDocumentsInMemory(files, REMINDERS)
  const notes = createDocumentsInMemory(files, NOTES)
  const attachments = createAttachments(files)
  const settings = createSettings(files)
  const requests = createRequestLog(files)
  const parts = [instances, letters, definitions, sessions, settings, attachments, reminders, notes]

  let probing: Promise<void> | undefined
  let closing: Promise<void> | undefined

  return {
    store: {
      instances: instances.instances,
      letters: letters.letters,
      outbox: letters.join(instances.outbox),
      definitions: definitionStore,
      sessions: createSessionStore(sessions),
      settings: settings.settings,
      attachments: attachments.attachments,
      reminders: createReminderStore(reminders),
      notes: createNotes(notes),
      requests,
      async ping() {
        if (closing) throw unavailable(new Error('the store is closed'))
        // Whoever asks while another is answered gets the same answer: nobody can wear out the disk by asking.
        probing ??= files.probe().finally(() => (probing = undefined))
        await probing.catch((error: unknown) => {
          throw unavailable(error)
        })
      },
      check: () => checkFiles(files),
      close() {
        closing ??= Promise.all(parts.map((part) => part.close())).then(onClose)
        return closing
      },
    },
    async load() {
      const damages: Damage[] = []
      await requests.load()
      for (const part of parts) damages.push(...(await part.load()))
      return damages
    },
  }
}
