import type { TaskFilter, TodoCount } from '../contract.ts'
import { isAskedFor, type OpenTask, type Row } from './row.ts'

/** How many open tasks a person has per definition and node, kept as they come and go. */
export type TodoCounts = {
  add(row: Row): void
  remove(row: Row): void
  /** Costs what the person's groups and postponed tasks cost, however many to-dos there are. */
  of(userId: string, filter: TaskFilter): TodoCount[]
  peopleWith(filter: TaskFilter): string[]
}

type Group = TodoCount & { postponed: Map<string, OpenTask> }

export function createTodoCounts(): TodoCounts {
  const people = new Map<string, Map<string, Group>>()

  const groupOf = (userId: string, { definition, version }: Row, nodeId: string): Group => {
    const groups = people.get(userId) ?? new Map<string, Group>()
    people.set(userId, groups)
    const key = JSON.stringify([definition, version, nodeId])
    const known = groups.get(key)
    if (known) return known
    const group = { definition, version, nodeId, count: 0, postponed: new Map<string, OpenTask>() }
    groups.set(key, group)
    return group
  }
  const each = (row: Row, visit: (group: Group, key: string, task: OpenTask) => void) => {
    for (const { userId, open } of row.places) {
      for (const [at, task] of open.entries()) {
        visit(groupOf(userId, row, task.nodeId), `${row.id} ${at}`, task)
      }
    }
  }

  const of = (userId: string, filter: TaskFilter): TodoCount[] =>
    [...(people.get(userId)?.values() ?? [])]
      .map(({ postponed, ...group }) => ({ ...group, count: countOf(group, postponed, filter) }))
      .filter(({ count }) => count > 0)

  return {
    add: (row) => {
      each(row, (group, key, task) => {
        group.count += 1
        if (task.postponedUntil > 0) group.postponed.set(key, task)
      })
    },
    remove: (row) => {
      each(row, (group, key) => {
        group.count -= 1
        group.postponed.delete(key)
      })
    },
    of,
    peopleWith: (filter) => [...people.keys()].filter((userId) => of(userId, filter).length > 0),
  }
}

function countOf(
  { nodeId, count }: TodoCount,
  postponed: ReadonlyMap<string, OpenTask>,
  filter: TaskFilter,
): number {
  const never: OpenTask = { nodeId, postponedUntil: 0 }
  const others = isAskedFor(never, filter) ? count - postponed.size : 0
  return others + [...postponed.values()].filter((task) => isAskedFor(task, filter)).length
}
