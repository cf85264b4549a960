import type { ReasonPolicy } from '../../shared/flow.ts'
import type { LocalizedText } from '../../shared/locale.ts'

/**
 * What can be pressed on a card or in a list (快捷审批): APPROVE, REJECT, or another system's own, which then has a name;
 * and how it asks for a reason and for files.
 */
export type QuickAction = {
  type: string
  name: LocalizedText | null
  reason: ReasonPolicy
  asksFiles: boolean
  /** How its card is settled once it is pressed; absent: only another system knows what becomes of it. */
  next?: 'APPROVED' | 'REJECTED' | undefined
}
