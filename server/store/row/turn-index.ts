import type { Page, TurnQuery } from '../contract.ts'
import { readCursor, toCursor } from './cursor.ts'
import type { Row } from './row.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'

type Kept = { instanceId: string; taskId: string; since: number; taken: Row['turns'][number]['taken'] }

/** Whose turn it is at which node of which version, the turn that began first first. */
export type TurnIndex = {
  add(row: Row): void
  remove(row: Row): void
  page(query: TurnQuery): Page<Kept>
  arrange(): void
}

export function createTurnIndex(): TurnIndex {
  const nodes = new Map<string, SortedList<Kept>>()
  const each = (row: Row, visit: (turns: SortedList<Kept>, turn: Kept) => void) => {
    for (const { nodeId, taskId, since, taken } of row.turns) {
      const key = keyOf(row.definition, row.version, nodeId)
      const turns = nodes.get(key) ?? createSortedList(inOrder)
      nodes.set(key, turns)
      visit(turns, { instanceId: row.id, taskId, since, taken })
    }
  }
  return {
    add: (row) => each(row, (turns, turn) => turns.add(turn)),
    remove: (row) => each(row, (turns, turn) => turns.remove(turn)),
    arrange: () => nodes.forEach((turns) => turns.first()),
    page({ definition, version, node, before, cursor, limit }) {
      const items: Kept[] = []
      const after = cursor === undefined ? undefined : readCursor(cursor)
      const behind = after && { instanceId: '', taskId: after.id, since: after.at, taken: [] }
      for (const turn of nodes.get(keyOf(definition, version, node))?.after(behind) ?? []) {
        const last = items.at(-1)
        if (turn.since > before) break
        if (last && items.length === limit)
          return { items, nextCursor: toCursor({ at: last.since, id: last.taskId, number: 0 }) }
        items.push(turn)
      }
      return { items, nextCursor: null }
    },
  }
}

/** No two nodes have the same: the length says where the code ends. */
const keyOf = (definition: string, version: number, node: string): string =>
  `${version} ${definition.length} ${definition}${node}`

const inOrder = (a: Kept, b: Kept): number =>
  a.since - b.since || (a.taskId < b.taskId ? -1 : a.taskId > b.taskId ? 1 : 0)
