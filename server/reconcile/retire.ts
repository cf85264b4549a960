import type { NotRetired } from '../../shared/operator-api.ts'
import { failureText, type Failure, type FailureClass } from '../domain/outbox/answer.ts'
import type { DeliveryPort, ShownInstance } from '../feishu/port.ts'
import type { Store } from '../store/contract.ts'
import { repair } from './repair.ts'

export type RetireDeps = {
  store: Pick<Store, 'instances'>
  feishu: Pick<DeliveryPort, 'retire'>
  now: () => number
}

export type Retired = { retired: readonly string[]; notRetired: readonly NotRetired[] }

/** After these the next one may go well. */
const ABOUT_ONE: ReadonlySet<FailureClass> = new Set(['refused', 'configuration'])
const NOT_APPLIED = 'Feishu took it and did not apply it'

/**
 * Takes approvals out of Feishu's lists, for good. None that the store knows by now, and one that begins while its
 * request is under way (the same key of a request, sent again) is pushed anew. Where Feishu refuses one the others go
 * on; where it cannot be reached, or has had enough, what is left is named as not done.
 */
export async function retireAll(deps: RetireDeps, unknown: readonly ShownInstance[]): Promise<Retired> {
  const retired: string[] = []
  const notRetired: NotRetired[] = []
  let stop: Failure | null = null
  for (const one of unknown) {
    const { instanceId: instance } = one
    if (await deps.store.instances.read(instance)) continue
    if (stop) {
      notRetired.push({ instance, reason: failureText(stop) })
      continue
    }
    const answer = await retire(deps, one)
    if (answer.ok && answer.value?.instance !== 0) retired.push(instance)
    else notRetired.push({ instance, reason: answer.ok ? NOT_APPLIED : failureText(answer.failure) })
    if (!answer.ok && !ABOUT_ONE.has(answer.failure.class)) stop = answer.failure
  }
  return { retired, notRetired }
}

async function retire({ store, feishu, now }: RetireDeps, one: ShownInstance) {
  const answer = await feishu.retire(one)
  await store.instances.change(one.instanceId, (record) => ({
    next: record && repair(record, record.instance, aheadOf(record.instance.clock, one), now()),
    result: undefined,
  }))
  return answer
}

/** So that the next push replaces. */
const aheadOf = (clock: number, { instanceId, clock: theirs }: ShownInstance) => ({
  instanceId,
  clock: Math.max(clock, theirs) + 1,
  tasks: [],
})
