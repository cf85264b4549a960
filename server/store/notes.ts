import type { Notes } from './contract.ts'
import { SCHEMA } from './document.ts'
import type { NoteDocument } from './kinds.ts'
import type { Residents } from './residents.ts'

export function createNotes(residents: Residents<NoteDocument>): Notes {
  return {
    read: async (name) => (await residents.get(name))?.value,
    save: (name, value) => residents.save({ schema: SCHEMA, name, value }),
  }
}
