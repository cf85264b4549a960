import type { HistoryView } from '../../shared/history.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import { own } from '../../shared/own.ts'
import type { InstanceView, NodeView, PersonView } from '../../shared/responses.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { findTask, isTakenBack, type Instance } from '../domain/instance.ts'
import type { Mirror } from '../domain/mirror/mirrored.ts'
import { whatCounts } from '../domain/mirror/what-counts.ts'
import { pictureOf } from '../domain/picture-of.ts'
import type { Picture } from '../domain/picture.ts'
import { actionsOf } from './actions.ts'
import type { UseCaseContext } from './context.ts'
import { viewPress } from './press-view.ts'
import { readCallback } from './sources/callback-of-kind.ts'
import { toHeading, toPerson, withSource, type Reader } from './views.ts'

type Mirrored = Instance & { mirror: Mirror }
type TaskView = InstanceView['tasks'][number]

/** An approval that another system carries on, as `reader` sees it: what was pushed, in the shape of one of ours. */
export async function viewMirrored(
  { store, now }: Pick<UseCaseContext, 'store' | 'now'>,
  instance: Mirrored,
  record: DefinitionRecord,
  reader: Reader,
): Promise<InstanceView> {
  const picture = pictureOf(instance, record)
  const locale = reader.locale ?? picture.language
  const heading = toHeading(picture, locale)
  // Nothing can be pressed where its source wants to be told nothing.
  const isToldOf = (await readCallback(store, record.code)) !== null
  const tasks = tasksOf(instance, picture, { presser: isToldOf ? reader.userId : null, locale })
  const views = tasks.map(({ view }) => view)
  return {
    ...heading,
    definition: { ...heading.definition, version: record.version },
    ...withSource(picture, locale, ownIn(picture, reader.userId)),
    ...formOf(picture, locale),
    names: {},
    optionLabels: {},
    files: {},
    comments: [],
    nodes: nodesOf(tasks, picture, locale),
    tasks: views,
    cc: ccOf(instance, picture),
    history: historyOf(picture, views),
    phrases: [],
    actions: actionsOf({ instance, history: [] }, record.definition, reader, now()),
    endedAt: picture.endedAt,
    ended: endOf(picture, locale),
  }
}

/** What is open for this person before what was, and copies last: it is this page that is theirs to open. */
function ownIn({ tasks, cc }: Picture, userId: string) {
  const mine = tasks.filter(({ assignee }) => assignee === userId)
  const open = mine.find(({ status }) => status === 'PENDING')
  return open ?? mine.findLast((task) => !isTakenBack(task)) ?? cc.find((one) => one.userId === userId)
}

/** What was pushed of its form is texts, each under its name. */
function formOf(picture: Picture, locale: Locale): Pick<InstanceView, 'fields' | 'form'> {
  const lines = picture.lines(locale).map((line, at) => ({ ...line, key: `line_${at + 1}` }))
  return {
    fields: lines.map(({ key, label, value }) => ({
      key,
      type: 'textarea',
      label: { [locale]: label },
      required: false,
      maxLength: value.length,
      summary: true,
    })),
    form: Object.fromEntries(lines.map(({ key, value }) => [key, value])),
  }
}

type Shown = { view: TaskView; nodeName: string }

/** As the source named them, and before them what of earlier ones is still true. */
function tasksOf(
  instance: Mirrored,
  picture: Picture,
  { presser, locale }: { presser: string | null; locale: Locale },
): Shown[] {
  const { taskIds, pushed } = instance.mirror
  const known = new Map(picture.tasks.map((task) => [task.id, task]))
  const nameOf = (node: { name: Parameters<typeof textIn>[0] } | null) =>
    node ? textIn(node.name, locale) : ''
  const named = new Set(Object.values(taskIds))
  const former = picture.tasks.filter((task) => !named.has(task.id) && !isTakenBack(task))
  const pressOn = (task: Picture['tasks'][number]) =>
    task.assignee === presser && viewPress(findTask(instance, task.id) ?? task, task.actions, locale)
  const ours = (task: Picture['tasks'][number]): Shown => ({
    view: {
      ...toTask({ ...task, nodeId: task.node?.id ?? '' }, toPerson(instance, task.assignee)),
      ...pressOn(task),
    },
    nodeName: nameOf(task.node),
  })
  const said = Object.values(whatCounts(pushed).tasks).flatMap((task): Shown[] => {
    const shown = known.get(own(taskIds, task.id) ?? '')
    if (shown) return isTakenBack(shown) ? [] : [ours(shown)]
    if (isTakenBack(task)) return []
    const times = { createdAt: task.createdAt ?? instance.startedAt, round: 1 }
    return [
      {
        view: toTask({ ...task, ...times, nodeId: task.node?.id ?? '' }, nobodyKnown(task.person)),
        nodeName: nameOf(task.node),
      },
    ]
  })
  return [...former.map(ours), ...said]
}

