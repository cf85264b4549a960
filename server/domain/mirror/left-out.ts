import { isOpen } from '../instance.ts'
import type { InstanceRecord } from '../outbox/record.ts'

/**
 * Where Feishu's 300 tasks leave no room for one that the source names no more, and Feishu was not told that it ended,
 * the next push replaces all that it holds.
 */
export function replacingLeftOut(before: InstanceRecord | undefined, after: InstanceRecord): InstanceRecord {
  if (!before) return after
  const told = before.pushedClock ?? 0
  const kept = new Set(after.instance.tasks.map(({ id }) => id))
  const isUntold = before.instance.tasks.some(
    (task) => !kept.has(task.id) && (isOpen(task) || task.clock > told),
  )
  return isUntold ? { ...after, repairBy: 'REPLACE' } : after
}
