import type { ReminderStore } from '../contract.ts'
import { SCHEMA } from './disk/document.ts'
import type { ReminderDocument } from './document-schemas.ts'
import type { DocumentsInMemory } from './documents-in-memory.ts'

export function createReminderStore(documents: DocumentsInMemory<ReminderDocument>): ReminderStore {
  return {
    read: async (userId) => (await documents.get(userId))?.reminder,
    async change(userId, decide) {
      const kept = await documents.change(userId, (current) => {
        const reminder = decide(current?.reminder)
        return reminder && { schema: SCHEMA, reminder }
      })
      return kept?.reminder
    },
    list: async () => [...(await documents.all()).values()].map(({ reminder }) => reminder),
  }
}
