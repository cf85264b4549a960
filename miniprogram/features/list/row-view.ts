import type { InstanceItem } from '../../../shared/responses.ts'
import type { Language } from '../../../shared/languages.ts'
import { say as fill, STATUS_NAMES } from '../../../shared/texts.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { dateText } from '../../view/date-text.ts'
import { statusTone } from '../../view/status-tone.ts'
import type { Say, TextKey } from '../../view/words.ts'
import { keyOf } from './list-state.ts'
import { isSelectable } from './selection.ts'

/** One row of a list as its template shows it. */
export type Row = {
  key: string
  id: string
  /** Empty where it is but the start of the id. */
  number: string
  /** The system that carries it on; empty where it is carried on here. */
  source: string
  title: string
  initiator: string
  initial: string
  summary: { label: string; value: string }[]
  status: string
  tone: string
  node: string
  at: string
  unread: boolean
  later: string
  /** Open tasks of mine can be selected and left for later. */
  open: boolean
  /** Those that can be decided. */
  selectable: boolean
  selected: boolean
}

/** What a component shows before it is told which row it is. */
export const NO_ROW: Row = {
  key: '',
  id: '',
  number: '',
  source: '',
  title: '',
  initiator: '',
  initial: '',
  summary: [],
  status: '',
  tone: 'plain',
  node: '',
  at: '',
  unread: false,
  later: '',
  open: false,
  selectable: false,
  selected: false,
}

type Reading = { locale: Language; now: number; say: Say; selected: ReadonlySet<string> }

export function toRow(item: InstanceItem, { locale, now, say, selected }: Reading): Row {
  const key = keyOf(item)
  const { task } = item
  const later = task?.postponedUntil ?? null
  const shown = task && task.status !== 'PENDING' ? task.status : item.status
  return {
    key,
    id: item.id,
    number: item.id.startsWith(item.number) ? '' : item.number,
    source: item.source?.name ?? '',
    title: item.title,
    initiator: item.initiator.name,
    initial: Array.from(item.initiator.name)[0] ?? '',
    summary: item.summary,
    status: task
      ? (ownText(task, say) ?? fill(STATUS_NAMES[shown], locale))
      : fill(STATUS_NAMES[shown], locale),
    tone: statusTone(shown),
    node: [task?.nodeName, task?.consignedBy && say('onBehalfOf', { name: task.consignedBy.name })]
      .filter(Boolean)
      .join(' · '),
    at: dateText(task?.createdAt ?? item.createdAt, now, locale),
    unread: item.read === false,
    later: later === null || later <= now ? '' : say('laterUntil', { at: dateText(later, now, locale) }),
    open: task?.status === 'PENDING',
    selectable: isSelectable(item),
    selected: selected.has(key),
  }
}

type OwnTask = NonNullable<InstanceItem['task']>

/** Where the status of my task alone would say that I did what I did not. */
const OWN: { [Reason in NonNullable<OwnTask['completeReason']>]?: TextKey } = {
  specific_rollback: 'rowRolledBack',
  add_pre: 'rowSignedBefore',
  admin_forward: 'rowGiven',
  forward_resign: 'rowGiven',
  system_forward: 'rowEscalated',
  node_auto_reject: 'rowRejectedInTime',
  auto_skip: 'rowSkipped',
  submit_again: 'rowResubmitted',
}

function ownText({ status, completeReason, byTime, nodeId, pressed }: OwnTask, say: Say): string | undefined {
  if (pressed) return say('press-done')
  if (status === 'PENDING') return nodeId === INITIATOR_NODE ? say('waitsForResubmit') : undefined
  if (byTime) return say(status === 'APPROVED' ? 'rowApprovedInTime' : 'rowRejectedInTime')
  const key = OWN[completeReason ?? 'others']
  return key && say(key)
}
