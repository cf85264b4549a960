import { z } from 'zod'
import { ActionConfig } from './actions.ts'
import { paramInvalid } from './refusal.ts'
import { readTexts, Resources } from './texts.ts'
import { listOf, optionalText, readFields, required, text } from './wire.ts'

/** Feishu's limits (发送审批 Bot 消息). */
const MOST_SUMMARIES = 5
const MOST_ACTIONS = 2
const LONGEST_UUID = 64

/** 模板列表: those that ask somebody to decide, and may have buttons for it. */
const TO_DOS: ReadonlySet<string> = new Set(['1008', '1009', '1010', '1011', '1012', '1013', '1020', '1028'])
const NOTICES: ReadonlySet<string> = new Set(
  ['1001', '1002', '1003', '1004', '1005', '1006', '1007', '1015', '1016', '1017', '1018', '1019'].concat([
    '1021',
    '1024',
    '1026',
    '1027',
  ]),
)

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

const MessageBody = z.object({
  template_id: required,
  user_id: optionalText,
  open_id: optionalText,
  uuid: optionalText.pipe(z.string().max(LONGEST_UUID, `has at most ${LONGEST_UUID} characters`).optional()),
  approval_name: optionalText,
  custom_title: optionalText,
  custom_content: optionalText,
  content: z.object({ summaries: listOf(z.object({ summary: optionalText }), MOST_SUMMARIES) }).optional(),
  actions: z
    .array(Action, 'is required, as a list')
    .min(1, 'is required')
    .max(MOST_ACTIONS, `has at most ${MOST_ACTIONS} entries`),
  action_configs: listOf(ActionConfig, MOST_ACTIONS),
  i18n_resources: Resources,
})

/** A message of a source to one person. */
export type SourceMessage = { template: string; isToDo: boolean; person: string; uuid: string | null }

/** Body of 发送审批 Bot 消息. Throws `Refusal`. */
export function readMessage(body: unknown): SourceMessage {
  const read = readFields(MessageBody, body)
  const { template_id: template, actions } = read
  const isToDo = TO_DOS.has(template)
  if (!isToDo && !NOTICES.has(template)) throw paramInvalid('template_id', 'is the number of no template')
  const words = readTexts(read.i18n_resources)
  const fields =
    template === '1021' ? (['custom_title', 'custom_content'] as const) : (['approval_name'] as const)
  for (const field of fields) if (!words.of(field, read[field])) throw paramInvalid(field, 'is required')
  if (template !== '1021' && actions[0]?.action_name !== 'DETAIL')
    throw paramInvalid('actions[0].action_name', 'is DETAIL')
  const person = read.user_id ?? read.open_id
  if (person === undefined) throw paramInvalid('user_id', 'is required, or open_id')
  return { template, isToDo, person, uuid: read.uuid ?? null }
}

/** PushedWords of 更新审批 Bot 消息. */
const STATUSES = [
  ...['APPROVED', 'REJECTED', 'CANCELLED', 'FORWARDED', 'ROLLBACK', 'ADD', 'DELETED', 'PROCESSED', 'CUSTOM'],
] as const

/** 步骤六 leaves the texts out. */
const UpdateBody = z.object({
  message_id: required,
  status: required.pipe(z.enum(STATUSES, `is one of ${STATUSES.join(', ')}`)),
})

/** Body of 更新审批 Bot 消息; the id to the byte, also where it comes as a number. Throws `Refusal`. */
export const readMessageUpdate = (body: unknown): { messageId: string } => ({
  messageId: readFields(UpdateBody, body).message_id,
})
