import type { ReminderStore } from '../contract.ts'
import { SCHEMA } from './disk/document.ts'
import type { ReminderDocument } from './document-schemas.ts'
import type { Residents } from './documents-in-memory.ts'

export function createReminderStore(residents: Residents<ReminderDocument>): ReminderStore {
  return {
    read: async (userId) => (await residents.get(userId))?.reminder,
    async change(userId, decide) {
      const kept = await residents.change(userId, (current) => {
        const reminder = decide(current?.reminder)
        return reminder && { schema: SCHEMA, reminder }
      })
      return kept?.reminder
    },
    list: async () => [...(await residents.all()).values()].map(({ reminder }) => reminder),
  }
}
