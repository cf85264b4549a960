import { z } from 'zod'
import type { World } from '../world.ts'

/** What becomes of a decision that the other system is told of. */
export const MOODS = ['takes', 'silent', 'refuses'] as const
export type Mood = (typeof MOODS)[number]

export const Order = z.object({
  number: z.string(),
  /** Which of the goods. */
  goods: z.number(),
  count: z.number(),
  initiator: z.string(),
  approver: z.string(),
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED']),
  reason: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** What it was pushed with last; grows with each change. */
  clock: z.number(),
  /** Whether the bridge holds it as it is here; else why not, or nothing while it is on its way. */
  isPushed: z.boolean(),
  trouble: z.string(),
})
export type Order = z.infer<typeof Order>

/** A decision that came back, and what was answered. */
const Heard = z.object({
  at: z.number(),
  number: z.string(),
  action: z.string(),
  userId: z.string(),
  answer: z.enum(MOODS),
})
export type Heard = z.infer<typeof Heard>

const Book = z.object({
  mood: z.enum(MOODS).default('takes'),
  orders: z.array(Order).default([]),
  heard: z.array(Heard).default([]),
})
export type Book = z.infer<typeof Book>

const KEPT = 50

/** All that it knows, kept with the sandbox's own state. */
export function openBook({ state }: Pick<World, 'state'>) {
  let book = Book.parse(state.meta.get('otherSystem') ?? {})
  const write = (next: Book): void => {
    book = next
    state.meta.put('otherSystem', book)
    state.flush()
  }
  return {
    read: () => book,
    find: (number: string): Order | undefined => book.orders.find((order) => order.number === number),
    turn(mood: Mood): void {
      write({ ...book, mood })
    },
    /** The newest first. */
    add(order: Order): void {
      write({ ...book, orders: [order, ...book.orders].slice(0, KEPT) })
    },
    change(number: string, patch: Partial<Order>): void {
      const orders = book.orders.map((one) => (one.number === number ? { ...one, ...patch } : one))
      write({ ...book, orders })
    },
    hear(heard: Heard): void {
      write({ ...book, heard: [heard, ...book.heard].slice(0, KEPT) })
    },
  }
}
export type OpenBook = ReturnType<typeof openBook>
