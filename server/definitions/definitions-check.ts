import type { DefinitionStore } from '../store/contract.ts'
import type { Registry } from './register.ts'

/**
 * How the definitions stand, for a health check. A file that is refused makes the server no less able to serve
 * the other definitions and its own earlier version; where nothing at all is live, it is not ready.
 */
export async function checkDefinitions(
  store: Pick<DefinitionStore, 'list'>,
  registry: Pick<Registry, 'errors' | 'faults' | 'isComplete'>,
): Promise<{ ready: boolean; check: unknown }> {
  const isComplete = registry.isComplete()
  const refused = registry.faults().map(({ file, line, reason }) => `${file}:${line} ${reason}`)
  const check = {
    ...(!isComplete && { waiting: Object.fromEntries(registry.errors()) }),
    ...(refused.length > 0 && { refused }),
  }
  const isServed = async () => (await store.list()).some(({ state }) => state === 'live')
  const ready = isComplete && (refused.length === 0 || (await isServed()))
  return { ready, check: Object.keys(check).length > 0 ? check : 'ok' }
}
