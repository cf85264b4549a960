import type { NotTaken } from '../../shared/operator-api.ts'
import type { DefinitionStore } from '../store/contract.ts'
import type { Registry } from './register.ts'

/**
 * How the definitions stand, for a health check. What is refused, a file by us or a definition by Feishu, makes the
 * server no less able to serve the others and its own earlier version. A start waits a minute for what Feishu did not take
 * because it was away; where nothing at all is live, it is not ready.
 */
export async function checkDefinitions(
  store: Pick<DefinitionStore, 'list'>,
  registry: Pick<Registry, 'notTaken' | 'faults' | 'isStarting'>,
): Promise<{ ready: boolean; check: unknown }> {
  const { waiting, refused: byFeishu } = sorted(registry.notTaken())
  const files = registry.faults().map(({ file, line, reason }) => `${file}:${line} ${reason}`)
  const check = {
    ...(waiting.length > 0 && { waiting: reasons(waiting) }),
    ...(byFeishu.length > 0 && { refusedByFeishu: reasons(byFeishu) }),
    ...(files.length > 0 && { refused: files }),
  }
  if (registry.isStarting()) return { ready: false, check: { waiting: reasons(waiting), ...check } }
  if (Object.keys(check).length === 0) return { ready: true, check: 'ok' }
  return { ready: (await countServed(store)) > 0, check }
}

/** How many definitions there are, for the metrics, by how they stand. */
export async function countDefinitions(
  store: Pick<DefinitionStore, 'list'>,
  registry: Pick<Registry, 'notTaken' | 'faults'>,
): Promise<Record<'live' | 'waiting' | 'refused' | 'unreadable', number>> {
  const { waiting, refused } = sorted(registry.notTaken())
  return {
    live: await countServed(store),
    waiting: waiting.length,
    refused: refused.length,
    unreadable: new Set(registry.faults().map(({ file }) => file)).size,
  }
}

const countServed = async (store: Pick<DefinitionStore, 'list'>): Promise<number> =>
  (await store.list()).filter(({ state, approvalCode }) => state === 'live' && approvalCode !== null).length

const sorted = (all: readonly NotTaken[]) => ({
  waiting: all.filter(({ again }) => again),
  refused: all.filter(({ again }) => !again),
})

const reasons = (some: readonly NotTaken[]): Record<string, string> =>
  Object.fromEntries(some.map(({ code, reason }) => [code, reason]))
