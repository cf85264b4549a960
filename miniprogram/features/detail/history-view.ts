import type { HistoryView, ViewOf } from '../../../shared/history.ts'
import type { InstanceView } from '../../../shared/responses.ts'
import { dateText } from '../../view/date-text.ts'
import type { FileItem } from '../../view/node-item.ts'
import type { TextKey } from '../../view/words.ts'
import { toFile } from './file-item.ts'
import { namesOf, type Reading } from './reading.ts'

/** One line of the history. */
export type HistoryItem = { key: string; text: string; meta: string; reason: string; files: FileItem[] }

/** What one line says, and of which task or node. */
type Line = {
  say: TextKey
  with?: Record<string, string | number>
  nodeId?: string | undefined
  task?: Task | null
  reason?: string | null
  files?: FileItem[]
}

type Task = ViewOf<'approve'>['task']
type Verb = HistoryView['verb']
type Teller = { [Name in Verb]: (act: ViewOf<Name>, reading: Telling) => Line[] }
type Telling = Reading & { nodeName: (id: string) => string; nodeOf: (taskId: string) => string | undefined }

/** What is told of each act. */
const LINES: Teller = {
  submit: () => [{ say: 'didStart' }],
  approve: (act, reading) => [onTask('didApprove', act, reading)],
  reject: (act, reading) => [onTask('didReject', act, reading)],
  transfer: (act, reading) => [
    { ...onTask('didTransfer', act, reading), with: { people: namesOf([act.to], reading.say) } },
  ],
  'add-sign': addSign,
  rollback: (act, reading) => [
    {
      ...onTask('didRollBack', act, reading),
      with: { node: reading.nodeName(act.toNodeId), round: act.round },
    },
  ],
  resubmit: () => [{ say: 'didResubmit' }],
  postpone: ({ taskId }, { nodeOf }) => [{ say: 'didPostpone', nodeId: nodeOf(taskId) }],
  withdraw: ({ reason }) => [{ say: 'didWithdraw', reason }],
  urge: ({ reason }) => [{ say: 'didUrge', reason }],
  cc: ({ people, reason }, { say }) => [
    { say: 'didSendCopy', with: { people: namesOf(people, say) }, reason },
  ],
  read: () => [{ say: 'didReadCopy' }],
  comment: () => [{ say: 'didComment' }],
  terminate: ({ reason }) => [{ say: 'didTerminate', reason }],
  'hand-over': handOver,
  'time-out': timeOut,
}

const onTask = (
  say: TextKey,
  { task, reason, attachments }: ViewOf<'approve' | 'reject'> | OnTask,
  reading: Reading,
): Line => ({
  say,
  task,
  nodeId: task.nodeId,
  reason,
  files: attachments.map((file) => toFile(file, reading)),
})

type OnTask = ViewOf<'transfer'> | ViewOf<'add-sign'> | ViewOf<'rollback'>

const SIGNED: Record<ViewOf<'add-sign'>['position'], TextKey> = {
  before: 'didSignBefore',
  after: 'didSignAfter',
  parallel: 'didSignParallel',
}

/** Whoever adds signers behind them approves with it: their words stand with the approval. */
function addSign(act: ViewOf<'add-sign'>, reading: Telling): Line[] {
  const asked = {
    ...onTask(SIGNED[act.position], act, reading),
    with: { people: namesOf(act.people, reading.say) },
  }
  if (act.position !== 'after') return [asked]
  return [{ ...asked, reason: null, files: [] }, onTask('didApprove', act, reading)]
}

/** Each place that somebody had, then what they would have come to later, unless whoever has it is named already. */
function handOver({ hasLeft, from, places, next, reason }: ViewOf<'hand-over'>, { say }: Telling): Line[] {
  const isNext = ({ to }: (typeof places)[number]): boolean => next !== null && to?.userId === next.userId
  const told = places.filter((place) => place.task !== null || !isNext(place))
  const lines = told.map(({ nodeId, task, to }): Line => {
    const people = to ? namesOf([to], say) : ''
    if (!task) return { say: 'didComeIn', with: { people }, nodeId }
    const key: TextKey = to ? (hasLeft ? 'didLeave' : 'didHandOver') : hasLeft ? 'didGo' : 'didTakeFrom'
    // A delegate may have had the task: then it was not theirs to lose.
    const isOwn = task.assignee.userId === from.userId
    return { say: key, with: { people, assignee: from.name }, nodeId, task: isOwn ? task : null, reason }
  })
  if (!next || told.some(isNext)) return lines
  return [...lines, { say: 'didReplace', with: { from: from.name, to: next.name }, reason }]
}

const IN_TIME: Record<ViewOf<'time-out'>['action'], TextKey> = {
  remind: 'didRemindInTime',
  escalate: 'didEscalate',
  approve: 'didApproveInTime',
  reject: 'didRejectInTime',
}

/** With nobody to take over, nothing came of it. */
function timeOut({ action, task, to }: ViewOf<'time-out'>, { say }: Telling): Line[] {
  if (action === 'escalate' && !to) return []
  const people = to ? namesOf([to], say) : ''
  return [{ say: IN_TIME[action], with: { assignee: task.assignee.name, people }, nodeId: task.nodeId, task }]
}

const ENDED: { [Status in NonNullable<HistoryView['ended']>]?: TextKey } = {
  APPROVED: 'didEndApproved',
  REJECTED: 'didEndRejected',
  DELETED: 'didEndDeleted',
}

/** All that happened, in words, the first thing first. */
export function toHistory({ history, nodes, tasks }: InstanceView, reading: Reading): HistoryItem[] {
  const nodeName = (id: string) => nodes.find((node) => node.id === id)?.name ?? ''
  const nodeOf = (taskId: string) => tasks.find(({ id }) => id === taskId)?.nodeId
  const telling: Telling = { ...reading, nodeName, nodeOf }
  return history.flatMap((act, at) =>
    linesOf(act, telling).map((line, place) => toItem(`${at}.${place}`, act, line, telling)),
  )
}

/** What was done, and what followed from it by itself. A server that is newer may know more verbs than this page. */
function linesOf(act: HistoryView, telling: Telling): Line[] {
  const tell = LINES[act.verb] as ((act: HistoryView, telling: Telling) => Line[]) | undefined
  const repeats = act.repeats.map(({ nodeId, person }): Line => ({
    say: 'didRepeat',
    with: { assignee: person.name },
    nodeId,
  }))
  const ended = act.ended === null ? undefined : ENDED[act.ended]
  return [...(tell?.(act, telling) ?? []), ...repeats, ...(ended ? [{ say: ended }] : [])]
}

function toItem(key: string, { by, at }: HistoryView, line: Line, telling: Telling): HistoryItem {
  const { say, now, locale, nodeName } = telling
  const { nodeId, task, reason, files = [] } = line
  const instead = task?.consignedBy ? say('onBehalfOf', { name: task.consignedBy.name }) : ''
  return {
    key,
    text: say(line.say, { name: by?.name ?? say('system'), ...line.with }),
    meta: [dateText(at, now, locale), nodeId === undefined ? '' : nodeName(nodeId), instead]
      .filter(Boolean)
      .join(' · '),
    reason: reason ?? '',
    files,
  }
}
