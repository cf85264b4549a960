import type { Notes } from '../contract.ts'
import { SCHEMA } from './disk/document.ts'
import type { NoteDocument } from './document-schemas.ts'
import type { Residents } from './documents-in-memory.ts'

export function createNotes(residents: Residents<NoteDocument>): Notes {
  return {
    read: async (name) => (await residents.get(name))?.value,
    async change(name, decide) {
      const kept = await residents.change(name, (current) => {
        const value = decide(current?.value)
        return value === undefined ? undefined : { schema: SCHEMA, name, value }
      })
      return kept?.value
    },
  }
}
