import { z } from 'zod'
import { BOT_TEMPLATES, FREE_TEMPLATE, type TemplateNeed } from '../../../shared/bot-templates.ts'
import type { LocalizedText } from '../../../shared/locale.ts'
import { cleanText } from '../../../shared/person-text.ts'
import type {
  LetterButton,
  LetterCallback,
  LetterContent,
  LetterLink,
  LetterStatus,
} from '../../domain/letters/letter.ts'
import { ActionConfig, readAction } from './actions.ts'
import { paramInvalid } from './refusal.ts'
import { readTexts, Resources, type PushedWords } from './texts.ts'
import { listOf, optionalText, readFields, required, text } from './wire.ts'

/** Feishu's limits (发送审批 Bot 消息). */
const MOST_SUMMARIES = 5
const MOST_ACTIONS = 2
const LONGEST_UUID = 64
const LONGEST_CONTEXT = 4_096

/** Words of 更新审批 Bot 消息. */
const STATUSES = [
  ...['APPROVED', 'REJECTED', 'CANCELLED', 'FORWARDED', 'ROLLBACK', 'ADD', 'DELETED', 'PROCESSED', 'CUSTOM'],
] as const

const Status = z.enum(STATUSES, `is one of ${STATUSES.join(', ')}`)

const url = text
  .pipe(z.string())
  // The page prints one behind a space.
  .transform((address) => address.trim())
  .pipe(
    z
      .string()
      .regex(
        /^(?!(?:javascript|data|vbscript):)[a-z][a-z0-9+.-]*:\/\/\S+$/i,
        'has its schema, like https://',
      ),
  )

const Action = z.object({
  action_name: required,
  url,
  android_url: url,
  ios_url: url,
  pc_url: url,
})

const Button = ActionConfig.extend({
  action_type: required.pipe(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'is APPROVE, REJECT or an English word'),
  ),
  next_status: optionalText.pipe(Status.optional()),
})

const Callback = z.object({
  action_callback_url: required.pipe(
    z.string().regex(/^https?:\/\/\S+$/i, 'starts with http:// or https://'),
  ),
  action_callback_token: optionalText,
  action_callback_key: optionalText,
  action_context: optionalText.pipe(
    z.string().max(LONGEST_CONTEXT, `has at most ${LONGEST_CONTEXT} characters`).optional(),
  ),
})

const Content = z.object({
  user_id: optionalText,
  department_id: optionalText,
  user_name: optionalText,
  department_name: optionalText,
  summaries: listOf(z.object({ summary: required }), MOST_SUMMARIES),
})

const MessageBody = z.object({
  template_id: required,
  user_id: optionalText,
  open_id: optionalText,
  uuid: optionalText.pipe(z.string().max(LONGEST_UUID, `has at most ${LONGEST_UUID} characters`).optional()),
  approval_name: optionalText,
  custom_title: optionalText,
  custom_content: optionalText,
  title_user_id: optionalText,
  comment: optionalText,
  content: Content.optional(),
  note: optionalText,
  sender_user_id: optionalText,
  text: optionalText,
  actions: z
    .array(Action, 'is required, as a list')
    .min(1, 'is required')
    .max(MOST_ACTIONS, `has at most ${MOST_ACTIONS} entries`),
  action_callback: Callback.optional(),
  action_configs: listOf(Button, MOST_ACTIONS),
  i18n_resources: Resources,
})
type MessageBody = z.output<typeof MessageBody>

/** A message of a source to one person; `isToDo`: it asks them to decide. */
export type SourceMessage = {
  isToDo: boolean
  uuid: string | null
  content: LetterContent
  callback: LetterCallback | null
}

