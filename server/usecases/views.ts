import type { InstanceItem, NodeView, PersonView } from '../../shared/responses.ts'
import { findNode, type Definition } from '../../shared/definition.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import type { ListedTask } from '../domain/listed.ts'
import { isDecidedByTime, nameOf, type Instance, type RouteNode, type Task } from '../domain/instance.ts'
import { numberOf, taskIn, type Picture, type PicturedTask } from '../domain/picture.ts'
import { isPostponed } from '../domain/verbs/postpone.ts'
import { agreedAt, seatsOf } from '../domain/engine/seats.ts'
import { nodeName } from './definition-views.ts'
import { viewPress } from './press-view.ts'

/** Who looks, and in which language; without one the definition's own is taken. */
export type Reader = { userId: string; locale: Locale | undefined }

/** Who acts, with the name that is kept of them. */
export type Actor = Reader & { openId: string; name: string }

type Heading = Pick<
  InstanceItem,
  'id' | 'definition' | 'number' | 'title' | 'status' | 'initiator' | 'createdAt' | 'updatedAt'
>

/** What every list and page says of an approval before anything else. */
export function toHeading(picture: Picture, locale: Locale): Heading {
  const { id, definition, kind, status, initiator, startedAt, updatedAt } = picture
  return {
    id,
    definition: { code: definition.code, name: textIn(kind, locale) },
    number: numberOf(picture),
    title: picture.title(locale),
    status,
    initiator: { userId: initiator.userId, name: initiator.name },
    createdAt: startedAt,
    updatedAt,
  }
}

/** One line of a list; `task` is the reader's own, in the lists that are about tasks. */
export function toInstanceItem(
  picture: Picture,
  reader: Reader & { now: number },
  { task, isCc }: { task: ListedTask | undefined; isCc: boolean },
): InstanceItem {
  const locale = reader.locale ?? picture.language
  const shown = task && taskIn(picture, task.id)
  return {
    ...toHeading(picture, locale),
    summary: picture.lines(locale),
    ...(shown && { task: toTaskItem(task, shown, locale, reader.now) }),
    ...(isCc && {
      read: picture.cc.some(({ userId, readAt }) => userId === reader.userId && readAt !== null),
    }),
  }
}

function toTaskItem(
  task: ListedTask,
  { node, actions, principal }: PicturedTask,
  locale: Locale,
  now: number,
): NonNullable<InstanceItem['task']> {
  const { id, status, completeReason, createdAt, postponedUntil = null } = task
  const { pressed } = viewPress(task, actions, locale)
  return {
    id,
    nodeId: node?.id ?? '',
    nodeName: node ? textIn(node.name, locale) : '',
    status,
    completeReason,
    byTime: isDecidedByTime(task),
    createdAt,
    reason: actions[0]?.reason ?? 'optional',
    ...(principal && { consignedBy: principal }),
    postponedUntil: isPostponed(task, now) ? postponedUntil : null,
    ...(pressed && { pressed }),
  }
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
