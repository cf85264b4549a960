import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { Store } from '../store/contract.ts'
import { comparabilityOf, type Comparability } from './repair.ts'

/** Changes the record unless it has become otherwise meanwhile. True when it was changed. */
export function changeWhile(
  store: Pick<Store, 'instances'>,
  id: string,
  comparability: Comparability,
  edit: (record: InstanceRecord) => InstanceRecord | undefined,
): Promise<boolean> {
  return store.instances.change(id, (current) => {
    const next = current && comparabilityOf(current) === comparability ? edit(current) : undefined
    return { next, result: next !== undefined }
  })
}
