import type { Notes } from '../contract.ts'
import { SCHEMA } from './disk/document.ts'
import type { NoteDocument } from './document-schemas.ts'
import type { DocumentsInMemory } from './documents-in-memory.ts'

export function createNotes(documents: DocumentsInMemory<NoteDocument>): Notes {
  return {
    read: async (name) => (await documents.get(name))?.value,
    async change(name, decide) {
      const kept = await documents.change(name, (current) => {
        const value = decide(current?.value)
        return value === undefined ? undefined : { schema: SCHEMA, name, value }
      })
      return kept?.value
    },
  }
}
