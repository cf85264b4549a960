import { createSortedList } from './sorted-list.ts'

/** What was committed, and as the how many-th of all commits. */
type Commit = { id: string; position: number }

/** Whose last commit came before whose. In memory: positions end with the process. */
export type CommitOrder = {
  /** Of the commit that is being noted. */
  nextPosition(): number
  add(commit: Commit): void
  remove(commit: Commit): void
  /** Those committed behind that position, the latest commit last, and its position. */
  after(position: number): { ids: string[]; position: number }
}

export function createCommitOrder(): CommitOrder {
  const commits = createSortedList<Commit>((a, b) => a.position - b.position)
  let last = 0
  return {
    nextPosition: () => (last += 1),
    add: commits.add,
    remove: commits.remove,
    after: (position) => ({
      ids: Array.from(commits.after({ id: '', position }), ({ id }) => id),
      position: last,
    }),
  }
}
