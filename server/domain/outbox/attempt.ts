import type { Sent } from './answer.ts'
import type { Plan } from './planned.ts'
import type { AppliedPush } from './proof.ts'

/** A request that was made for an effect, and its answer. */
export type Attempt = SyncAttempt | CardAttempt | WriteAttempt | TakeBackAttempt | OtherAttempt

type Of<D extends Plan['do'], T> = { effectId: string; plan: Extract<Plan, { do: D }>; answer: Sent<T> }
/** Null: Feishu does not say what it applied. */
export type SyncAttempt = Of<'sync', AppliedPush | null>
export type CardAttempt = Of<'send_card', { messageId: string | null }>
export type WriteAttempt = Of<'write_attendance', { approvalId: string | null }>
export type TakeBackAttempt = Of<'take_back_attendance', 'gone' | 'nowhere'>
type OtherAttempt = Of<'settle_card' | 'send_message', null>
