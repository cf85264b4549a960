import { serverOrigin } from '../server-origin.ts'
import type { World } from '../world.ts'
import { openBook, type Mood, type Order } from './order.ts'
import { amountOf, nextGoods, titleOf } from './push-body.ts'
import { createPusher } from './push-orders.ts'

const PREFIX = 'PO-'
const FIRST = 1_001
const numberOf = ({ number }: Order): number => Number(number.slice(PREFIX.length)) - FIRST

export const DECISIONS_PATH = '/other-system/decisions'

/** What of Feishu's callback it reads (三方快捷审批回调). */
export type Decision = { number: string; action: 'APPROVE' | 'REJECT'; userId: string; reason: string }

export type OtherSystem = ReturnType<typeof createOtherSystem>

/** A purchasing system that knows nothing but Feishu's SDK: it pushes orders, and is told how they were decided. */
export function createOtherSystem(world: World, controlUrl: () => string) {
  const book = openBook(world)
  const pusher = createPusher(world, book, () => controlUrl() + DECISIONS_PATH)
  return {
    view: () => {
      const { mood, orders, heard } = book.read()
      const shown = orders.map((order) => ({
        ...order,
        title: titleOf(order),
        amount: amountOf(order),
        heard: heard.filter(({ number }) => number === order.number),
      }))
      return { mood, server: serverOrigin(world) ?? null, orders: shown }
    },
    /** In the name of somebody, for their manager to release. */
    order(initiator: string): Order {
      const [latest] = book.read().orders
      const at = latest ? numberOf(latest) + 1 : 0
      const now = world.clock.now()
      const number = `${PREFIX}${String(FIRST + at)}`
      const made: Order = {
        number,
        ...nextGoods(at),
        initiator,
        approver: approverOf(world, initiator),
        status: 'PENDING',
        reason: '',
        startedAt: now,
        endedAt: null,
        clock: now,
        isPushed: false,
        trouble: '',
      }
      book.add(made)
      pusher.push(number)
      return made
    },
    turn: (mood: Mood) => {
      book.turn(mood)
    },
    /** What it answers now. A decision that it takes is pushed: only so anybody learns of it. */
    decide({ number, action, userId, reason }: Decision): Mood | 'unknown' {
      const order = book.find(number)
      if (!order) return 'unknown'
      const { mood } = book.read()
      book.hear({ at: world.clock.now(), number, action, userId, answer: mood })
      if (mood !== 'takes' || order.status !== 'PENDING') return mood
      const clock = Math.max(world.clock.now(), order.clock + 1)
      const status = action === 'APPROVE' ? 'APPROVED' : 'REJECTED'
      book.change(number, { status, reason, endedAt: clock, clock, isPushed: false })
      pusher.push(number)
      return mood
    },
    close: pusher.close,
  }
}

/** Their manager; whoever has none asks somebody else. */
function approverOf({ state }: World, initiator: string): string {
  const leader = state.people.get(initiator)?.leaderUserId ?? ''
  if (leader !== '' && leader !== initiator) return leader
  return [...state.people.values()].find(({ userId }) => userId !== initiator)?.userId ?? initiator
}
