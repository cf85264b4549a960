import type { AttendanceKind } from '../../../shared/attendance/rule.ts'
import type { MessageKind } from '../../../shared/settings.ts'
import type { Act } from '../act.ts'
import type { Instance } from '../instance.ts'

/**
 * A way to tell Feishu something; `settle_card` and `send_card` are about one task's card, `send_message` about none.
 * `attendance`: what attendance holds has to be as the approval is.
 */
export type EffectKind = 'sync' | 'send_card' | 'settle_card' | 'send_message' | 'attendance'

/** Lists and cards, which people wait for, messages, which tell them something, and attendance: none holds up another. */
export const LINES = ['todos', 'messages', 'attendance'] as const
export type Line = (typeof LINES)[number]

/** All that Feishu is told; `letters`: what sources say to people themselves (domain/letters/letter.ts). */
export const FEISHU_LINES = [...LINES, 'letters'] as const
export type FeishuLine = (typeof FEISHU_LINES)[number]

/** What one endpoint is told. Each has a line of its own, so that none holds up another, nor any of these Feishu. */
export type EndpointLine = `endpoint ${string}`
export type OutboxLine = FeishuLine | EndpointLine

/**
 * `unclear`: whether Feishu took it cannot be told; `configuration`: a setting on Feishu's side is wrong;
 * `refused`: Feishu will never take it; `not_applied`: it takes it and does not do all of it; `expired`: it is too
 * late for it.
 */
export type ParkCause = 'unclear' | 'configuration' | 'refused' | 'not_applied' | 'expired'

/** Why an effect was given up, with all that is needed to tell what happened. Secrets are taken out of `payload`. */
export type Parked = {
  at: number
  cause: ParkCause
  reason: string
  code: number | null
  logId: string | null
  payload: unknown
  /** When it is tried again by itself (a wrong setting may have been mended); null: an operator has to ask for it. */
  probeAt: number | null
}

/** What one person is told once. Its words are those of an act, so that nothing is said twice here. */
export type Message = {
  kind: MessageKind
  to: string
  /** The act's place in the history. */
  act: number
  /** As with a card: the same for every attempt. */
  uuid: string
  /** As with a card. */
  firstTriedAt: number | null
}

/**
 * Something Feishu still has to be told. Its payload is made from the record at the time of sending, so
 * one waiting sync stands for every change before it. Gone once Feishu has taken it.
 */
export type Effect = {
  /** `<instance id>.<n>` */
  id: string
  kind: EffectKind
  taskId: string | null
  /** Of `send_message`. */
  message?: Message | undefined
  /** Of `attendance`: the one record that it is about; absent until it is clear which there are. */
  entry?: string | undefined
  /** Who caused it, in whose turn it is delivered: a person, or a system (`serviceTurn`); absent: whoever started the instance. */
  by?: string | undefined
  createdAt: number
  attempts: number
  nextTryAt: number
  lastError: string | null
  logId: string | null
  parked: Parked | null
}

/**
 * What one endpoint, or the source, still has to be told of an approval, in this order: the next waits for the one before. Gone once
 * it has taken all of it.
 */
export type EndpointQueue = {
  endpoint: string
  /** Numbers of events (domain/webhooks/told-event.ts) or of presses (domain/mirror/press-queue.ts), each once, in order. */
  waiting: readonly number[]
  /** Of the first one, like `nextTryAt` and `lastError`. */
  attempts: number
  nextTryAt: number
  lastError: string | null
  /** As of an effect. */
  by?: string | undefined
}

/** What we know of one card 1008 in a person's chat. */
export type Card = {
  taskId: string
  /** Feishu's idempotency id: the same for every attempt, ≤ 64 characters. */
  uuid: string
  /** Set, durably, before the first request leaves: an unclear outcome may be repeated for a while only (domain/outbox/retry.ts). */
  firstTriedAt: number | null
  /** A decimal int64, kept as text to the byte. */
  messageId: string | null
  sentAt: number | null
  /** The status Feishu took for it. */
  settledAs: string | null
}

/** What cards are sent and settled from. */
export type Carrier = {
  cards: readonly Card[]
  /** In the order in which Feishu has to be told. */
  effects: readonly Effect[]
}

/**
 * What is known of one record of attendance. `tried`: a request to write it left, and nobody knows what became of it;
 * `there`: Feishu has it; `leaving`: a request to take it back left; `gone`: it is taken back.
 */
export type Attended = {
  /** Feishu's idempotent_id. */
  id: string
  kind: AttendanceKind
  userId: string
  state: 'tried' | 'there' | 'leaving' | 'gone'
  /** When the first request to write it left, and the last; durable before they do. */
  firstTriedAt: number
  lastTriedAt: number
  /** Feishu's own id; null where its answer did not say. */
  approvalId: string | null
}

/** `sent`: of the very words; `meant`: with every person as user_id. */
export type RequestDigests = { sent: string; meant: string }

/** The unit of consistency: one instance with its history, cards and waiting effects, saved in one atomic write. */
export type InstanceRecord = Carrier & {
  schema: 3
  instance: Instance
  history: readonly Act[]
  /** Of those that wait for something, in no order; absent until there was one. */
  queues?: readonly EndpointQueue[] | undefined
  /** What was written into attendance, or may have been; absent until there was something. */
  attendance?: readonly Attended[] | undefined
  /** How many effects there ever were: numbers the next one. */
  effectCount: number
  /** The instance clock that Feishu took last; null before the first time. */
  pushedClock: number | null
  /** Greater ones, of pushes that failed and may have arrived all the same. */
  sentClocks?: readonly number[] | undefined
  /** Digests of the request that started it, for whoever sends it again under its key; older records have none. */
  request?: RequestDigests | undefined
  /**
   * Set: the next push replaces what Feishu holds, as this store was restored from an older state, as Feishu did not
   * apply a push, or as there was no room to tell it of a task that ended. Gone once it has.
   */
  repairBy?: 'REPLACE' | undefined
  /** When a push that replaces left, durable before it does; gone with an answer that tells what became of it. */
  replaceLeftAt?: number | undefined
}
