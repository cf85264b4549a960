import type { CompleteReason } from '../../../shared/status.ts'
import type { Instance, Task } from '../instance.ts'

/** The words that settle a card (更新审批 Bot 消息); CUSTOM is left out, its texts would be ours to translate. */
export type CardStatus =
  'APPROVED' | 'REJECTED' | 'CANCELLED' | 'FORWARDED' | 'ROLLBACK' | 'ADD' | 'DELETED' | 'PROCESSED'

// A Record, so a new reason does not compile until it is decided what its card shows.
const STATUS_OF: Record<CompleteReason, CardStatus> = {
  approved: 'APPROVED',
  rejected: 'REJECTED',
  recall: 'CANCELLED',
  forward: 'FORWARDED',
  forward_resign: 'FORWARDED',
  admin_forward: 'FORWARDED',
  system_forward: 'FORWARDED',
  specific_rollback: 'ROLLBACK',
  add: 'ADD',
  add_pre: 'ADD',
  // They approved with it.
  add_post: 'APPROVED',
  delete: 'DELETED',
  delete_assignee: 'PROCESSED',
  node_auto_reject: 'REJECTED',
  auto_skip: 'PROCESSED',
  manual_skip: 'PROCESSED',
  submit_again: 'PROCESSED',
  restart: 'PROCESSED',
  others: 'PROCESSED',
}

const STATUS_WITHOUT_REASON: Partial<Record<Task['status'], CardStatus>> = {
  APPROVED: 'APPROVED',
  REJECTED: 'REJECTED',
  TRANSFERRED: 'FORWARDED',
}

/** What the card of a task has to show; null while the task is open. */
export function cardStatusOf(
  task: Pick<Task, 'status' | 'completeReason'>,
  instance: Pick<Instance, 'status'>,
): CardStatus | null {
  if (task.status === 'PENDING') return null
  if (task.completeReason !== null) return STATUS_OF[task.completeReason]
  // Another system need not say why: then how it ended says it.
  const said = STATUS_WITHOUT_REASON[task.status]
  if (said) return said
  // Or what became of the whole.
  if (instance.status === 'CANCELED') return 'CANCELLED'
  return instance.status === 'DELETED' ? 'DELETED' : 'PROCESSED'
}
