import type { AttachmentView, CommentView, InstanceView } from '../../../shared/api.ts'
import { valueText } from '../../../shared/form-text.ts'
import { textIn, type Locale } from '../../../shared/languages.ts'
import { isEmpty } from '../../../shared/form-rules.ts'
import { say as fill, STATUS_NAMES } from '../../../shared/texts.ts'
import { dateText } from '../../view/date-text.ts'
import { isSkipped, modeText, type FileItem, type NodeItem, type Tone } from '../../view/node-item.ts'
import { statusTone } from '../../view/status-tone.ts'
import type { Say } from '../../view/words.ts'
import { skippedText } from '../form/route-view.ts'

export type ValueItem = { key: string; label: string; text: string; files: FileItem[] }
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
  title: string
  definition: string
  statusText: string
  statusTone: string
  initiator: string
  createdAt: string
  values: ValueItem[]
  nodes: NodeItem[]
  comments: CommentItem[]
  cc: { id: string; name: string; text: string }[]
}

/** What components show before the approval is there. */
export const NOTHING_SHOWN: Shown = {
  ...{ id: '', title: '', definition: '', statusText: '', statusTone: 'plain', initiator: '', createdAt: '' },
  ...{ values: [], nodes: [], comments: [], cc: [] },
}

export type Reading = { locale: Locale; now: number; say: Say; urlOf: (url: string) => string }

export function toShown(instance: InstanceView, reading: Reading): Shown {
  const { locale, now, say } = reading
  return {
    id: instance.id,
    title: say('titleOf', { name: instance.initiator.name, title: instance.title }),
    definition: instance.definition.name,
    statusText: fill(STATUS_NAMES[instance.status], locale),
    statusTone: statusTone(instance.status),
    initiator: instance.initiator.name,
    createdAt: dateText(instance.createdAt, now, locale),
    values: toValues(instance, reading),
    nodes: toNodes(instance, reading),
    comments: instance.comments.map((comment) => toComment(comment, reading)),
    cc: instance.cc.map(({ id, person, readAt }) => ({
      id,
      name: person.name,
      text: readAt === null ? say('unread') : say('read'),
    })),
  }
}

function toValues({ fields, form, names, files }: InstanceView, reading: Reading): ValueItem[] {
  return fields.map((field) => {
    const value = form[field.key]
    const own =
      field.type === 'image' || field.type === 'attachment'
        ? (Array.isArray(value) ? value : []).flatMap((id) => files[id] ?? [])
        : []
    return {
      key: field.key,
      label: textIn(field.label, reading.locale),
      text:
        own.length > 0 && !isEmpty(value) ? '' : valueText(field, value, reading.locale, (id) => names[id]),
      files: own.map((file) => toFile(file, reading)),
    }
  })
}

function toFile(file: AttachmentView, { urlOf }: Pick<Reading, 'urlOf'>): FileItem {
  return {
    id: file.id,
    name: file.name,
    size: sizeText(file.size),
    url: urlOf(file.url),
    image: /^image\/(png|jpeg|gif|webp|bmp)$/.test(file.type),
  }
}

export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

function toComment(comment: CommentView, reading: Reading): CommentItem {
  return {
    id: comment.id,
    name: comment.by.name,
    at: dateText(comment.at, reading.now, reading.locale),
    text: comment.text,
    mentions: comment.mentions.map(({ name }) => `@${name}`).join(' '),
    files: comment.attachments.map((file) => toFile(file, reading)),
  }
}

const NODE_TONES: Record<InstanceView['nodes'][number]['status'], Tone> = {
  waiting: 'waiting',
  active: 'active',
  passed: 'done',
  skipped: 'skipped',
  stopped: 'stopped',
}

const TASK_TONES: Record<InstanceView['tasks'][number]['status'], Tone> = {
  PENDING: 'active',
  APPROVED: 'done',
  REJECTED: 'refused',
  TRANSFERRED: 'waiting',
  DONE: 'waiting',
}

/** First who asked, then each node with what its people did. */
function toNodes(instance: InstanceView, reading: Reading): NodeItem[] {
  const { locale, now, say } = reading
  const started: NodeItem = {
    ...blank('', say('submittedBy')),
    tone: 'done',
    people: [
      {
        key: instance.initiator.userId,
        name: instance.initiator.name,
        tone: 'waiting',
        text: dateText(instance.createdAt, now, locale),
        reason: '',
        files: [],
      },
    ],
  }
  const nodes = instance.nodes.map((node): NodeItem => {
    const tasks = instance.tasks.filter(({ nodeId }) => nodeId === node.id)
    const refused = tasks.some(({ status }) => status === 'REJECTED')
    const untouched = node.approvers.filter(
      ({ userId }) => !tasks.some(({ assignee }) => assignee.userId === userId),
    )
    const skipped = isSkipped(node)
    return {
      ...blank(node.id, node.name),
      tone: refused ? 'refused' : skipped ? 'skipped' : NODE_TONES[node.status],
      statusText: skipped ? skippedText(node, say) : '',
      modeText: skipped ? '' : modeText(node.mode, Math.max(node.approvers.length, tasks.length), say),
      people: skipped
        ? []
        : [
            ...tasks.map((task) => toActed(task, reading)),
            ...untouched.map(({ userId, name }) => ({
              ...{ key: userId, name, tone: 'waiting' as const, text: '', reason: '', files: [] },
            })),
          ],
    }
  })
  return [started, ...nodes, ...toEnd(instance, reading)]
}

function toActed(task: InstanceView['tasks'][number], reading: Reading): NodeItem['people'][number] {
  const { locale, now } = reading
  const at = task.endedAt === null ? '' : ` · ${dateText(task.endedAt, now, locale)}`
  return {
    key: task.id,
    name: task.assignee.name,
    tone: TASK_TONES[task.status],
    text: fill(STATUS_NAMES[task.status], locale) + at,
    reason: task.reason ?? '',
    files: task.attachments.map((file) => toFile(file, reading)),
  }
}

/** How it ended, where no person's decision already says so. */
function toEnd(instance: InstanceView, { locale, now, say }: Reading): NodeItem[] {
  if (instance.endedAt === null) return []
  const last = instance.history.filter(({ event }) => event === 'ended').pop()
  const text = dateText(instance.endedAt, now, locale)
  const name = last?.by?.name ?? say('system')
  const tone = instance.status === 'APPROVED' ? 'done' : 'refused'
  return [
    {
      ...blank('end', fill(STATUS_NAMES[instance.status], locale)),
      tone,
      people: [{ key: 'end', name, tone: 'waiting', text, reason: last?.reason ?? '', files: [] }],
    },
  ]
}

/** Every file of the page, whatever it hangs on. */
export const filesOf = ({ values, nodes, comments }: Shown): FileItem[] => [
  ...values.flatMap(({ files }) => files),
  ...nodes.flatMap(({ people }) => people.flatMap(({ files }) => files)),
  ...comments.flatMap(({ files }) => files),
]

const blank = (id: string, name: string): NodeItem => ({
  ...{ id: id || 'start', name, tone: 'waiting', statusText: '', modeText: '', people: [] },
  ...{ canChoose: false, chooseText: '', fault: '' },
})
