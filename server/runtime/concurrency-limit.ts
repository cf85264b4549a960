import { createTurns } from './turns.ts'

/** Runs the work when its turn comes; `who` it is for, where some have more of it than others. */
export type ConcurrencyLimit = <T>(work: () => Promise<T>, who?: string) => Promise<T>

/** Lets `most` pieces of work run at a time, and the others after them: of everybody in turn, in the order they came. */
export function createConcurrencyLimit(most: number): ConcurrencyLimit {
  const waiting = new Map<string, (() => void)[]>()
  const turns = createTurns()
  let inside = 0

  const wait = (who: string): Promise<void> =>
    new Promise((resolve) => {
      const own = waiting.get(who) ?? []
      waiting.set(who, own)
      own.push(resolve)
      turns.enter(who)
    })
  const letIn = (who: string, own: (() => void)[]): void => {
    const first = own.shift()
    if (own.length === 0) waiting.delete(who)
    turns.serve(who)
    turns.leave(who)
    first?.()
  }
  const leave = (): void => {
    let next: [string, (() => void)[]] | undefined
    for (const one of waiting) if (!next || turns.of(one[0]) < turns.of(next[0])) next = one
    if (next) letIn(...next)
    else inside -= 1
  }
  return async (work, who = '') => {
    if (inside < most) inside += 1
    else await wait(who)
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
