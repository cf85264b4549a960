import { mirror } from '../../server/domain/mirror/mirror.ts'
import type { Push } from '../../server/domain/mirror/pushed.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { context } from '../domain/mirror/pushes.ts'
import type { Rig } from './rig.ts'

/** What a source says of one of its approvals, taken as the server takes it. */
export async function pushTo(rig: Rig, id: string, push: Push): Promise<void> {
  await rig.store().instances.change(id, (record) => {
    const given = context({ id, definition: { code: 'leave', version: 1 }, at: rig.clock.now() })
    const outcome = mirror(record?.instance, push, given)
    return { next: outcome.act ? toRecord(record, outcome) : undefined, result: undefined }
  })
}
