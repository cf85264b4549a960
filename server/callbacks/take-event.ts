import type { TakeEvent } from './event-message.ts'

export type EventTaker = {
  take: TakeEvent
  /** When Feishu last told anything that was taken, epoch ms; null: not since the start. */
  lastAt: () => number | null
}

/** Gives each kind to whoever knows it. What nobody here asked for is acknowledged, or Feishu would send it again. */
export function createEventTaker(takers: Readonly<Record<string, TakeEvent>>, now: () => number): EventTaker {
  let last: number | null = null
  return {
    take: async (told) => {
      const take = Object.hasOwn(takers, told.type) ? takers[told.type] : undefined
      const reply = take ? await take(told) : { status: 200, body: {} }
      if (reply.status === 200) last = now()
      return reply
    },
    lastAt: () => last,
  }
}
