import type { StoredInstance } from '../store/records.ts'
import type { State } from '../store/state.ts'
import type { Table } from '../store/table.ts'

/**
 * A user_id is a name that may change; the person behind it stays. Everything that is theirs goes on under the new
 * one, and the old one is nobody's.
 */
export function renamePerson(state: State, from: string, to: string): void {
  const now = (id: string): string => (id === from ? to : id)
  state.people.delete(from)
  rewrite(state.people, (one) => ({ ...one, leaderUserId: now(one.leaderUserId) }))
  rewrite(state.departments, (one) => ({ ...one, leaderUserId: now(one.leaderUserId) }))
  rewrite(state.instances, (one) => renamedIn(one, now))
  rewrite(state.cards, (one) => ({
    ...one,
    userId: now(one.userId),
    titleUserId: now(one.titleUserId),
    senderUserId: now(one.senderUserId),
    initiator: { ...one.initiator, userId: now(one.initiator.userId) },
  }))
  rewrite(state.im, (one) => ({ ...one, userId: now(one.userId) }))
  rewrite(state.tokens, (one) => ({ ...one, userId: now(one.userId) }))
  rewrite(state.codes, (one) => ({ ...one, userId: now(one.userId) }))
  rewrite(state.definitions, (one) => ({
    ...one,
    managers: one.managers.map(now),
    viewers: one.viewers.map((viewer) =>
      viewer.userId === undefined ? viewer : { ...viewer, userId: now(viewer.userId) },
    ),
  }))
}

function renamedIn(instance: StoredInstance, now: (id: string) => string): StoredInstance {
  const people = <T extends { userId: string }>(entries: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(entries).map(([id, one]) => [id, { ...one, userId: now(one.userId) }]))
  return {
    ...instance,
    userId: now(instance.userId),
    tasks: people(instance.tasks),
    ccs: people(instance.ccs),
  }
}

/** Only what the change touches is recorded. */
function rewrite<T>(table: Table<T>, change: (row: T) => T): void {
  for (const [, key, row] of [...table.dump()]) {
    const after = change(row as T)
    if (JSON.stringify(after) !== JSON.stringify(row)) table.put(key, after)
  }
}
