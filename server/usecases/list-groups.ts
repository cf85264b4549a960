import type { TodoGroup } from '../../shared/responses.ts'
import { textIn } from '../../shared/locale.ts'
import type { TaskFilter, TodoCount } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor, nodeName, phrasesIn } from './definition-views.ts'
import type { Reader } from './views.ts'

/** All my to-dos that are decided here (or all that I put off) by definition and node, the largest group first. */
export async function listGroups(
  ctx: UseCaseContext,
  { userId, locale }: Reader,
  { postponed }: TaskFilter,
): Promise<TodoGroup[]> {
  const counts = await ctx.store.instances.groups({ userId, tasks: { postponed } })
  const groups = await Promise.all(merged(counts).map((count) => toGroup(ctx, count, locale)))
  return groups.flat().sort((a, b) => b.count - a.count || compare(keyOf(a), keyOf(b)))
}

/** Versions of a definition are one group, named as the newest of them does. */
function merged(counts: readonly TodoCount[]): TodoCount[] {
  const groups = new Map<string, TodoCount>()
  for (const one of counts) {
    const key = JSON.stringify([one.definition, one.nodeId])
    const known = groups.get(key) ?? { ...one, count: 0 }
    const version = Math.max(known.version, one.version)
    groups.set(key, { ...known, version, count: known.count + one.count })
  }
  return [...groups.values()]
}

async function toGroup(
  ctx: UseCaseContext,
  { definition: code, version, nodeId, count }: TodoCount,
  asked: Reader['locale'],
): Promise<TodoGroup[]> {
  const record = await ctx.store.definitions.read(code, version)
  if (!record) return []
  const { definition, source } = record
  // Another system's are decided there, or each by its own buttons.
  if (source !== undefined) return []
  const locale = localeFor(definition, asked)
  const group = {
    definition: { code, name: textIn(definition.name, locale) },
    nodeId,
    nodeName: nodeName(definition, nodeId, locale),
    count,
    phrases: phrasesIn(definition, locale),
  }
  return [group]
}

const keyOf = ({ definition, nodeId }: TodoGroup): string => `${definition.code} ${nodeId}`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
