import { bodyLimitOf, SMALL_BODY_BYTES } from '../../shared/form/body-size.ts'
import { wayOf } from '../../shared/definition.ts'
import type { DefinitionStore } from '../store/contract.ts'

/**
 * The bytes that the largest of all forms may come in. Older versions count: what came back to its initiator is sent
 * again by the version that it began with.
 */
export async function largestBody(definitions: DefinitionStore): Promise<number> {
  let largest = SMALL_BODY_BYTES
  for (const { code, version: newest } of await definitions.list()) {
    for (let version = newest; version >= 1; version -= 1) {
      const record = await definitions.read(code, version)
      if (!record) continue
      const { definition } = record
      largest = Math.max(largest, bodyLimitOf({ form: definition.form, way: wayOf(definition) }))
    }
  }
  return largest
}
