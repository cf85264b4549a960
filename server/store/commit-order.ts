import { createSortedList } from './sorted-list.ts'

type Commit = { id: string; position: number }

/** Which instance was committed last, before it which, and so on. In memory: positions end with the process. */
export type CommitOrder = {
  note(id: string): void
  /** Those committed behind that position, the latest commit last, and its position. */
  after(position: number): { ids: string[]; position: number }
}

export function createCommitOrder(): CommitOrder {
  const positions = new Map<string, number>()
  const commits = createSortedList<Commit>((a, b) => a.position - b.position)
  let last = 0
  return {
    note(id) {
      const before = positions.get(id)
      if (before !== undefined) commits.remove({ id, position: before })
      last += 1
      positions.set(id, last)
      commits.add({ id, position: last })
    },
    after: (position) => ({
      ids: Array.from(commits.after({ id: '', position }), ({ id }) => id),
      position: last,
    }),
  }
}
