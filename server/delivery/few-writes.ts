import { createConcurrencyLimit } from '../runtime/concurrency-limit.ts'
import type { InstanceStore, LetterStore, Store } from '../store/contract.ts'

/**
 * So few that a callback, for which somebody waits, never has a long row of them before it on the disk; and one of each
 * person in turn, as hundreds of one person's may wait for a slow one.
 */
const WRITES_AT_ONCE = 2

/** The store, whose changes of instances wait for each other. */
export function withFewWrites<S extends Pick<Store, 'instances'> & Partial<Pick<Store, 'letters'>>>(
  store: S,
): S {
  const { instances, letters } = store
  const limit = createConcurrencyLimit(WRITES_AT_ONCE)
  const change: InstanceStore['change'] = (id, decide, lease) =>
    limit(() => instances.change(id, decide, lease), lease?.by)
  const changeLetter: LetterStore['change'] | undefined =
    letters && ((id, decide, lease) => limit(() => letters.change(id, decide, lease), lease?.by))
  return {
    ...store,
    instances: { ...instances, change },
    ...(letters && { letters: { ...letters, change: changeLetter } }),
  }
}
