import type { Press } from '../../domain/mirror/pressed.ts'
import type { InstanceRecord } from '../../domain/outbox/record.ts'
import type { Store } from '../../store/contract.ts'
import { approvalCodeIn } from './approval-codes.ts'
import { readCallback } from './callback-of-kind.ts'

/**
 * Where a source is told of a press, by what it knows that we tell it, and as what it knows the thing that was pressed.
 * A definition gives one for each entry of a list and each card of the bridge's; a card that the source sent itself
 * brings its own.
 */
export type PressTarget = {
  url: string
  token: string | null
  /** Set: the body is encrypted with it. */
  key: string | null
  /** `action_context`, to the byte; null: none. */
  context: string | null
  /** What the source was answered for its definition; null: a card knows none. */
  approvalCode: string | null
  instanceId?: string | undefined
  taskId?: string | undefined
  /** A decimal int64, as text to the byte. */
  messageId?: string | undefined
}

/** Undefined: the source named no address for presses. */
export async function targetOf(
  { notes }: Pick<Store, 'notes'>,
  { instance: { mirror, definition } }: Pick<InstanceRecord, 'instance'>,
  { theirTask, context }: Press,
): Promise<PressTarget | undefined> {
  const callback = await readCallback({ notes }, definition.code)
  if (!mirror || !callback) return undefined
  return {
    ...callback,
    context,
    approvalCode: approvalCodeIn(mirror.source, definition.code),
    instanceId: mirror.externalId,
    taskId: theirTask,
  }
}
