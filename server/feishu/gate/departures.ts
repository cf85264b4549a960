import type { GateLine, GateTurn } from '../port.ts'
import { createShares } from './shares.ts'
import { createWaitingRoom, type WaitingRoom } from './waiting-room.ts'

/**
 * Of both windows, what messages leave free, and whoever has had as much of the last minute: so that a card need not
 * wait for a window that messages or one person filled.
 */
const KEPT = 0.1
/** Of so many requests one is a message's where one waits: however many cards there are, it goes some day. */
const MESSAGE_EVERY = 10
const MINUTE_MS = 60_000

/** Who waits at the gate of one API, and who is the next to go. */
export type Departures<T> = Pick<WaitingRoom<T>, 'enter' | 'leave' | 'mostUrgent'> & {
  /** Until a request of this line may leave; Infinity also where none waits. */
  waitMs: (line: GateLine) => number
  /** Until this one may leave. */
  waitMsOf: (waiter: T) => number
  /** Whoever may leave now: lists and cards first, one of each person in turn. */
  next: () => T | undefined
  /** It is let through. */
  serve: (waiter: T) => void
}

type Options = {
  /** Until a request may leave that must not take the last share `kept` of the slots. */
  slotMs: (kept: number) => number
  perMinute: number
  now: () => number
}

export function createDepartures<T extends { turn: GateTurn; deadline: number }>({
  slotMs,
  perMinute,
  now,
}: Options): Departures<T> {
  const room = createWaitingRoom<T>()
  const shares = createShares(MINUTE_MS)
  let sinceMessage = 0

  const isMessagesTurn = (): boolean => sinceMessage >= MESSAGE_EVERY - 1
  const hasHadMuch = ({ turn: { by } }: T): boolean => by !== '' && shares.of(by, now()) >= KEPT * perMinute
  const waitMsOf = (waiter: T): number => {
    const isBehind = waiter.turn.line === 'messages' && !isMessagesTurn()
    return slotMs(isBehind || hasHadMuch(waiter) ? KEPT : 0)
  }
  /** Whose turn it is, and behind them the first of those who have had little. */
  const candidates = (line: GateLine): T[] => {
    const first = room.next(line)
    if (!first) return []
    const little = hasHadMuch(first) ? room.next(line, (one) => !hasHadMuch(one)) : undefined
    return little ? [first, little] : [first]
  }
  return {
    enter: room.enter,
    leave: room.leave,
    mostUrgent: room.mostUrgent,
    waitMs: (line) => Math.min(Infinity, ...candidates(line).map(waitMsOf)),
    waitMsOf,
    next() {
      const lines: GateLine[] = isMessagesTurn() ? ['messages', 'todos'] : ['todos', 'messages']
      for (const line of lines) {
        const first = candidates(line).find((waiter) => waitMsOf(waiter) <= 0)
        if (first) return first
      }
      return undefined
    },
    serve(waiter) {
      sinceMessage = waiter.turn.line === 'messages' ? 0 : sinceMessage + 1
      shares.add(waiter.turn.by, now())
      room.serve(waiter)
    },
  }
}
