import type { StoredInstance, Version } from '../store/records.ts'
import type { Oracle } from './oracle.ts'

/** R7: what people see of an instance never goes back. */
export function watchView(
  oracle: Oracle,
  before: StoredInstance | undefined,
  after: StoredInstance,
  version: Version,
): void {
  oracle.checked('applied versions')
  const violated = (what: string, detail: Record<string, unknown>): void => {
    oracle.violated('R7', what, {
      instance_id: after.id,
      version: version.number,
      mode: version.mode,
      ...detail,
    })
  }
  const newTask = Object.entries(after.tasks).some(
    ([id, task]) => task.wire.status === 'PENDING' && !before?.tasks[id],
  )
  if (before) {
    const [was, is] = [Number(before.wire.update_time), Number(after.wire.update_time)]
    if (is < was) violated('a lower clock replaced a higher one', { was, is })
    // A resubmitted instance opens again, and brings a new task with it.
    if (before.wire.status !== 'PENDING' && after.wire.status === 'PENDING' && !newTask) {
      violated('an ended instance went back to PENDING', { was: before.wire.status })
    }
  }
  for (const [id, { wire }] of Object.entries(before?.tasks ?? {})) {
    const now = after.tasks[id]
    oracle.checked('task transitions')
    if (!now) {
      if (wire.status !== 'PENDING') violated('an ended task disappeared', { task_id: id, was: wire.status })
      continue
    }
    if (wire.status !== 'PENDING' && now.wire.status !== wire.status) {
      violated('an ended task changed its status', { task_id: id, was: wire.status, is: now.wire.status })
    }
    if (Number(now.wire.update_time ?? 0) < Number(wire.update_time ?? 0)) {
      violated('a lower task clock replaced a higher one', { task_id: id })
    }
  }
  if (after.wire.status === 'PENDING') return
  for (const [id, { wire }] of Object.entries(after.tasks)) {
    if (wire.status === 'PENDING')
      violated('an ended instance holds a PENDING task', { task_id: id, status: after.wire.status })
  }
}
