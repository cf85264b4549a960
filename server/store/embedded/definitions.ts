import type { DefinitionRecord } from '../../domain/definition.ts'
import type { DefinitionStore } from '../contract.ts'
import { SCHEMA } from './disk/document.ts'
import { keyOfVersion, type DefinitionDocument } from './document-schemas.ts'
import type { DocumentsInMemory } from './documents-in-memory.ts'

export function createDefinitionStore(documents: DocumentsInMemory<DefinitionDocument>): DefinitionStore {
  const newestOfEach = async () => {
    const newest = new Map<string, DefinitionRecord>()
    for (const { record } of (await documents.all()).values()) {
      const known = newest.get(record.code)
      if (!known || known.version < record.version) newest.set(record.code, record)
    }
    return newest
  }
  return {
    list: async () => [...(await newestOfEach()).values()].sort((a, b) => (a.code < b.code ? -1 : 1)),
    read: async (code, version) =>
      version === undefined
        ? (await newestOfEach()).get(code)
        : (await documents.get(keyOfVersion(code, version)))?.record,
    async change(code, version, decide) {
      const newest = (await newestOfEach()).get(code)?.version ?? 0
      if (version > newest + 1) {
        throw new Error(`definition ${code} has ${newest} versions, so ${version} is not the next`)
      }
      const kept = await documents.change(keyOfVersion(code, version), (current) => {
        const record = decide(current?.record)
        return record && { schema: SCHEMA, record }
      })
      return kept?.record
    },
  }
}
