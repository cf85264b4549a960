import type { InstanceReport } from '../../shared/operator-finds.ts'
import { eventsOf, type Act } from '../domain/act.ts'
import { endingOf, type Ending } from '../domain/ending.ts'
import type { Instance, Task } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor } from './definition-views.ts'
import { toFound } from './find-instances.ts'
import { toHistoryViews } from './history-view.ts'
import { instanceIdOf } from './instance-number.ts'
import { toEffectView } from './list-effects.ts'
import { definitionOf, noInstance } from './stored.ts'
import { toNodeViews, toPerson, toPrincipal } from './views.ts'

/** Nobody in particular looks, so nobody's own affairs are told. */
const NOBODY = ''

/**
 * One approval for an operator, by its id or number: who decided what, when, from where, and what Feishu was told.
 * Throws `instance_not_found`, `instance_ambiguous`.
 */
export async function reportInstance(ctx: UseCaseContext, number: string): Promise<InstanceReport> {
  const id = await instanceIdOf(ctx, number)
  const record = await ctx.store.instances.read(id)
  if (!record) throw noInstance(id)
  const { instance, history } = record
  const asked = await definitionOf(ctx, instance)
  const { definition, version, approvalCode } = asked
  const found = toFound(instance, asked)
  const ending = endingOf(history)
  return {
    ...found,
    definition: { ...found.definition, version },
    size: Buffer.byteLength(JSON.stringify(record)),
    ...(instance.service !== undefined && { service: instance.service }),
    successor: instance.successor === undefined ? null : toPerson(instance, instance.successor),
    endedAt: instance.endedAt,
    ended: ending ? toDecision(instance, ending) : null,
    nodes: toNodeViews(definition, instance, localeFor(definition, undefined)).map((node) => ({
      id: node.id,
      name: node.name,
      status: node.skipped === null ? node.status : 'skipped',
    })),
    tasks: toTasks(instance, history),
    cc: instance.cc.map(({ userId, createdAt, readAt }) => ({
      person: toPerson(instance, userId),
      createdAt,
      readAt,
    })),
    history: toHistoryViews({ instance, history }, NOBODY, () => []),
    feishu: { approvalCode, ...toldFeishu(record) },
  }
}

function toldFeishu({
  instance,
  cards,
  effects,
  pushedClock,
}: InstanceRecord): Omit<InstanceReport['feishu'], 'approvalCode'> {
  return {
    clock: instance.clock,
    pushedClock: pushedClock ?? null,
    cards: cards.map(({ taskId, uuid, messageId, sentAt, settledAs }) => ({
      task: taskId,
      uuid,
      messageId,
      sentAt: sentAt ?? null,
      shows: settledAs ?? null,
    })),
    waiting: effects.map((effect) => toEffectView(instance.id, effect)),
  }
}

type Decision = NonNullable<InstanceReport['ended']>

const toDecision = (instance: Instance, { by, via, service, at, reason }: Omit<Ending, 'how'>): Decision => ({
  by: by === null ? null : toPerson(instance, by),
  via,
  ...(service !== undefined && { service }),
  at,
  reason,
})

function toTasks(instance: Instance, history: readonly Act[]): InstanceReport['tasks'] {
  const endings = new Map<string, Act>()
  for (const act of history) for (const { taskId } of eventsOf(act, 'task_ended')) endings.set(taskId, act)
  return instance.tasks.map((task) => {
    const { id, nodeId, status, completeReason, createdAt, endedAt, clock } = task
    const act = endings.get(id)
    return {
      id,
      nodeId,
      assignee: toPerson(instance, task.assignee),
      consignedBy: toPrincipal(instance, task),
      status,
      completeReason,
      createdAt,
      endedAt,
      ended: act ? toDecision(instance, endOf(task, act)) : null,
      clock,
    }
  })
}

/** A task that ends by what somebody did elsewhere has nobody of its own, and no words but its own. */
function endOf({ id, reason }: Task, { taskId, by, via, service, at }: Act): Omit<Ending, 'how'> {
  if (taskId !== id && by !== null) return { by: null, via: 'system', at, reason }
  return { by, via, ...(service !== undefined && { service }), at, reason }
}
