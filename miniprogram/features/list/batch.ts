import type { InstanceItem } from '../../../shared/responses.ts'
import { ApiFailure } from '../../client/failure.ts'
import { keyOf } from './list-state.ts'

export type BatchResult = { done: string[]; failed: { key: string; error: unknown }[]; stopped: boolean }

/**
 * Decides one after the other, so that each is answered for itself. What the server refuses is told and passed over;
 * without a connection the rest stays as it is.
 */
export async function decideEach(
  items: readonly InstanceItem[],
  decide: (taskId: string) => Promise<unknown>,
  progress: (count: number) => void,
): Promise<BatchResult> {
  const result: BatchResult = { done: [], failed: [], stopped: false }
  for (const item of items) {
    progress(result.done.length + result.failed.length + 1)
    try {
      if (item.task) await decide(item.task.id)
      result.done.push(keyOf(item))
    } catch (error) {
      result.failed.push({ key: keyOf(item), error })
      // Without a status nothing was decided: no connection, or another person.
      if (!(error instanceof ApiFailure) || error.status === 0) return { ...result, stopped: true }
    }
  }
  return result
}

/** Whether deciding all of these needs words, may take some, or takes none. */
export function commonReason(items: readonly InstanceItem[]): 'required' | 'optional' | 'none' {
  const reasons = items.flatMap(({ task }) => (task ? [task.reason] : []))
  if (reasons.includes('required')) return 'required'
  return reasons.includes('optional') ? 'optional' : 'none'
}
