import { delegatesIn, type DelegateOf } from '../domain/engine/delegation.ts'
import type { PersonSettings } from '../domain/settings.ts'
import type { UseCaseContext } from './context.ts'

/**
 * Who stands in for whom, of those alone about whom the engine asks. It asks in the middle of a change, which cannot
 * wait: so what it could not be told is read after that, and the change is tried anew.
 */
export type Delegates = {
  /** Undefined: somebody has to be read first. What it did until then counts for nothing, an error included. */
  attempt: <T>(run: (delegateOf: DelegateOf) => T) => T | undefined
  read: (userIds?: Iterable<string>) => Promise<void>
}

export function createDelegates({ store }: Pick<UseCaseContext, 'store'>): Delegates {
  const known = new Map<string, PersonSettings | undefined>()
  let missing = new Set<string>()
  const delegateOf: DelegateOf = (userId, definition, at) => {
    if (!known.has(userId)) missing.add(userId)
    const settings = known.get(userId)
    return settings && delegatesIn([settings])(userId, definition, at)
  }
  return {
    attempt(run) {
      missing = new Set()
      try {
        const result = run(delegateOf)
        return missing.size > 0 ? undefined : result
      } catch (error) {
        if (missing.size > 0) return undefined
        throw error
      }
    },
    async read(userIds = missing) {
      const ids = [...userIds].filter((userId) => !known.has(userId))
      const found = await Promise.all(ids.map((userId) => store.settings.read(userId)))
      for (const [at, userId] of ids.entries()) known.set(userId, found[at])
    },
  }
}

/** Runs what changes nothing by itself. `first`: those about whom it will ask, as far as that is known. */
export async function withDelegates<T extends object>(
  ctx: Pick<UseCaseContext, 'store'>,
  run: (delegateOf: DelegateOf) => T,
  first: Iterable<string> = [],
): Promise<T> {
  const delegates = createDelegates(ctx)
  await delegates.read(first)
  for (;;) {
    const result = delegates.attempt(run)
    if (result) return result
    await delegates.read()
  }
}
