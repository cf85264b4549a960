import { newActs } from '../domain/outbox/new-acts.ts'
import { announce, type TakersOf } from '../domain/webhooks/queues.ts'
import type { InstanceStore, Store } from '../store/contract.ts'

/**
 * The store, in which every act on an approval comes with what other systems are told of it, in the same atomic write.
 * Every act is a change of an instance, so no verb can forget it, nor what time and the system do.
 */
export function withEndpoints<S extends Pick<Store, 'instances'>>(store: S, takersOf: TakersOf): S {
  const { instances } = store
  const change: InstanceStore['change'] = (id, decide, lease) =>
    instances.change(
      id,
      (current, nextNumber) => {
        const decided = decide(current, nextNumber)
        const { next } = decided
        return next ? { ...decided, next: announce(next, newActs(current, next), takersOf) } : decided
      },
      lease,
    )
  return { ...store, instances: { ...instances, change } }
}
