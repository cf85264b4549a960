import type { InstanceView, NodeView, PersonView } from '../../../shared/responses.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { say as fill, STATUS_NAMES } from '../../../shared/texts.ts'
import { dateText } from '../../view/date-text.ts'
import {
  isSkipped,
  toNodeItem,
  toWaiting,
  type NodeItem,
  type PersonItem,
  type Tone,
} from '../../view/node-item.ts'
import { laneOf, limitText, modeText } from '../../view/node-notes.ts'
import type { TextKey } from '../../view/words.ts'
import { skippedText } from '../form/route-view.ts'
import { toFile } from './file-item.ts'
import { namesOf, systemName, type Reading } from './reading.ts'

type Task = InstanceView['tasks'][number]

const NODE_TONES: Record<NodeView['status'], Tone> = {
  waiting: 'waiting',
  active: 'active',
  passed: 'done',
  skipped: 'skipped',
  stopped: 'stopped',
}

const TASK_TONES: Record<Task['status'], Tone> = {
  PENDING: 'active',
  APPROVED: 'done',
  REJECTED: 'refused',
  TRANSFERRED: 'waiting',
  DONE: 'waiting',
}

/** First who asked, then each node with what its people did since it was entered last, then how it ended. */
export function toNodes(instance: InstanceView, reading: Reading): NodeItem[] {
  const { initiator, service, createdAt } = instance
  const text = dateText(createdAt, reading.now, reading.locale)
  const started: NodeItem = {
    ...toNodeItem('start', reading.say('submittedBy')),
    tone: 'done',
    people: [
      {
        ...toWaiting(initiator),
        text,
        note: service === undefined ? '' : reading.say('throughSystem', { service }),
      },
    ],
  }
  return [
    started,
    ...instance.nodes.map((node) => toNode(node, instance, reading)),
    ...toEnd(instance, reading),
  ]
}

function toNode(node: NodeView, instance: InstanceView, reading: Reading): NodeItem {
  const { say } = reading
  const item = { ...toNodeItem(node.id, node.name), ...laneOf(node, instance.nodes, say) }
  if (isSkipped(node)) return { ...item, tone: 'skipped', statusText: skippedText(node, say) }
  const tasks = tasksAt(node, instance)
  if (isOver(instance) && node.status === 'waiting')
    return { ...item, tone: 'skipped', statusText: say('neverReached') }
  const untouched = node.approvers.filter(
    ({ userId }) =>
      !tasks.some((task) => [task.assignee, task.consignedBy].some((one) => one?.userId === userId)),
  )
  const isPast = node.status === 'passed' || node.status === 'stopped'
  const toUntouched = (person: PersonView): PersonItem => ({
    ...toWaiting(person),
    text: isPast ? say('notNeeded') : '',
  })
  return {
    ...item,
    tone: isRefused(node, tasks) ? 'refused' : NODE_TONES[node.status],
    modeText: modeText(node, node.approvers.length, say),
    limitText: instance.status === 'PENDING' ? limitText(node, say) : '',
    ...cameBack(node, instance, reading),
    people: [...tasks.map((task) => toActed(task, instance, reading)), ...untouched.map(toUntouched)],
  }
}

const isOver = ({ status }: InstanceView): boolean => status !== 'PENDING'

/** At a vote one rejection need not end it. */
const isRefused = ({ status }: NodeView, tasks: readonly Task[]): boolean =>
  status === 'stopped' && tasks.some((task) => task.status === 'REJECTED')

/** What was done before a rollback is told by the history. */
function tasksAt({ id, status }: NodeView, { tasks }: InstanceView): Task[] {
  const all = tasks.filter(({ nodeId }) => nodeId === id)
  const round = Math.max(...all.map((task) => task.round))
  return status === 'waiting' ? [] : all.filter((task) => task.round === round)
}

/** Of the node at which the present round began. */
function cameBack({ id }: NodeView, { history }: InstanceView, { say }: Reading) {
  const last = history.findLast((act) => act.verb === 'rollback')
  if (last?.toNodeId !== id) return {}
  const name = last.by?.name ?? say('system')
  return {
    note: say('rolledBackHere', { name, round: last.round }),
    noteReason: last.reason ?? '',
  }
}

