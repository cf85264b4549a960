import type { AttendanceEntry } from '../attendance/entries.ts'
import type { Notice, Receiver } from '../messages.ts'
import type { CardStatus } from './card-status.ts'
import type { Expected } from './proof.ts'
import type { Attended, Card, InstanceRecord } from './record.ts'

/** The request to make for an effect. */
export type Plan =
  | { do: 'sync'; clock: number; mode: 'UPDATE' | 'REPLACE'; expected: Expected | null }
  /** `first`: no request for this card has ever left before. */
  | { do: 'send_card'; card: Card; first: boolean }
  | { do: 'settle_card'; taskId: string; messageId: string; status: CardStatus }
  /** `first` as above. */
  | { do: 'send_message'; notice: Notice; first: boolean }
  /** `first` as above. */
  | { do: 'write_attendance'; entry: AttendanceEntry; first: boolean }
  /** `looks`: whether it is there still is asked first. */
  | { do: 'take_back_attendance'; attended: Attended; looks: boolean }

/** Settles a card as whatever word there is for it. */
export type SettlePlan = Omit<Extract<Plan, { do: 'settle_card' }>, 'status'> & { status: string }

export type CardPlan = Extract<Plan, { do: 'send_card' }> | SettlePlan

/**
 * What is to be done for an effect. `next` has to be durable before the request leaves; without a `plan` there
 * is nothing to send, and `next` says what became of the effect.
 */
export type Planned = { next?: InstanceRecord; plan?: Plan }

export type PlanFacts = {
  now: number
  /** False until Feishu has taken the definition: nothing can be said about an instance of it before. */
  registered: boolean
  /**
   * Of what was queued up to then a push may have left that nobody here knows of; null: Feishu's counts of what it
   * applied are not believed.
   */
  provenFrom: number | null
  /** Of a message. */
  receiver?: Receiver | undefined
  /** Of attendance: what is written of an approval that is approved. */
  attendance?: readonly AttendanceEntry[] | undefined
  /** People find their to-dos in Feishu's lists alone: no new card leaves. */
  withoutCards?: boolean | undefined
}
