import type { GateLine, GateTurn } from '../port.ts'
import { createTurns } from '../../runtime/turns.ts'

/** Who waits at an API's gate: few hundreds at most, each looked at for every request that leaves. */
export type WaitingRoom<T> = {
  enter: (waiter: T) => void
  leave: (waiter: T) => void
  size: () => number
  /** Of a line, the one that came first of whoever's turn it is, among those that count. */
  next: (line: GateLine, counts?: (waiter: T) => boolean) => T | undefined
  /** It is let through. */
  serve: (waiter: T) => void
  /** The one with the earliest deadline. */
  mostUrgent: () => T | undefined
}

export function createWaitingRoom<T extends { turn: GateTurn; deadline: number }>(): WaitingRoom<T> {
  // In the order in which they came.
  const waiters = new Set<T>()
  const turns = { todos: createTurns(), messages: createTurns() }

  const leave = (waiter: T): void => {
    if (waiters.delete(waiter)) turns[waiter.turn.line].leave(waiter.turn.by)
  }
  const best = (isBetter: (one: T, than: T) => boolean, among: (one: T) => boolean): T | undefined => {
    let found: T | undefined
    for (const one of waiters) if (among(one) && (!found || isBetter(one, found))) found = one
    return found
  }
  return {
    enter(waiter) {
      waiters.add(waiter)
      turns[waiter.turn.line].enter(waiter.turn.by)
    },
    leave,
    size: () => waiters.size,
    next(line, counts = () => true) {
      const turnOf = ({ turn }: T) => turns[line].of(turn.by)
      return best(
        (one, than) => turnOf(one) < turnOf(than),
        (one) => one.turn.line === line && counts(one),
      )
    },
    serve(waiter) {
      turns[waiter.turn.line].serve(waiter.turn.by)
      leave(waiter)
    },
    mostUrgent: () =>
      best(
        (one, than) => one.deadline < than.deadline,
        () => true,
      ),
  }
}
