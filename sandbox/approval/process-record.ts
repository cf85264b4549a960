import type { StoredInstance } from '../store/records.ts'
import type { Push } from './read-push.ts'

type Counts = { insert_num: number; update_num: number; delete_num: number }
export type ProcessRecord = { instance: Counts; task: Counts; cc: Counts }

const NOTHING: Counts = { insert_num: 0, update_num: 0, delete_num: 0 }

/**
 * What a push really changed. The SDK's types name it in the answer to 同步三方审批实例, no page describes it: read
 * here as counts of what was added, renewed and removed. REPLACE renews whatever it names.
 */
export function toProcessRecord(
  held: StoredInstance | undefined,
  next: StoredInstance | undefined,
  { mode }: Pick<Push, 'mode'>,
): ProcessRecord {
  if (!next) return { instance: NOTHING, task: NOTHING, cc: NOTHING }
  const isNew = !held
  return {
    instance: { insert_num: isNew ? 1 : 0, update_num: isNew ? 0 : 1, delete_num: 0 },
    task: count(held?.tasks ?? {}, next.tasks, mode),
    cc: count(held?.ccs ?? {}, next.ccs, mode),
  }
}

function count(
  held: Readonly<Record<string, object>>,
  next: Readonly<Record<string, object>>,
  mode: Push['mode'],
): Counts {
  const ids = Object.keys(next)
  const known = ids.filter((id) => held[id])
  // UPDATE keeps the very entry that it does not renew.
  const renewed = mode === 'REPLACE' ? known : known.filter((id) => held[id] !== next[id])
  return {
    insert_num: ids.length - known.length,
    update_num: renewed.length,
    delete_num: Object.keys(held).filter((id) => !next[id]).length,
  }
}
