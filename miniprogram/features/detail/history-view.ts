import type { HistoryView, InstanceView } from '../../../shared/responses.ts'
import { dateText } from '../../view/date-text.ts'
import type { FileItem } from '../../view/node-item.ts'
import type { TextKey } from '../../view/words.ts'
import { toFile } from './file-item.ts'
import { namesOf, type Reading } from './reading.ts'

/** One line of the history. */
export type HistoryItem = { key: string; text: string; meta: string; reason: string; files: FileItem[] }

type Around = { previous: HistoryView | undefined; next: HistoryView | undefined }
type Key = (entry: HistoryView, around: Around) => TextKey | undefined

/** What is told of each event; of others nothing, since they follow from these. */
const WORDS: Readonly<Record<string, Key>> = {
  started: () => 'didStart',
  task_ended: ({ completeReason, taskId }, { previous, next }) => {
    if (previous?.timeout === 'approve') return 'didApproveInTime'
    const isHandedOn = next?.event === 'seat_moved' && next.taskId === taskId
    return DECIDED[completeReason ?? 'others'] ?? (isHandedOn ? undefined : GONE[completeReason ?? 'others'])
  },
  timed_out: ({ timeout }) => (timeout === 'remind' ? 'didRemindInTime' : undefined),
  seat_moved: ({ taskId }, { previous }) =>
    taskId === null ? 'didComeIn' : (MOVED[previous?.completeReason ?? 'others'] ?? 'didTransfer'),
  signers_added: ({ position }) =>
    position === 'before' ? 'didSignBefore' : position === 'after' ? 'didSignAfter' : 'didSignParallel',
  rolled_back: () => 'didRollBack',
  resubmitted: () => 'didResubmit',
  person_replaced: (_, { previous }) => (previous?.event === 'seat_moved' ? undefined : 'didReplace'),
  cc_added: ({ by }) => (by ? 'didSendCopy' : undefined),
  cc_read: () => 'didReadCopy',
  commented: () => 'didComment',
  urged: () => 'didUrge',
  task_postponed: () => 'didPostpone',
  ended: ({ status }) => (status ? ENDED[status] : undefined),
}

const DECIDED: { [Reason in NonNullable<HistoryView['completeReason']>]?: TextKey } = {
  approved: 'didApprove',
  add_post: 'didApprove',
  rejected: 'didReject',
  node_auto_reject: 'didRejectInTime',
  auto_skip: 'didRepeat',
}

/** By how the task ended that goes to somebody else. */
const MOVED: typeof DECIDED = {
  admin_forward: 'didHandOver',
  forward_resign: 'didLeave',
  system_forward: 'didEscalate',
}

/** By how a task ended that goes to nobody new. */
const GONE: typeof DECIDED = { admin_forward: 'didTakeFrom', forward_resign: 'didGo' }

const ENDED: Record<InstanceView['status'], TextKey | undefined> = {
  PENDING: undefined,
  APPROVED: 'didEndApproved',
  REJECTED: 'didEndRejected',
  CANCELED: 'didWithdraw',
  DELETED: 'didEndDeleted',
  TERMINATED: 'didTerminate',
}

/** All that happened, in words, the first thing first. */
export function toHistory(instance: InstanceView, reading: Reading): HistoryItem[] {
  const { history } = instance
  return history.flatMap((entry, at): HistoryItem[] => {
    const text = WORDS[entry.event]?.(entry, { previous: history[at - 1], next: history[at + 1] })
    return text ? [toLine(instance, at, text, reading)] : []
  })
}

function toLine(instance: InstanceView, at: number, key: TextKey, reading: Reading): HistoryItem {
  const { say, now, locale } = reading
  const entry = instance.history[at] as HistoryView
  const task = instance.tasks.find(({ id }) => id === entry.taskId)
  const nodeName = (id: string | null) => instance.nodes.find((node) => node.id === id)?.name ?? ''
  const round = instance.history.slice(0, at + 1).filter(({ event }) => event === 'rolled_back').length + 1
  const [from, to] = entry.people
  const place = nodeName(entry.nodeId ?? task?.nodeId ?? null)
  return {
    key: String(at),
    text: say(key, {
      ...{ name: entry.by?.name ?? say('system'), people: namesOf(entry.people, say) },
      ...{ assignee: task?.assignee.name ?? '', node: nodeName(entry.toNodeId), round },
      ...{ from: from?.name ?? '', to: to?.name ?? '' },
    }),
    meta: [dateText(entry.at, now, locale), place, inPlaceOf(entry, say)].filter(Boolean).join(' · '),
    // Whoever adds signers behind them says why with their approval.
    reason: entry.position === 'after' ? '' : (entry.reason ?? ''),
    files: entry.attachments.map((file) => toFile(file, reading)),
  }
}

const inPlaceOf = ({ consignedBy }: HistoryView, say: Reading['say']): string =>
  consignedBy ? say('onBehalfOf', { name: consignedBy.name }) : ''
