import { toRecord } from '../domain/effects.ts'
import { assertGrowth } from '../domain/growth.ts'
import type { AppError } from '../domain/errors.ts'
import type { HistoryEntry, Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/record.ts'
import type { Outcome } from '../domain/recorder.ts'
import type { UseCaseContext } from './context.ts'

/** What a command came to: the record as it is now, and what was added to its history. */
export type Committed = { record: InstanceRecord; entries: readonly HistoryEntry[] }

/**
 * Runs a command on an instance, and stores in one atomic write what it comes to with all that Feishu has to be told
 * of it. A command without entries writes nothing. `absent` is thrown when there is no such instance, `too_much_said`
 * when people have added to it more than it has room for.
 */
export async function commit(
  { store }: Pick<UseCaseContext, 'store'>,
  id: string,
  absent: () => AppError,
  command: (instance: Instance) => Outcome,
): Promise<Committed> {
  return store.instances.change<Committed>(id, (current) => {
    if (!current) throw absent()
    const outcome = command(current.instance)
    const { entries } = outcome
    if (entries.length === 0) return { result: { record: current, entries } }
    assertGrowth(current.history, entries)
    const record = toRecord(current, outcome)
    return { next: record, result: { record, entries } }
  })
}