/** Body of 发送审批 Bot 消息. Throws `Refusal`. */
export function readMessage(body: unknown): SourceMessage {
  const read = readFields(MessageBody, body)
  const template = Object.hasOwn(BOT_TEMPLATES, read.template_id)
    ? BOT_TEMPLATES[read.template_id]
    : undefined
  if (!template) throw paramInvalid('template_id', 'is the number of no template')
  const isFree = read.template_id === FREE_TEMPLATE
  const to = read.user_id ?? read.open_id
  if (to === undefined) throw paramInvalid('user_id', 'is required, or open_id')
  assertNeeds(read, template.needs)
  const line = readTexts(read.i18n_resources)
  const lines = readTexts(read.i18n_resources, cleanText)
  return {
    isToDo: template.isToDo,
    uuid: read.uuid ?? null,
    content: {
      template: read.template_id,
      language: line.language,
      to,
      title: isFree
        ? said(line, 'custom_title', read.custom_title)
        : said(line, 'approval_name', read.approval_name),
      titlePerson: read.title_user_id ?? null,
      comment: isFree
        ? said(lines, 'custom_content', read.custom_content)
        : lines.of('comment', read.comment),
      subject: readSubject(read, isFree, { line, lines }),
      note: line.of('note', read.note),
      sender: read.sender_user_id ?? null,
      text: read.text ?? null,
      links: read.actions.map((action, at) => readLink(action, at, isFree, line)),
      buttons: read.action_configs.map((config, at) => readButton(config, at, line)),
    },
    callback: readCallback(read, template.isToDo),
  }
}

function assertNeeds(read: MessageBody, needs: readonly TemplateNeed[]): void {
  for (const field of needs)
    if (read[field] === undefined) throw paramInvalid(field, `is required by template ${read.template_id}`)
}

function said(words: PushedWords, field: string, value: string | undefined): LocalizedText {
  const found = words.of(field, value)
  if (!found) throw paramInvalid(field, 'is required')
  return found
}

function readSubject(
  { content }: MessageBody,
  isFree: boolean,
  { line, lines }: Record<'line' | 'lines', PushedWords>,
): LetterContent['subject'] {
  if (!isFree && (content?.summaries ?? []).length === 0)
    throw paramInvalid('content.summaries', 'is required')
  const department = content?.department_id
  return {
    person: content?.user_id ?? null,
    personName: line.of('content.user_name', content?.user_name),
    // The page says that an open_department_id is not taken, and prints one.
    department: department === undefined || department.startsWith('od-') ? null : department,
    departmentName: line.of('content.department_name', content?.department_name),
    summaries: (content?.summaries ?? []).map(({ summary }, at) =>
      said(lines, `content.summaries[${at}].summary`, summary),
    ),
  }
}

function readLink(
  action: z.output<typeof Action>,
  at: number,
  isFree: boolean,
  line: PushedWords,
): LetterLink {
  const field = `actions[${at}].action_name`
  const isDetail = !isFree && at === 0
  if (isDetail && action.action_name !== 'DETAIL') throw paramInvalid(field, 'is DETAIL')
  return {
    name: isDetail ? null : said(line, field, action.action_name),
    url: action.url,
    android: action.android_url,
    ios: action.ios_url,
    pc: action.pc_url,
  }
}

const readButton = (config: z.output<typeof Button>, at: number, line: PushedWords): LetterButton => ({
  ...readAction(config, `action_configs[${at}].action_name`, line),
  nextStatus: config.next_status ?? null,
})

/** Buttons that call nobody are refused; where a template has none, those that are printed on it are none. */
function readCallback(read: MessageBody, isToDo: boolean): LetterCallback | null {
  const { action_callback: callback, action_configs: buttons } = read
  if (!isToDo || buttons.length === 0) return null
  if (!callback) throw paramInvalid('action_callback', 'is required where there are action_configs')
  return {
    url: callback.action_callback_url,
    token: callback.action_callback_token ?? null,
    key: callback.action_callback_key ?? null,
    context: callback.action_context ?? null,
  }
}

/** 步骤六 leaves the texts out. */
const UpdateBody = z.object({
  message_id: required,
  status: required.pipe(Status),
  status_name: optionalText,
  detail_action_name: optionalText,
  i18n_resources: Resources.default([]),
})

/** Body of 更新审批 Bot 消息; the id to the byte, also where it comes as a number. Throws `Refusal`. */
export function readMessageUpdate(body: unknown): { id: string; shown: LetterStatus } {
  const read = readFields(UpdateBody, body)
  const line = readTexts(read.i18n_resources)
  return {
    id: read.message_id,
    shown: {
      status: read.status,
      name: line.of('status_name', read.status_name),
      detail: line.of('detail_action_name', read.detail_action_name),
      language: line.language,
    },
  }
}
