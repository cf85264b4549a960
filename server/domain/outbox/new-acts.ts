import type { Act } from '../act.ts'
import type { InstanceRecord } from './record.ts'

/** What a change adds to the history. Most changes are deliveries, which add nothing. */
export function newActs(
  current: InstanceRecord | undefined,
  next: InstanceRecord | undefined,
): readonly Act[] {
  if (!next || next.history === current?.history) return []
  const known = new Set(current?.history)
  // How it began is never replaced: the record was written anew under another user_id, and nobody did anything.
  if (current && next.history[0] && !known.has(next.history[0])) return []
  return next.history.filter((act) => !known.has(act))
}