/** As its source calls them. */
const nobodyKnown = (name: string): PersonView => ({ userId: '', name })

type Told = Pick<TaskView, 'id' | 'nodeId' | 'status' | 'completeReason' | 'round' | 'createdAt' | 'endedAt'>

const toTask = (task: Told, assignee: PersonView): TaskView => ({
  id: task.id,
  nodeId: task.nodeId,
  assignee,
  consignedBy: null,
  status: task.status,
  completeReason: task.completeReason,
  round: task.round,
  added: null,
  passedTo: [],
  reason: null,
  attachments: [],
  createdAt: task.createdAt,
  endedAt: task.endedAt,
})

/** Only those that were pushed: which way it takes, its source alone knows. */
function nodesOf(tasks: readonly Shown[], picture: Picture, locale: Locale): NodeView[] {
  const names = new Map(tasks.map(({ view, nodeName }) => [view.nodeId, nodeName]))
  return [...names].map(([id, name]) => {
    const statuses = tasks.flatMap(({ view }) => (view.nodeId === id ? [view.status] : []))
    return {
      id,
      name: name === '' ? textIn(picture.kind, locale) : name,
      mode: 'any',
      reason: 'optional',
      status: statuses.includes('PENDING') ? 'active' : statuses.includes('REJECTED') ? 'stopped' : 'passed',
      skipped: null,
      lane: null,
      timeout: null,
      agreed: statuses.filter((status) => status === 'APPROVED').length,
      approvers: [],
    }
  })
}

function ccOf(instance: Mirrored, { cc }: Picture): InstanceView['cc'] {
  const { pushed, ccIds } = instance.mirror
  const strangers = Object.values(pushed.cc).filter(({ id }) => own(ccIds, id) === undefined)
  return [
    ...cc.map(({ id, userId, createdAt, readAt }) => ({
      id,
      person: toPerson(instance, userId),
      createdAt,
      readAt,
    })),
    ...strangers.map(({ id, person, createdAt, isRead }) => {
      const at = createdAt ?? instance.startedAt
      return { id, person: nobodyKnown(person), createdAt: at, readAt: isRead ? at : null }
    }),
  ]
}

/** Who did what as the source told it, in the order of its times. */
function historyOf(picture: Picture, tasks: readonly TaskView[]): HistoryView[] {
  const { initiator, startedAt, status } = picture
  const common = { via: 'source' as const, repeats: [], ended: null }
  const by = { userId: initiator.userId, name: initiator.name }
  const acts = tasks.flatMap((task): HistoryView[] => {
    const { id, nodeId, assignee, endedAt } = task
    if (endedAt === null) return []
    const acted = { id, nodeId, assignee, consignedBy: null }
    const did = { ...common, at: endedAt, by: assignee, task: acted }
    if (task.status === 'APPROVED') return [{ ...did, verb: 'approve', reason: null, attachments: [] }]
    if (task.status === 'REJECTED') return [{ ...did, verb: 'reject', reason: null, attachments: [] }]
    return [{ ...did, verb: 'push' }]
  })
  const all: HistoryView[] = [
    { ...common, verb: 'submit', at: startedAt, by },
    ...acts.sort((one, other) => one.at - other.at),
  ]
  return status === 'PENDING'
    ? all
    : all.map((act, at) => (at === all.length - 1 ? { ...act, ended: status } : act))
}

/** Nobody is named: which of those who decided ended it, the source does not say. */
function endOf(picture: Picture, locale: Locale): InstanceView['ended'] {
  const { status, endedAt, updatedAt } = picture
  if (status === 'PENDING') return null
  const { source } = withSource(picture, locale, undefined)
  return { how: 'decision', by: null, service: source?.name ?? '', reason: null, at: endedAt ?? updatedAt }
}
