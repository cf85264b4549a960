import { z } from 'zod'
import type { PushCounts } from '../../domain/outbox/proof.ts'

// What is left out is nought: the types of the SDK name every part as optional.
const Count = z.int().nonnegative().nullish()
const Counts = z.object({ insert_num: Count, update_num: Count }).nullish()

const SyncAnswer = z.object({
  data: z.object({ process_record: z.object({ instance: Counts, task: Counts, cc: Counts }) }),
})

/**
 * What of a push Feishu applied (同步三方审批实例; `process_record` stands in the SDK's types since December 2025 and on no
 * page). Null where the answer does not say so, or not in this form: it is a success all the same.
 */
export function readApplied(body: unknown): PushCounts | null {
  const { data } = SyncAnswer.safeParse(body)
  if (!data) return null
  const { instance, task, cc } = data.data.process_record
  if (!instance && !task && !cc) return null
  return { instance: sumOf(instance), tasks: sumOf(task), ccs: sumOf(cc) }
}

const sumOf = (counts: z.infer<typeof Counts>): number =>
  (counts?.insert_num ?? 0) + (counts?.update_num ?? 0)
