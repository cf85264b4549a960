/**
 * Whose turn it is among people who wait, each with any number of things: one of each in turn, so that nobody waits
 * for longer than it takes to serve everybody else once, however much one of them has.
 */
export type Turns = {
  /** One more of theirs waits. Whoever had nothing comes after those who have waited since an earlier turn. */
  enter: (who: string) => void
  /** One of theirs waits no more, whether it was served or not. */
  leave: (who: string) => void
  /** They had their turn. */
  serve: (who: string) => void
  /** The lower, the sooner. */
  of: (who: string) => number
}

export function createTurns(): Turns {
  const people = new Map<string, { waiting: number; turn: number }>()
  let last = 0
  return {
    enter(who) {
      const known = people.get(who)
      if (known) known.waiting += 1
      else people.set(who, { waiting: 1, turn: last })
    },
    leave(who) {
      const known = people.get(who)
      if (!known) return
      known.waiting -= 1
      if (known.waiting === 0) people.delete(who)
    },
    serve(who) {
      last += 1
      const known = people.get(who)
      if (known) known.turn = last
    },
    of: (who) => people.get(who)?.turn ?? last,
  }
}
