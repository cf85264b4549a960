import { cleanLine } from '../../../shared/person-text.ts'
import type { Box } from '../../../shared/requests.ts'
import type { InstanceItem, ListResponse, TodoGroup } from '../../../shared/responses.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import type { ListFilter } from '../../client/api.ts'

export type Filter = {
  q: string
  definition: string
  /** With it: only to-dos at this node of the definition. */
  node: string
  postponed: 'only' | 'without'
}
export const NO_FILTER: Filter = { q: '', definition: '', node: '', postponed: 'without' }

/** One of the four lists as far as it has been read. */
export type ListState = {
  box: Box
  filter: Filter
  items: readonly InstanceItem[]
  cursor: string | null
  groups: readonly TodoGroup[]
  /** Whether the first page has arrived. */
  read: boolean
}

export const emptyList = (box: Box, filter: Filter = NO_FILTER): ListState => ({
  box,
  filter,
  items: [],
  cursor: null,
  groups: [],
  read: false,
})

/** An instance can stand in a list twice: once for each task of mine. */
export const keyOf = ({ id, task }: InstanceItem): string => task?.id ?? id

/** With the first page in place of everything that was there. */
export function withFirstPage(state: ListState, page: ListResponse): ListState {
  return {
    ...state,
    items: unique(page.items),
    cursor: page.nextCursor,
    groups: page.groups ?? (state.box === 'todo' ? state.groups : []),
    read: true,
  }
}

/** With one more page; what moved down meanwhile is not shown twice. */
export function withNextPage(state: ListState, page: ListResponse): ListState {
  return { ...state, items: unique([...state.items, ...page.items]), cursor: page.nextCursor }
}

function unique(items: readonly InstanceItem[]): InstanceItem[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const key = keyOf(item)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const PAGE_SIZE = 20
const MAX_PAGE_SIZE = 100

/** What to ask for the first page: as much as is shown, so that a list that is read again keeps its place. */
export function firstPage({ box, filter, items }: ListState): ListFilter {
  return { box, ...toWire(filter), limit: Math.min(MAX_PAGE_SIZE, Math.max(PAGE_SIZE, items.length)) }
}

export function nextPage({ box, filter, cursor }: ListState): ListFilter | undefined {
  return cursor === null ? undefined : { box, ...toWire(filter), cursor, limit: PAGE_SIZE }
}

function toWire({ q, definition, node, postponed }: Filter): Partial<ListFilter> {
  return {
    ...(cleanLine(q) !== '' && { q: cleanLine(q) }),
    ...(definition !== '' && { definition }),
    ...(node !== '' && { node }),
    ...(postponed === 'only' && { postponed }),
  }
}

/** Groups that save work: two or more of a kind. */
export const alikeGroups = (groups: readonly TodoGroup[]): TodoGroup[] =>
  groups.filter(({ count, nodeId }) => count > 1 && nodeId !== INITIATOR_NODE)

/** Everything that can be filtered by: what may be started, and what lies in the list already. */
export function definitionChoices(
  startable: readonly { code: string; name: string }[],
  state: Pick<ListState, 'items' | 'groups'>,
): { code: string; name: string }[] {
  const names = new Map<string, string>()
  const all = [
    ...startable,
    ...state.groups.map(({ definition }) => definition),
    ...state.items.map(({ definition }) => definition),
  ]
  for (const { code, name } of all) if (!names.has(code)) names.set(code, name)
  return [...names].map(([code, name]) => ({ code, name })).sort((a, b) => (a.code < b.code ? -1 : 1))
}
