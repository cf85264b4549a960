import type { Act, Outcome } from '../domain/act.ts'
import type { DelegateOf } from '../domain/engine/delegation.ts'
import { toRecord } from '../domain/outbox/effects.ts'
import type { AppError } from '../domain/errors.ts'
import { assertGrowth } from '../domain/engine/growth.ts'
import type { Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { Change, NextNumber } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'
import { createDelegates } from './delegates.ts'

/** The record as it is now, and what was added to its history; null: nothing. */
export type Committed = { record: InstanceRecord; act: Act | null }

/** What is done to an instance. It may run several times before it counts. */
export type DomainRun = (instance: Instance, delegateOf: DelegateOf) => Outcome

/**
 * Does something to an instance, and stores in one atomic write what it comes to with all that Feishu has to be told
 * of it. What is no change writes nothing. `absent` is thrown when there is no such instance, `too_much_said` when
 * people have added to it more than it has room for.
 */
export function commit(
  ctx: Pick<UseCaseContext, 'store'>,
  id: string,
  absent: () => AppError,
  run: DomainRun,
): Promise<Committed> {
  return changeWithDelegates<Committed>(ctx, id, (current, delegateOf) => {
    if (!current) throw absent()
    const outcome = run(current.instance, delegateOf)
    const { act } = outcome
    if (!act) return { result: { record: current, act } }
    assertGrowth(current.history, act)
    const record = toRecord(current, outcome)
    return { next: record, result: { record, act } }
  })
}

/** As `change` of the store, for what asks who stands in for whom. */
export async function changeWithDelegates<T>(
  ctx: Pick<UseCaseContext, 'store'>,
  id: string,
  decide: (current: InstanceRecord | undefined, delegateOf: DelegateOf, nextNumber: NextNumber) => Change<T>,
): Promise<T> {
  const delegates = createDelegates(ctx)
  for (;;) {
    const done = await ctx.store.instances.change<Done<T> | undefined>(id, (current, nextNumber) => {
      const change = delegates.attempt((delegateOf) => decide(current, delegateOf, nextNumber))
      return change ? { next: change.next, result: { value: change.result } } : { result: undefined }
    })
    if (done) return done.value
    await delegates.read()
  }
}

type Done<T> = { value: T }
