import type { Line } from '../domain/record.ts'
import type { Turn } from '../feishu/port.ts'
import { createWaitingRoom, type WaitingRoom } from './waiting-room.ts'

/** Of both windows, what messages leave free, so that a card need not wait for a window that messages filled. */
const KEPT_FROM: Record<Line, number> = { todos: 0, messages: 0.1 }
/** Of so many requests one is a message's where one waits: however many cards there are, it goes some day. */
const MESSAGE_EVERY = 10

/** Who waits at the gate of one API, and who is the next to go. */
export type Departures<T> = Pick<WaitingRoom<T>, 'enter' | 'leave' | 'mostUrgent'> & {
  /** Until a request of this line may leave; Infinity also where none waits. */
  waitMs: (line: Line) => number
  /** Whoever may leave now: lists and cards first, one of each person in turn. */
  next: () => T | undefined
  /** It is let through. */
  serve: (waiter: T) => void
}

/** `slotMs`: until a request may leave that must not take the last share `kept` of the slots. */
export function createDepartures<T extends { turn: Turn; deadline: number }>(
  slotMs: (kept: number) => number,
): Departures<T> {
  const { enter, leave, mostUrgent, next, serve } = createWaitingRoom<T>()
  let sinceMessage = 0

  const isMessagesTurn = (): boolean => sinceMessage >= MESSAGE_EVERY - 1
  const waitMs = (line: Line): number =>
    next(line) ? slotMs(isMessagesTurn() ? 0 : KEPT_FROM[line]) : Infinity
  return {
    enter,
    leave,
    mostUrgent,
    waitMs,
    next() {
      const lines: Line[] = isMessagesTurn() ? ['messages', 'todos'] : ['todos', 'messages']
      const first = lines.map(next).find((waiter) => waiter !== undefined)
      return first && waitMs(first.turn.line) <= 0 ? first : undefined
    },
    serve(waiter) {
      sinceMessage = waiter.turn.line === 'messages' ? 0 : sinceMessage + 1
      serve(waiter)
    },
  }
}
