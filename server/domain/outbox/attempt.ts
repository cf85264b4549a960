import type { Sent } from './answer.ts'
import type { Plan, SettlePlan } from './planned.ts'
import type { AppliedPush } from './proof.ts'

/** A request that was made for an effect, and its answer. */
export type Attempt =
  SyncAttempt | SendAttempt | Of<'settle_card', null> | MessageAttempt | WriteAttempt | TakeBackAttempt

type Of<D extends Plan['do'], T> = { effectId: string; plan: Extract<Plan, { do: D }>; answer: Sent<T> }
/** Null: Feishu does not say what it applied. */
export type SyncAttempt = Of<'sync', AppliedPush | null>
export type SendAttempt = Of<'send_card', { messageId: string | null }>
export type MessageAttempt = Of<'send_message', null>
export type WriteAttempt = Of<'write_attendance', { approvalId: string | null }>
export type TakeBackAttempt = Of<'take_back_attendance', 'gone' | 'nowhere'>

type SettleAttempt = { effectId: string; plan: SettlePlan; answer: Sent<null> }

/** A request about a card, whoever settles it as what. */
export type CardAttempt = SendAttempt | SettleAttempt
