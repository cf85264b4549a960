import type { HistoryView, ViewOf } from '../../../shared/history.ts'
import type { InstanceView } from '../../../shared/responses.ts'
import { dateText } from '../../view/date-text.ts'
import type { FileItem } from '../../view/node-item.ts'
import { hasWords, type TextKey } from '../../view/words.ts'
import { toFile } from './file-item.ts'
import { namesOf, systemName, type Reading } from './reading.ts'

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
type Telling = Reading & {
  initiator: string
  nodeName: (id: string) => string
  nodeOf: (taskId: string) => string | undefined
}

/** What is told in more than one way, or with more than the people in it; the rest is `did-<verb>`. */
type Special = 'add-sign' | 'rollback' | 'postpone' | 'hand-over' | 'time-out'
const SPECIAL: { [Name in Special]: (act: ViewOf<Name>, telling: Telling) => Line[] } = {
  'add-sign': addSign,
  rollback: (act, reading) => [
    {
      ...lineOf('did-rollback', act, reading),
      with: { node: reading.nodeName(act.toNodeId), round: act.round },
    },
  ],
  postpone: ({ taskId }, { nodeOf }) => [{ say: 'did-postpone', nodeId: nodeOf(taskId) }],
  'hand-over': handOver,
  'time-out': timeOut,
}

type Usual = ViewOf<Exclude<Verb, Special>>

/** What another system does is told of no person. */
const OF_SYSTEM: { [Name in Usual['verb']]?: TextKey } = {
  submit: 'didSubmitFor',
  withdraw: 'didWithdrawAsSystem',
  comment: 'didCommentAsSystem',
}

function usual(act: Usual, telling: Telling): Line {
  const ofSystem = act.service === undefined ? undefined : OF_SYSTEM[act.verb]
  const line = lineOf(ofSystem ?? `did-${act.verb}`, act, telling)
  return { ...line, with: { ...line.with, initiator: telling.initiator } }
}

/** What was done, to whom, at which node, with which words and files: as far as an act has them. */
function lineOf(key: TextKey, act: Usual | ViewOf<'add-sign' | 'rollback'>, reading: Reading): Line {
  const people = 'to' in act ? [act.to] : 'people' in act ? act.people : []
  const files = 'attachments' in act ? act.attachments : []
  return {
    say: key,
    with: { people: namesOf(people, reading.say) },
    ...('task' in act && { task: act.task, nodeId: act.task.nodeId }),
    reason: 'reason' in act ? act.reason : null,
    files: files.map((file) => toFile(file, reading)),
  }
}

const SIGNED: Record<ViewOf<'add-sign'>['position'], TextKey> = {
  before: 'didSignBefore',
  after: 'didSignAfter',
  parallel: 'didSignParallel',
}

/** Whoever adds signers behind them approves with it: their words stand with the approval. */
function addSign(act: ViewOf<'add-sign'>, reading: Telling): Line[] {
  const asked = lineOf(SIGNED[act.position], act, reading)
  if (act.position !== 'after') return [asked]
  return [{ ...asked, reason: null, files: [] }, lineOf('did-approve', act, reading)]
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
export function toHistory(
  { history, nodes, tasks, initiator }: InstanceView,
  reading: Reading,
): HistoryItem[] {
  const nodeName = (id: string) => nodes.find((node) => node.id === id)?.name ?? ''
  const nodeOf = (taskId: string) => tasks.find(({ id }) => id === taskId)?.nodeId
  const telling: Telling = { ...reading, initiator: initiator.name, nodeName, nodeOf }
  return history.flatMap((act, at) =>
    linesOf(act, telling).map((line, place) => toItem(`${at}.${place}`, act, line, telling)),
  )
}

/** A server that is newer may know more verbs than this page. */
function linesOfAct(act: HistoryView, telling: Telling): Line[] {
  const special = (SPECIAL as Partial<Record<Verb, (act: HistoryView, telling: Telling) => Line[]>>)[act.verb]
  if (special) return special(act, telling)
  return hasWords(`did-${act.verb}`) ? [usual(act as Usual, telling)] : []
}

/** What was done, and what followed from it by itself. */
function linesOf(act: HistoryView, telling: Telling): Line[] {
  const repeats = act.repeats.map(({ nodeId, person }): Line => ({
    say: 'didRepeat',
    with: { assignee: person.name },
    nodeId,
  }))
  const ended = act.ended === null ? undefined : ENDED[act.ended]
  return [...linesOfAct(act, telling), ...repeats, ...(ended ? [{ say: ended }] : [])]
}

function toItem(key: string, { by, service, at }: HistoryView, line: Line, telling: Telling): HistoryItem {
  const { say, now, locale, nodeName } = telling
  const { nodeId, task, reason, files = [] } = line
  const instead = task?.consignedBy ? say('onBehalfOf', { name: task.consignedBy.name }) : ''
  return {
    key,
    text: say(line.say, { name: by?.name ?? systemName(service, say), ...line.with }),
    meta: [dateText(at, now, locale), nodeId === undefined ? '' : nodeName(nodeId), instead]
      .filter(Boolean)
      .join(' · '),
    reason: reason ?? '',
    files,
  }
}
