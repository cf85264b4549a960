import { FEISHU_LINES, type FeishuLine } from '../domain/outbox/record.ts'
import type { Outbox } from '../store/contract.ts'
import type { Flights } from './flights.ts'

/** Who is taken from the lines of the outbox. */
export type Places = {
  /** Some have room for one more. */
  areFree: () => boolean
  /** Takes as many as there is room for. */
  fill: () => Promise<void>
  /** When there will be somebody for whom there is room; null: nobody waits. */
  nextDueAt: () => Promise<number | null>
}

/** Of so many at work on lists and cards, one more on each of the others. */
const TODOS_PER_OTHER = 4
/** Of all places, those that one person can have: what is theirs and waits at the gate holds up nobody else. */
const ONES_SHARE = 0.75

type Deps = {
  outbox: Pick<Outbox, 'claim' | 'nextDueAt'>
  flights: Flights<FeishuLine>
  concurrency: number
  leaseMs: number
  now: () => number
}

/** What is no list and no card has places of its own: it holds up none of these, and they do not hold it up for ever. */
export function createPlaces({ outbox, flights, concurrency, leaseMs, now }: Deps): Places {
  const fewer = Math.ceil(concurrency / TODOS_PER_OTHER)
  const most = { todos: concurrency, messages: fewer, attendance: fewer, letters: fewer }
  const roomIn = (line: FeishuLine): number => most[line] - flights.size(line)
  const linesWithRoom = () => FEISHU_LINES.filter((line) => roomIn(line) > 0)
  return {
    areFree: () => linesWithRoom().length > 0,
    async fill() {
      for (const line of linesWithRoom()) {
        const each = Math.ceil(most[line] * ONES_SHARE)
        const leases = await outbox.claim({ now: now(), limit: roomIn(line), leaseMs, line, each })
        for (const lease of leases) flights.start(lease)
      }
    },
    async nextDueAt() {
      const times = await Promise.all(linesWithRoom().map((line) => outbox.nextDueAt(line)))
      return times.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null)
    },
  }
}
