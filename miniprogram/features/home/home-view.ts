import type { DefinitionSummary, InstanceItem, ListResponse } from '../../../shared/responses.ts'

export type DefinitionGroup = {
  code: string
  name: string
  items: { code: string; name: string; description: string; initial: string }[]
}

/** What may be started, by group, in the order in which the server lists it. */
export function toGroups(definitions: readonly DefinitionSummary[], q = ''): DefinitionGroup[] {
  const groups = new Map<string, DefinitionGroup>()
  const wanted = q.trim().toLowerCase()
  for (const { code, name, description, group } of definitions) {
    if (!`${name}\n${description ?? ''}`.toLowerCase().includes(wanted)) continue
    const own = groups.get(group.code) ?? { ...group, items: [] }
    own.items.push({ code, name, description: description ?? '', initial: Array.from(name)[0] ?? '' })
    groups.set(group.code, own)
  }
  return [...groups.values()]
}

/** How many to-dos there are, told by their groups on the first page. */
export function todoCount({ groups, items, nextCursor }: ListResponse): string {
  const count = groups ? groups.reduce((sum, group) => sum + group.count, 0) : items.length
  return countText(count, !groups && nextCursor !== null)
}

/** How many of a first page are such; more may follow. */
export function countOf(
  { items, nextCursor }: ListResponse,
  counts: (item: InstanceItem) => boolean,
): string {
  return countText(items.filter(counts).length, nextCursor !== null)
}

const countText = (count: number, more: boolean): string =>
  count === 0 ? '' : `${Math.min(count, 99)}${more || count > 99 ? '+' : ''}`
