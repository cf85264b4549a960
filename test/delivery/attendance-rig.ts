import { openSandbox } from '../../sandbox/sandbox.ts'
import { deliverNext, type Delivered } from '../../server/delivery/deliver.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { retryEffect } from '../../server/domain/outbox/retry.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { createFeishu } from '../../server/feishu/client.ts'
import type { Definition } from '../../shared/definition.ts'
import { clientOptions } from '../feishu/samples.ts'
import {
  anInitiator,
  aDefinition,
  aDefinitionRecord,
  aRecord,
  aRouteNode,
  decided,
  given,
} from '../support/builders.ts'
import { aCalendar } from '../support/calendar.ts'
import { openMemoryStore } from '../support/memory-store.ts'
import { putDefinition } from '../support/put.ts'

export type AttendanceRig = Awaited<ReturnType<typeof openAttendanceRig>>

export const label = { 'zh-CN': '字段' }
const PERIOD = { key: 'period', type: 'daterange', unit: 'halfday', label, required: true }

/** A leave by half days that is written into attendance, with other fields and rules where a test asks for them. */
export function attending(changes: Partial<Record<keyof Definition, unknown>> = {}): Definition {
  const { form } = aDefinition()
  return aDefinition({
    form: [...form, PERIOD],
    revert: 31,
    then: [{ attendance: 'leave' }],
    ...changes,
  })
}

export const FORM = {
  kind: 'annual',
  days: 1.5,
  reason: '回家',
  period: { from: '2026-11-23', fromHalf: 'pm', to: '2026-11-24', toHalf: 'pm' },
}

/** A store and a client before a sandbox over HTTP; what waits for attendance is delivered when a test asks for it. */
export async function openAttendanceRig(definition: Definition = attending(), form: object = FORM) {
  const sandbox = await openSandbox({ settings: { rateLimit: 'off' } })
  const { appId, appSecret, url, applinkUrl } = sandbox.info
  const { options } = clientOptions(url)
  const time = { now: Date.now() }
  const feishu = createFeishu({
    ...options,
    appId,
    appSecret,
    applinkUrl,
    timeoutMs: 500,
    now: () => time.now,
  })
  const store = openMemoryStore()
  await putDefinition(store, aDefinitionRecord({ definition }))
  const deps = {
    store,
    feishu: feishu.delivery,
    now: () => time.now,
    random: () => 0,
    provenFrom: () => null,
    calendar: () => aCalendar({ holidays: new Set(['2026-10-01']) }),
  }
  const { state } = sandbox.world
  const openId = (id: string) => state.people.get(id)?.openId ?? ''
  const people = Object.fromEntries(
    [...state.people.values()].map((one) => [one.userId, { openId: one.openId, name: one.name }]),
  )
  const read = async (): Promise<InstanceRecord> => {
    const found = await store.instances.read('i1')
    if (!found) throw new Error('there is no i1')
    return found
  }
  const change = async (next: (record: InstanceRecord) => InstanceRecord | undefined): Promise<void> => {
    await store.instances.change('i1', (one) => ({ next: one && next(one), result: undefined }))
  }
  return {
    sandbox,
    time,
    read,
    change,
    /** u_dev asks, and u_lead has to decide. */
    async begin(): Promise<void> {
      const initiator = anInitiator({ userId: 'u_dev', openId: openId('u_dev') })
      const { then, revert: revertDays } = definition
      const next = aRecord({
        id: 'i1',
        at: time.now,
        initiator,
        people,
        form: form as never,
        route: [aRouteNode({ approvers: ['u_lead'] })],
        ...(then && { attends: true }),
        ...(revertDays !== undefined && { revertDays }),
        ccAtEnd: [],
      })
      await store.instances.change('i1', () => ({ next, result: undefined }))
    },
    decide: (verdict: 'APPROVED' | 'REJECTED' = 'APPROVED') =>
      change((record) => decided(record, 'i1_t1', { at: (time.now += 1_000), verdict })),
    withdraw: (by = 'u_dev') =>
      change((record) => {
        const context = { at: (time.now += 1_000), by, via: 'api' } as const
        return toRecord(record, act(record.instance, 'withdraw', given(), context))
      }),
    /** One request at most. Undefined: nothing of attendance is due now. */
    async step(): Promise<Delivered | undefined> {
      const [lease] = await store.outbox.claim({
        now: time.now,
        limit: 1,
        leaseMs: 60_000,
        line: 'attendance',
      })
      if (!lease) return undefined
      const delivered = await deliverNext(deps, lease)
      await store.outbox.release(lease)
      return delivered
    },
    /** Until nothing of it waits, as time goes by; answers what became of each request. */
    async deliver(): Promise<string[]> {
      const all: string[] = []
      for (;;) {
        const delivered = await this.step()
        if (delivered && delivered.became !== 'settled') all.push(delivered.became)
        if (delivered) continue
        const dueAt = (await read()).effects.some(({ kind, parked }) => kind === 'attendance' && !parked)
          ? await store.outbox.nextDueAt('attendance')
          : null
        if (dueAt === null) return all
        time.now = Math.max(time.now + 1, dueAt)
      }
    },
    retry: async (): Promise<void> => {
      const parked = (await read()).effects.find((one) => one.parked)
      await change((record) => retryEffect(record, parked?.id ?? '', time.now))
    },
    parked: async () =>
      (await read()).effects.flatMap(({ kind, parked }) => (kind === 'attendance' && parked ? [parked] : [])),
    /** What Feishu holds. */
    held: () => [...state.attendance.values()],
    fault: (rule: Parameters<typeof sandbox.world.faults.add>[0]) => sandbox.world.faults.add(rule),
    calls: () => sandbox.world.log.entries(0, undefined).filter(({ api }) => api.startsWith('attendance.')),
  }
}

/** A required field of that type. */
export const field = (key: string, type: string, more: object = {}) => ({
  key,
  type,
  label,
  required: true,
  ...more,
})

export const formOf = (...fields: object[]) => [...aDefinition().form, ...fields]
