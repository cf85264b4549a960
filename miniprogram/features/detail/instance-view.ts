import type { CommentView, InstanceView } from '../../../shared/responses.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { say as fill, STATUS_NAMES } from '../../../shared/texts.ts'
import { dateText } from '../../view/date-text.ts'
import type { FileItem, NodeItem } from '../../view/node-item.ts'
import { statusTone } from '../../view/status-tone.ts'
import { toFile } from './file-item.ts'
import { toHistory, type HistoryItem } from './history-view.ts'
import { toNodes } from './progress-view.ts'
import { systemName, type Reading } from './reading.ts'
import type { Say } from '../../view/words.ts'
import type { ValueItem } from './value-item.ts'
import { filesIn, toValues } from './value-view.ts'

export type CommentItem = {
  id: string
  name: string
  at: string
  text: string
  /** `@` and the name of each person that it is addressed to. */
  mentions: string
  files: FileItem[]
}

/** One approval as its page shows it. */
export type Shown = {
  id: string
  number: string
  /** What is copied: where there is no number but the start of the id, all of it, which an operator needs. */
  copied: string
  title: string
  definition: string
  statusText: string
  statusTone: string
  initiator: string
  createdAt: string
  values: ValueItem[]
  nodes: NodeItem[]
  history: HistoryItem[]
  comments: CommentItem[]
  cc: { id: string; name: string; text: string }[]
  /** The system that carries it on; empty where it is carried on here. */
  source: string
  /** Where it has a page of its own there. */
  openText: string
  /** What was handed over to it and waits for its answer. */
  waiting: string
}

/** What components show before the approval is there. */
export const NOTHING_SHOWN: Shown = {
  id: '',
  number: '',
  copied: '',
  title: '',
  definition: '',
  statusText: '',
  statusTone: 'plain',
  initiator: '',
  createdAt: '',
  values: [],
  nodes: [],
  history: [],
  comments: [],
  cc: [],
  source: '',
  openText: '',
  waiting: '',
}

export function toShown(instance: InstanceView, reading: Reading): Shown {
  const { locale, now, say } = reading
  return {
    id: instance.id,
    number: instance.number,
    copied: instance.id.startsWith(instance.number) ? instance.id : instance.number,
    title: instance.title,
    definition: instance.definition.name,
    statusText: waitsForInitiator(instance)
      ? say('waitsForResubmit')
      : fill(STATUS_NAMES[instance.status], locale),
    statusTone: statusTone(instance.status),
    initiator: instance.initiator.name,
    createdAt: dateText(instance.createdAt, now, locale),
    values: toValues(instance, reading),
    nodes: toNodes(instance, reading),
    history: toHistory(instance, reading),
    comments: instance.comments.map((comment) => toComment(comment, reading)),
    cc: instance.cc.map(({ id, person, readAt }) => ({
      id,
      name: person.name,
      text: readAt === null ? say('unread') : say('read'),
    })),
    ...toElsewhere(instance, say),
  }
}

/** What there is to say of an approval that another system carries on. */
function toElsewhere(
  { source, tasks }: InstanceView,
  say: Say,
): Pick<Shown, 'source' | 'openText' | 'waiting'> {
  if (!source) return { source: '', openText: '', waiting: '' }
  const { name, page } = source
  const pressed = tasks.find((task) => task.pressed)?.pressed
  return {
    source: name,
    openText: page ? say('openIn', { source: name }) : '',
    waiting: pressed ? say('pressWaits', { action: pressed.name, source: name }) : '',
  }
}

/** Nobody has to approve it: it waits to be submitted again. */
const waitsForInitiator = ({ tasks }: InstanceView): boolean =>
  tasks.some(({ nodeId, status }) => nodeId === INITIATOR_NODE && status === 'PENDING')

function toComment(comment: CommentView, reading: Reading): CommentItem {
  return {
    id: comment.id,
    name: comment.by?.name ?? systemName(comment.service, reading.say),
    at: dateText(comment.at, reading.now, reading.locale),
    text: comment.text,
    mentions: comment.mentions.map(({ name }) => `@${name}`).join(' '),
    files: comment.attachments.map((file) => toFile(file, reading)),
  }
}

/** Every file of the page once, whatever it hangs on. */
export function filesOf({ values, nodes, history, comments }: Shown): FileItem[] {
  const people = nodes.flatMap((node) => node.people)
  const files = [...filesIn(values), ...[...people, ...history, ...comments].flatMap((one) => one.files)]
  return [...new Map(files.map((file) => [file.id, file])).values()]
}
