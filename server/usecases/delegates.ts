import { delegatesIn, type DelegateOf } from '../domain/delegation.ts'
import type { UseCaseContext } from './context.ts'

/** Who stands in for whom, read before a change: the change itself is synchronous. */
export async function readDelegates({ store, now }: UseCaseContext): Promise<DelegateOf> {
  return delegatesIn(await store.settings.delegating(now()))
}