const ADDED: Record<NonNullable<Task['added']>['position'], TextKey> = {
  before: 'addedBefore',
  after: 'addedAfter',
  parallel: 'addedParallel',
}

function toActed(task: Task, instance: InstanceView, reading: Reading): PersonItem {
  const { locale, now, say } = reading
  const { added, consignedBy } = task
  const notes = [
    ...(added ? [say(ADDED[added.position], { name: added.by?.name ?? say('system') })] : []),
    ...(consignedBy ? [say('onBehalfOf', { name: consignedBy.name })] : []),
  ]
  const at = task.endedAt === null ? '' : ` · ${dateText(task.endedAt, now, locale)}`
  return {
    key: task.id,
    name: task.assignee.name,
    tone: TASK_TONES[task.status],
    text: doneText(task, instance, reading) + at,
    note: notes.join(' · '),
    reason: task.reason ?? '',
    files: task.attachments.map((file) => toFile(file, reading)),
  }
}

/** Where its status alone would not say what was done. */
const DONE: { [Reason in NonNullable<Task['completeReason']>]?: TextKey } = {
  forward: 'isHandedOn',
  system_forward: 'isEscalated',
  forward_resign: 'isLeft',
  admin_forward: 'isGiven',
  add_pre: 'isSignedBefore',
  add_post: 'isSignedAfter',
  specific_rollback: 'isRolledBack',
  submit_again: 'isResubmitted',
  auto_skip: 'isRepeated',
  recall: 'isMootWithdrawn',
  node_auto_reject: 'isRejectedInTime',
}

/** Where nobody came in its person's place, as whoever might have is there already. */
const ALONE: { [Key in TextKey]?: TextKey } = {
  isLeft: 'isLeftAlone',
  isGiven: 'isGivenAlone',
  isHandedOn: 'isHandedOnAlone',
}

function doneText(task: Task, instance: InstanceView, { locale, say }: Reading): string {
  const key = DONE[task.completeReason ?? 'others'] ?? whyOver(task, instance)
  if (key)
    return say(task.passedTo.length > 0 ? key : (ALONE[key] ?? key), { people: namesOf(task.passedTo, say) })
  if (task.nodeId === INITIATOR_NODE && task.status === 'PENDING') return say('waitsForResubmit')
  return fill(STATUS_NAMES[task.status], locale)
}

/** Of what ended without its person: by time, or as there was nothing left to decide. */
function whyOver({ id, nodeId, status, endedAt }: Task, instance: InstanceView): TextKey | undefined {
  const isInTime = instance.history.some(
    (act) => act.verb === 'time-out' && act.action === 'approve' && act.task.id === id,
  )
  if (status === 'APPROVED' && isInTime) return 'isApprovedInTime'
  if (status !== 'DONE') return undefined
  const node = instance.nodes.find((one) => one.id === nodeId)
  if (node?.status === 'passed') return typeof node.mode === 'object' ? 'isOutvoted' : undefined
  return endedAt === instance.endedAt ? MOOT[instance.status] : undefined
}

const MOOT: { [Status in InstanceView['status']]?: TextKey } = {
  REJECTED: 'isMootRejected',
  TERMINATED: 'isMootTerminated',
}

/** What ended it, and who: never somebody who only was the next to decide. */
function toEnd({ status, ended }: InstanceView, { locale, now, say }: Reading): NodeItem[] {
  if (!ended) return []
  const { how, by, service, at, reason } = ended
  const nobody = how === 'terminated' ? say('administrator') : systemName(service, say)
  const why = WHY_ENDED[how]
  const text = [...(why ? [say(why)] : []), dateText(at, now, locale)].join(' · ')
  // A decision stands with its words where it was taken.
  const said = how === 'decision' ? '' : (reason ?? '')
  return [
    {
      ...toNodeItem('end', fill(STATUS_NAMES[status], locale)),
      tone: status === 'APPROVED' ? 'done' : 'refused',
      people: [{ ...toWaiting(by ?? { userId: 'end', name: nobody }), text, reason: said }],
    },
  ]
}

const WHY_ENDED: { [How in NonNullable<InstanceView['ended']>['how']]?: TextKey } = {
  timeout: 'endedInTime',
  handed_over: 'endedAlone',
}
