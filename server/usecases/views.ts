import type { InstanceItem, NodeView, PersonView } from '../../shared/responses.ts'
import type { ReasonPolicy } from '../../shared/flow.ts'
import { findNode, type Definition } from '../../shared/definition.ts'
import { summaryLines } from '../../shared/form/form-text.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import type { Listed, ListedTask } from '../domain/listed.ts'
import {
  isDecidedByTime,
  nameOf,
  namesFor,
  numberOf,
  type Instance,
  type RouteNode,
  type Task,
} from '../domain/instance.ts'
import { titleOf } from '../domain/title.ts'
import { isPostponed } from '../domain/verbs/postpone.ts'
import { agreedAt, seatsOf } from '../domain/engine/seats.ts'
import { localeFor, nodeName } from './definition-views.ts'

/** Who looks, and in which language; without one the definition's own is taken. */
export type Reader = { userId: string; locale: Locale | undefined }

/** One line of a list; `task` is the reader's own, in the lists that are about tasks. */
export function toInstanceItem(
  instance: Listed,
  definition: Definition,
  reader: Reader & { now: number },
  { task, isCc }: { task: ListedTask | undefined; isCc: boolean },
): InstanceItem {
  const locale = localeFor(definition, reader.locale)
  return {
    id: instance.id,
    definition: { code: definition.code, name: textIn(definition.name, locale) },
    number: numberOf(instance),
    title: titleOf(instance, definition, locale),
    status: instance.status,
    initiator: toPerson(instance, instance.initiator.userId),
    summary: summaryOf(definition, instance, locale),
    createdAt: instance.startedAt,
    updatedAt: instance.updatedAt,
    ...(task && {
      task: {
        id: task.id,
        nodeId: task.nodeId,
        nodeName: nodeName(definition, task.nodeId, locale),
        status: task.status,
        completeReason: task.completeReason,
        byTime: isDecidedByTime(task),
        createdAt: task.createdAt,
        reason: reasonPolicyOf(instance, task),
        ...(task.consignedBy !== undefined && { consignedBy: toPerson(instance, task.consignedBy) }),
        postponedUntil: isPostponed(task, reader.now) ? (task.postponedUntil ?? null) : null,
      },
    }),
    ...(isCc && {
      read: instance.cc.some(({ userId, readAt }) => userId === reader.userId && readAt !== null),
    }),
  }
}

/** The lines that a list shows of its form. */
export function summaryOf(
  definition: Definition,
  instance: Pick<Listed, 'form' | 'people' | 'departments' | 'chosen' | 'linked'>,
  locale: Locale,
): InstanceItem['summary'] {
  return summaryLines(definition, instance.form, locale, namesFor(instance, locale))
}

/** What is foreseen of an approver, in a preview. */
export type Foreseen = (
  node: RouteNode,
  userId: string,
) => Pick<NodeView['approvers'][number], 'delegate' | 'repeats'>

/** The nodes of a way, whether it is taken or only previewed. */
export function toNodeViews(
  definition: Definition,
  { route, people, tasks }: Pick<Instance, 'route' | 'people' | 'tasks'>,
  locale: Locale,
  foreseen: Foreseen = () => ({}),
): NodeView[] {
  return route.map((node) => {
    const { id, mode, reason, status, skipped, lane = null } = node
    const approvers = placesAt(node).map((userId) => ({
      userId,
      name: nameOf({ people }, userId),
      ...foreseen(node, userId),
    }))
    return {
      id,
      name: nodeName(definition, id, locale),
      mode,
      reason,
      status,
      skipped,
      lane,
      approvers,
      timeout: findNode(definition, id)?.timeout ?? null,
      agreed: status === 'waiting' ? 0 : agreedAt({ tasks }, node),
    }
  })
}

/** Whose turn it is, was or will be: once it is entered, whoever the places were handed on to. */
function placesAt(node: RouteNode): readonly string[] {
  if (node.status === 'waiting') return node.approvers
  const own = seatsOf(node).filter(({ added }) => !added)
  return [...new Set(own.map(({ person }) => person))]
}

export function toPerson(instance: Pick<Instance, 'people'>, userId: string): PersonView {
  return { userId, name: nameOf(instance, userId) }
}

/** In whose place a task is done; null: in nobody's. */
export function toPrincipal(instance: Instance, { consignedBy }: Task): PersonView | null {
  return consignedBy === undefined ? null : toPerson(instance, consignedBy)
}

/** Whether a decision on it needs a reason. */
export function reasonPolicyOf(
  { route }: Pick<Listed, 'route'>,
  { nodeId }: Pick<Task, 'nodeId'>,
): ReasonPolicy {
  return route.find(({ id }) => id === nodeId)?.reason ?? 'optional'
}
