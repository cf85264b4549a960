import type { ReminderStore } from './contract.ts'
import { SCHEMA } from './document.ts'
import type { ReminderDocument } from './kinds.ts'
import type { Residents } from './residents.ts'

export function createReminderStore(residents: Residents<ReminderDocument>): ReminderStore {
  return {
    read: async (userId) => (await residents.get(userId))?.reminder,
    async change(userId, decide) {
      let stored: ReminderDocument | undefined
      await residents.change(userId, (current) => {
        const reminder = decide(current?.reminder)
        const next: ReminderDocument | undefined = reminder && { schema: SCHEMA, reminder }
        stored = next ?? current
        return next
      })
      return stored?.reminder
    },
    list: async () => [...(await residents.all()).values()].map(({ reminder }) => reminder),
  }
}
