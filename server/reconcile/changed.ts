import type { InstanceStore } from '../store/contract.ts'

const PAGE = 1_000

/** The instances that changed at or after `from`, and when; what changes after `until` is for the next run. */
export async function changedFrom(
  instances: Pick<InstanceStore, 'changedSince'>,
  from: number,
  until: number,
): Promise<Map<string, number>> {
  const changedAt = new Map<string, number>()
  let cursor = from
  let limit = PAGE
  for (;;) {
    const page = await instances.changedSince(cursor, limit)
    for (const { id, updatedAt } of page) changedAt.set(id, updatedAt)
    const last = page.at(-1)
    if (!last || page.length < limit || last.updatedAt > until) return changedAt
    // More than a page changed in one millisecond: only a larger one gets past it.
    if (last.updatedAt === cursor) limit *= 2
    cursor = last.updatedAt
  }
}
