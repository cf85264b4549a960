import type { HistoryView, InstanceItem, InstanceView, NodeView, PersonView } from '../../shared/api.ts'
import type { Definition } from '../../shared/definition.ts'
import { summaryLines } from '../../shared/form-text.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { isOpen, knownName, nameOf, type HistoryEntry, type Instance, type Task } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/record.ts'
import { localeFor, nodeName } from './definition-views.ts'

/** Who looks, and in which language; without one the definition's own is taken. */
export type Reader = { userId: string; locale: Locale | undefined }

/** The whole of one instance, as `reader` sees it. */
export function toInstanceView(
  { instance, history }: Pick<InstanceRecord, 'instance' | 'history'>,
  { definition, version }: DefinitionRecord,
  reader: Reader,
): InstanceView {
  const locale = localeFor(definition, reader.locale)
  return {
    id: instance.id,
    definition: { code: definition.code, name: textIn(definition.name, locale), version },
    title: titleOf(definition, locale),
    status: instance.status,
    initiator: toPerson(instance, instance.initiator.userId),
    form: instance.form,
    fields: definition.form,
    nodes: toNodeViews(definition, instance, locale),
    tasks: instance.tasks.map(({ id, nodeId, assignee, status, reason, createdAt, endedAt }) => ({
      ...{ id, nodeId, assignee: toPerson(instance, assignee) },
      ...{ status, reason, createdAt, endedAt },
    })),
    cc: instance.cc.map(({ id, userId, createdAt, readAt }) => ({
      ...{ id, person: toPerson(instance, userId), createdAt, readAt },
    })),
    history: history.flatMap((entry) => toHistoryView(instance, entry)),
    actions: actionsOf(instance, reader.userId),
    createdAt: instance.startedAt,
    updatedAt: instance.updatedAt,
    endedAt: instance.endedAt,
  }
}

/** One line of a list; `task` is the reader's own, in the lists that are about tasks. */
export function toInstanceItem(
  instance: Instance,
  definition: Definition,
  reader: Reader,
  task: Task | undefined,
): InstanceItem {
  const locale = localeFor(definition, reader.locale)
  return {
    id: instance.id,
    definition: { code: definition.code, name: textIn(definition.name, locale) },
    title: titleOf(definition, locale),
    status: instance.status,
    initiator: toPerson(instance, instance.initiator.userId),
    summary: summaryLines(definition, instance.form, locale, (id) => knownName(instance, id)),
    createdAt: instance.startedAt,
    updatedAt: instance.updatedAt,
    ...(task && {
      task: {
        ...{ id: task.id, nodeId: task.nodeId, nodeName: nodeName(definition, task.nodeId, locale) },
        ...{ status: task.status, createdAt: task.createdAt },
      },
    }),
  }
}

/** The nodes of a way, whether it is taken or only previewed. */
export function toNodeViews(
  definition: Definition,
  { route, people }: Pick<Instance, 'route' | 'people'>,
  locale: Locale,
): NodeView[] {
  return route.map(({ id, mode, reason, status, skipped, approvers }) => ({
    ...{ id, name: nodeName(definition, id, locale), mode },
    ...{ reason, status, skipped },
    approvers: approvers.map((userId) => ({ userId, name: nameOf({ people }, userId) })),
  }))
}

function toPerson(instance: Instance, userId: string): PersonView {
  return { userId, name: nameOf(instance, userId) }
}

function titleOf(definition: Definition, locale: Locale): string {
  return textIn(definition.name, locale)
}

/** Raised clocks are bookkeeping between us and Feishu: nothing happened for anybody. */
function toHistoryView(instance: Instance, { at, by, via, event }: HistoryEntry): HistoryView[] {
  if (event.type === 'clocks_raised') return []
  return [
    {
      at,
      by: by === null ? null : toPerson(instance, by),
      via,
      event: event.type,
      nodeId: 'nodeId' in event ? event.nodeId : null,
      taskId: 'taskId' in event ? event.taskId : null,
      reason: 'reason' in event ? event.reason : null,
    },
  ]
}

/** What this person may do now. */
function actionsOf(instance: Instance, userId: string): InstanceView['actions'] {
  const mine = instance.tasks.filter((task) => isOpen(task) && task.assignee === userId)
  const decisions = mine.flatMap((task) => {
    const reason = instance.route.find(({ id }) => id === task.nodeId)?.reason ?? 'optional'
    return (['approve', 'reject'] as const).map((action) => ({ action, taskId: task.id, reason }))
  })
  const isOwn = instance.initiator.userId === userId && instance.status === 'PENDING'
  return isOwn ? [...decisions, { action: 'withdraw', taskId: null, reason: 'optional' }] : decisions
}
