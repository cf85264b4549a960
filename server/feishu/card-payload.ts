import { defaultLocale, INITIATOR_NODE } from '../../shared/definition.ts'
import { textIn, type Locale } from '../../shared/locale.ts'
import { say, TEXTS } from '../../shared/texts.ts'
import type { Task } from '../domain/instance.ts'
import type { Card } from '../domain/record.ts'
import type { CardStatus } from './card-status.ts'
import { createTexts, inAll, type MapResource } from './i18n.ts'
import type { Links } from './links.ts'
import { escapeMarkdown, plainInAll } from './markdown.ts'
import type { InstanceSnapshot } from './port.ts'
import { contextOf, reasonNeeds, type Callback, type Sign } from './quick-approval.ts'
import { toSummary } from './summary.ts'

/** The SDK has no types for the bot's messages: field names as in 发送审批 Bot 消息. */
export type CardBody = {
  /** The only template with buttons that can be settled later. */
  template_id: '1008'
  user_id: string
  uuid: string
  approval_name: string
  title_user_id: string
  title_user_id_type: 'user_id'
  content: {
    user_id: string
    user_id_type: 'user_id'
    department_id?: string
    summaries: { summary: string }[]
  }
  note: string
  actions: { action_name: string; url: string; android_url: string; ios_url: string; pc_url: string }[]
  action_configs?: {
    action_type: 'APPROVE' | 'REJECT'
    is_need_reason: boolean
    is_reason_required: boolean
    is_need_attachment: boolean
    next_status: CardStatus
  }[]
  action_callback: {
    action_callback_url: string
    action_callback_token: string
    action_callback_key?: string
    action_context: string
  }
  i18n_resources: MapResource[]
}

/** Body of 更新审批 Bot 消息. */
export type CardUpdateBody = { message_id: string; status: CardStatus; i18n_resources: MapResource[] }

const LINES_SHOWN = 5
const LONGEST_LABEL = 100
const LONGEST_VALUE = 300
const LONGEST_NAME = 200

/** What a person gets when their turn comes. The uuid is the card's own, the same for every attempt. */
export function toCardBody(
  { instance, definition: { definition } }: InstanceSnapshot,
  task: Task,
  card: Pick<Card, 'uuid'>,
  { links, callback, sign }: { links: Links; callback: Callback; sign: Sign },
): CardBody {
  const texts = createTexts(defaultLocale(definition))
  const { mobile, pc } = links.detail(instance.id)
  const { initiator } = instance
  const needs = reasonNeeds(instance, task)
  return {
    template_id: '1008',
    user_id: task.assignee,
    uuid: card.uuid,
    approval_name: texts.add('approval_name', plainInAll(definition.name, LONGEST_NAME)),
    title_user_id: initiator.userId,
    title_user_id_type: 'user_id',
    content: {
      user_id: initiator.userId,
      user_id_type: 'user_id',
      ...departmentOf(initiator.department?.departmentId),
      summaries: summariesOf(instance, definition).map((text, at) => ({
        summary: texts.add(`summary_${at + 1}`, text),
      })),
    },
    note: texts.add('note', TEXTS.cardNote),
    actions: [{ action_name: 'DETAIL', url: mobile, android_url: mobile, ios_url: mobile, pc_url: pc }],
    // With next_status Feishu settles the acted card itself; the update still follows, as that may fail there.
    // Whoever has to submit anew does so on the page.
    ...(task.nodeId !== INITIATOR_NODE && {
      action_configs: [
        { action_type: 'APPROVE', ...needs, next_status: 'APPROVED' },
        { action_type: 'REJECT', ...needs, next_status: 'REJECTED' },
      ],
    }),
    action_callback: {
      action_callback_url: callback.url,
      action_callback_token: callback.token,
      ...(callback.key !== undefined && { action_callback_key: callback.key }),
      action_context: sign(contextOf(instance, task)),
    },
    i18n_resources: texts.toMaps(),
  }
}

/** Only the custom id fits here; without the scope for it there is none to give. */
function departmentOf(id: string | undefined): { department_id?: string } {
  return id === undefined || id === '' || id.startsWith('od-') ? {} : { department_id: id }
}

/** Markdown, so people's words are escaped. At least one line, since the template requires it. */
function summariesOf(
  instance: InstanceSnapshot['instance'],
  definition: InstanceSnapshot['definition']['definition'],
): Record<Locale, string>[] {
  const lines = toSummary(definition, instance, LINES_SHOWN).map(({ label, value }) =>
    inAll((locale) =>
      say(TEXTS.summaryLine, locale, {
        label: escapeMarkdown(label[locale], LONGEST_LABEL),
        value: escapeMarkdown(value[locale], LONGEST_VALUE),
      }),
    ),
  )
  if (lines.length > 0) return lines
  return [inAll((locale) => escapeMarkdown(textIn(definition.name, locale), LONGEST_NAME))]
}

/** Settles a card. The id is text to the byte: as a number an int64 loses digits. */
export function toCardUpdateBody(messageId: string, status: CardStatus): CardUpdateBody {
  // Nothing refers to a text here, yet the reference requires the resources.
  const texts = createTexts('zh-CN')
  texts.add('note', TEXTS.cardNote)
  return { message_id: messageId, status, i18n_resources: texts.toMaps() }
}
