import { aCalendar } from '../support/calendar.ts'
import { openSandbox } from '../../sandbox/sandbox.ts'
import { deliverNext, type Delivered } from '../../server/delivery/deliver.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { createFeishu } from '../../server/feishu/client.ts'
import { anInitiator, aDefinition, aDefinitionRecord, aRecord, aRouteNode } from '../support/builders.ts'
import { openMemoryStore } from '../support/memory-store.ts'
import { putDefinition } from '../support/put.ts'
import { clientOptions } from '../feishu/samples.ts'

export type SandboxRig = Awaited<ReturnType<typeof openSandboxRig>>

type World = Awaited<ReturnType<typeof openSandbox>>['world']
type Held = NonNullable<ReturnType<World['state']['instances']['get']>>

/** A store and a client before a sandbox over HTTP; deliveries happen one by one, when a test asks for them. */
export async function openSandboxRig() {
  const sandbox = await openSandbox({ settings: { rateLimit: 'off', rules: 'documented' } })
  const { appId, appSecret, url, applinkUrl } = sandbox.info
  const { options } = clientOptions(url)
  const feishu = createFeishu({ ...options, appId, appSecret, applinkUrl })
  const registered = await feishu.definitions.apply(aDefinition(), 'live', null)
  if (!registered.ok) throw new Error(registered.failure.message)
  const store = openMemoryStore()
  await putDefinition(store, aDefinitionRecord(registered.value))
  const time = { now: Date.now(), provenFrom: 0 as number | null }
  const deps = {
    store,
    feishu: feishu.delivery,
    now: () => time.now,
    random: () => 0,
    provenFrom: () => time.provenFrom,
    calendar: () => aCalendar(),
  }
  const { state } = sandbox.world
  const people = Object.fromEntries(
    [...state.people.values()].map(({ userId, openId, name }) => [userId, { openId, name }]),
  )
  const department = { departmentId: 'dept_rd', openDepartmentId: 'od-rd', name: '产品研发部' }

  const record = async (id = 'i1'): Promise<InstanceRecord> => {
    const found = await store.instances.read(id)
    if (!found) throw new Error(`no instance ${id}`)
    return found
  }
  const change = async (next: (record: InstanceRecord) => InstanceRecord, id = 'i1'): Promise<void> => {
    time.now += 1_000
    await store.instances.change(id, (one) => ({ next: one && next(one), result: undefined }))
  }
  return {
    sandbox,
    feishu,
    store,
    time,
    record,
    change,
    /** u_dev asks, u_lead decides, then u_hr; u_qa is told at the start. */
    async begin(id = 'i1'): Promise<void> {
      const initiator = anInitiator({ userId: 'u_dev', openId: people['u_dev']?.openId ?? '', department })
      const route = [
        aRouteNode({ approvers: ['u_lead'] }),
        aRouteNode({ id: 'hr', mode: 'all', approvers: ['u_hr'] }),
      ]
      const next = aRecord({ id, at: time.now, initiator, people, route, ccAtStart: ['u_qa'], ccAtEnd: [] })
      await store.instances.change(id, () => ({ next, result: undefined }))
    },
    /** What became of everything that waits, in its order; `after` each. */
    async deliver(after: (delivered: Delivered) => unknown = () => undefined): Promise<Delivered[]> {
      const all: Delivered[] = []
      for (;;) {
        const claim = { now: time.now, limit: 1, leaseMs: 60_000, line: 'todos' } as const
        const [lease] = await store.outbox.claim(claim)
        if (lease) {
          const delivered = await deliverNext(deps, lease)
          if (delivered) all.push(delivered)
          if (delivered) await after(delivered)
          await store.outbox.release(lease)
          continue
        }
        const dueAt = await store.outbox.nextDueAt('todos')
        if (dueAt === null) return all
        time.now = Math.max(time.now + 1, dueAt)
      }
    },
    /** Changes what Feishu holds, behind everybody's back. */
    spoil(edit: (held: Held) => void, id = 'i1'): void {
      const held = state.instances.get(id)
      if (!held) throw new Error(`Feishu holds no ${id}`)
      const next = structuredClone(held)
      edit(next)
      state.instances.put(next.id, next)
    },
    /** What Feishu holds, as far as a record can say it. */
    held: (id = 'i1') => viewOf(state.instances.get(id)),
    pushes: () => sandbox.world.log.entries(0, 'instance.sync').length,
  }
}

function viewOf(held: Held | undefined) {
  return {
    clock: Number(held?.wire.update_time),
    tasks: Object.values(held?.tasks ?? {}).map(({ wire }) => [
      wire.task_id,
      wire.status,
      Number(wire.update_time),
    ]),
    ccs: Object.values(held?.ccs ?? {}).map(({ wire }) => [
      wire.cc_id,
      wire.read_status,
      Number(wire.update_time),
    ]),
  }
}

/** The same of a record. */
export const sayOf = ({ instance }: InstanceRecord) => ({
  clock: instance.clock,
  tasks: instance.tasks.map(({ id, status, clock }) => [id, status, clock]),
  ccs: instance.cc.map(({ id, readAt, clock }) => [id, readAt === null ? 'UNREAD' : 'READ', clock]),
})
