import type { EndpointQueue, InstanceRecord } from '../domain/outbox/record.ts'
import type { Store } from '../store/contract.ts'

const PAGE = 200

type Waiting = { instanceId: string; queue: EndpointQueue }

/**
 * Changes what waits for an endpoint, instance by instance, the oldest first; only those that `isMeant`. Answers how many
 * events were in what was changed.
 */
export async function changeQueues(
  { instances, outbox }: Pick<Store, 'instances' | 'outbox'>,
  endpoint: string,
  isMeant: (queue: EndpointQueue) => boolean,
  change: (record: InstanceRecord) => InstanceRecord,
): Promise<number> {
  let events = 0
  let cursor: string | undefined
  do {
    const page: { items: readonly Waiting[]; nextCursor: string | null } = await outbox.queues({
      endpoint,
      cursor,
      limit: PAGE,
    })
    for (const { instanceId, queue } of page.items) {
      if (!isMeant(queue)) continue
      await instances.change(instanceId, (current) => ({ next: current && change(current), result: null }))
      events += queue.waiting.length
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return events
}
