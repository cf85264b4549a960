import type { InstanceReport } from '../../shared/operator-finds.ts'
import type { HistoryEntry, Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/record.ts'
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
  const { definition, version, approvalCode } = await definitionOf(ctx, instance)
  const found = await toFound(ctx, instance)
  return {
    ...found,
    definition: { ...found.definition, version },
    size: Buffer.byteLength(JSON.stringify(record)),
    successor: instance.successor === undefined ? null : toPerson(instance, instance.successor),
    endedAt: instance.endedAt,
    ended: howEnded(instance, history),
    nodes: toNodeViews(definition, instance, localeFor(definition, undefined)).map((node) => ({
      ...{ id: node.id, name: node.name, status: node.skipped === null ? node.status : 'skipped' },
    })),
    tasks: toTasks(instance, history),
    cc: instance.cc.map(({ userId, createdAt, readAt }) => ({
      ...{ person: toPerson(instance, userId), createdAt, readAt },
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
      ...{ task: taskId, uuid, messageId, sentAt: sentAt ?? null, shows: settledAs ?? null },
    })),
    waiting: effects.map((effect) => toEffectView(instance.id, effect)),
  }
}

type Decision = NonNullable<InstanceReport['ended']>

const toDecision = (instance: Instance, { by, via, at }: HistoryEntry, reason: string | null): Decision => ({
  ...{ by: by === null ? null : toPerson(instance, by), via, at, reason },
})

/** What ended it may be the consequence of a decision made at the same moment: then it is that person's. */
function howEnded(instance: Instance, history: readonly HistoryEntry[]): Decision | null {
  const at = history.findLastIndex(({ event }) => event.type === 'ended')
  const entry = history[at]
  if (entry?.event.type !== 'ended') return null
  const { reason } = entry.event
  if (entry.by !== null || entry.via === 'admin') return toDecision(instance, entry, reason)
  const decided = history.slice(0, at).findLast(({ event, by, at: when }) => {
    const isDecision = event.type === 'task_ended' && ['approved', 'rejected'].includes(event.completeReason)
    return isDecision && by !== null && when === entry.at
  })
  if (decided?.event.type !== 'task_ended') return toDecision(instance, entry, reason)
  return toDecision(instance, decided, decided.event.reason ?? reason)
}

function toTasks(instance: Instance, history: readonly HistoryEntry[]): InstanceReport['tasks'] {
  const endings = new Map<string, Decision>()
  for (const entry of history) {
    const { event } = entry
    if (event.type === 'task_ended') endings.set(event.taskId, toDecision(instance, entry, event.reason))
  }
  return instance.tasks.map((task) => {
    const { id, nodeId, status, completeReason, createdAt, endedAt, clock } = task
    return {
      ...{
        id,
        nodeId,
        assignee: toPerson(instance, task.assignee),
        consignedBy: toPrincipal(instance, task),
      },
      ...{ status, completeReason, createdAt, endedAt, ended: endings.get(id) ?? null, clock },
    }
  })
}
