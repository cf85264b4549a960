import type { Act, Outcome } from '../domain/act.ts'
import { toRecord } from '../domain/effects.ts'
import type { AppError } from '../domain/errors.ts'
import { assertGrowth } from '../domain/growth.ts'
import type { Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/record.ts'
import type { UseCaseContext } from './context.ts'

/** The record as it is now, and what was added to its history; null: nothing. */
export type Committed = { record: InstanceRecord; act: Act | null }

/**
 * Does something to an instance, and stores in one atomic write what it comes to with all that Feishu has to be told
 * of it. What is no change writes nothing. `absent` is thrown when there is no such instance, `too_much_said` when
 * people have added to it more than it has room for.
 */
export async function commit(
  { store }: Pick<UseCaseContext, 'store'>,
  id: string,
  absent: () => AppError,
  run: (instance: Instance) => Outcome,
): Promise<Committed> {
  return store.instances.change<Committed>(id, (current) => {
    if (!current) throw absent()
    const outcome = run(current.instance)
    const { act } = outcome
    if (!act) return { result: { record: current, act } }
    assertGrowth(current.history, act)
    const record = toRecord(current, outcome)
    return { next: record, result: { record, act } }
  })
}
