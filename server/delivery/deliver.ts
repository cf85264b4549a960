import type { MutableKind } from '../../shared/settings.ts'
import { attendanceOf } from '../domain/attendance/entries.ts'
import type { Calendar } from '../domain/calendar.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { dueEffect } from '../domain/outbox/effects.ts'
import { starterOf } from '../domain/starter.ts'
import type { Receiver } from '../domain/messages.ts'
import type { Effect, InstanceRecord, Line, Message } from '../domain/outbox/record.ts'
import type { Failure } from '../domain/outbox/answer.ts'
import { pictureOf } from '../domain/picture-of.ts'
import type { Picture } from '../domain/picture.ts'
import type { DeliveryPort } from '../feishu/port.ts'
import type { Lease, Store } from '../store/contract.ts'
import type { Attempt } from '../domain/outbox/attempt.ts'
import { afterAnswer } from '../domain/outbox/outcome.ts'
import type { Recorded } from '../domain/outbox/recorded.ts'
import type { Plan } from '../domain/outbox/planned.ts'
import { planFor } from '../domain/outbox/plan.ts'
import { guarded } from './guarded.ts'

export type DeliverDeps = {
  store: Pick<Store, 'instances' | 'definitions' | 'settings'>
  feishu: DeliveryPort
  now: () => number
  /** In [0, 1). */
  random: () => number
  /** `PlanFacts.provenFrom` */
  provenFrom: () => number | null
  /** When people work, and where: what attendance is told goes by it. */
  calendar: () => Promise<Calendar>
  thrift?: Thrift
}

/** What is left out to save calls. Without it everything is sent. */
export type Thrift = {
  withoutCards: boolean
  /** Kinds of messages that nobody gets, whatever they chose for themselves. */
  unsent: readonly MutableKind[]
}

/** What became of one effect. `settled`: without a request, by what was known here. */
export type Delivered = Pick<Recorded, 'lacking'> & {
  effect: Effect
  became: Recorded['became'] | 'settled'
  failure?: Failure
}

/**
 * Delivers the one effect of this instance whose turn it is. Undefined: none is due. Safe to repeat after a
 * crash at any point: Feishu ignores a push it has, a card carries its uuid, and a settled card settles again.
 * Rejects when the store does, among it with `LeaseLost`.
 */
export async function deliverNext(deps: DeliverDeps, lease: Lease<Line>): Promise<Delivered | undefined> {
  const { store } = deps
  const found = await findDue(deps, lease)
  if (!found) return undefined
  const { due, definition, receiver, calendar } = found

  // Also the fence: whoever lost the lease sends nothing from here on.
  const planned = await store.instances.change(
    lease.instanceId,
    (current) => {
      const effect = current && dueEffect(current, deps.now(), lease.line)
      // Who was not looked up has their turn the next time.
      if (!effect || effect.message?.to !== due.message?.to || effect.kind !== due.kind) {
        return { result: undefined }
      }
      const facts = {
        now: deps.now(),
        registered: isRegistered(definition, effect),
        provenFrom: deps.provenFrom(),
        receiver,
        attendance: calendar && definition && attendanceOf(current.instance, definition.definition, calendar),
        withoutCards: deps.thrift?.withoutCards,
      }
      const { next, plan } = planFor(current, effect, facts)
      const isParked = next?.effects.some(({ id, parked }) => id === effect.id && parked) ?? false
      return { next, result: { effect, plan, isParked, instance: current.instance } }
    },
    lease,
  )
  if (!planned) return undefined
  const { effect, plan, isParked, instance } = planned
  if (!plan || !definition) return { effect, became: isParked ? 'parked' : 'settled' }

  const caused = { id: effect.id, by: effect.by ?? starterOf(instance) }
  const attempt = await send(deps.feishu, caused, plan, pictureOf(instance, definition))
  return store.instances.change(lease.instanceId, recordAnswer(deps, effect, attempt), lease)
}

/** What is due, and what has to be read for it. The record is let go: many of these wait for Feishu side by side. */
async function findDue({ store, now, thrift, ...deps }: DeliverDeps, { instanceId, line }: Lease<Line>) {
  const record = await store.instances.read(instanceId)
  const due = record && dueEffect(record, now(), line)
  if (!due) return undefined
  const { code, version } = record.instance.definition
  const definition = await store.definitions.read(code, version)
  const receiver = due.message && (await readReceiver(store, due.message, code, thrift?.unsent))
  const calendar = due.kind === 'attendance' ? await deps.calendar() : undefined
  return { due, definition, receiver, calendar }
}

async function readReceiver(
  { settings, definitions }: DeliverDeps['store'],
  { to }: Message,
  code: string,
  unsent: readonly MutableKind[] = [],
): Promise<Receiver> {
  const { muted = [], locale } = (await settings.read(to)) ?? {}
  const newest = await definitions.read(code)
  return {
    muted: [...muted, ...unsent],
    locale,
    isManager: newest?.definition.managers.includes(to) ?? false,
  }
}

/** Cards do not name the approval_code, and go on where a push was refused for good. */
const isRegistered = (definition: DefinitionRecord | undefined, { kind }: Effect): boolean =>
  !!definition && (kind !== 'sync' || definition.approvalCode !== null)

function recordAnswer({ now, random }: DeliverDeps, effect: Effect, attempt: Attempt) {
  return (current: InstanceRecord | undefined): { next?: InstanceRecord; result: Delivered } => {
    if (!current) throw new Error(`instance ${effect.id} is gone`)
    const { next, ...became } = afterAnswer(current, attempt, now(), random())
    const failure = attempt.answer.ok ? undefined : attempt.answer.failure
    return { next, result: { effect, ...became, ...(failure && { failure }) } }
  }
}

async function send(
  feishu: DeliveryPort,
  { id: effectId, by: who }: { id: string; by: string },
  plan: Plan,
  picture: Picture,
): Promise<Attempt> {
  switch (plan.do) {
    case 'sync':
      return { effectId, plan, answer: await guarded(() => feishu.syncInstance(picture, plan.mode, who)) }
    case 'send_card':
      return { effectId, plan, answer: await guarded(() => feishu.sendCard(picture, plan.card, who)) }
    case 'settle_card':
      return {
        effectId,
        plan,
        answer: await guarded(() => feishu.settleCard(plan.messageId, plan.status, who)),
      }
    case 'send_message':
      return { effectId, plan, answer: await guarded(() => feishu.sendMessage(picture, plan.notice, who)) }
    case 'write_attendance':
      return { effectId, plan, answer: await guarded(() => feishu.writeAttendance(plan.entry, who)) }
    case 'take_back_attendance': {
      const { attended, looks } = plan
      return { effectId, plan, answer: await guarded(() => feishu.takeBackAttendance(attended, looks, who)) }
    }
  }
}
