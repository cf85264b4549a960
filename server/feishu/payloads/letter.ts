import { BOT_TEMPLATES, FREE_TEMPLATE } from '../../../shared/bot-templates.ts'
import { CARD_TEXTS } from '../../../shared/card-texts.ts'
import type { LocalizedText } from '../../../shared/locale.ts'
import type {
  Letter,
  LetterButton,
  LetterContent,
  LetterLink,
  LetterStatus,
} from '../../domain/letters/letter.ts'
import type { LetterPeople } from '../../domain/letters/plan-letter.ts'
import type { Card } from '../../domain/outbox/record.ts'
import type { BotAction } from './bot-content.ts'
import { createTexts, type MapResource, type Texts } from './i18n.ts'
import { toActionConfig, type ActionConfig, type QuickApprovalCallback, type Sign } from './quick-approval.ts'

/** Body of 发送审批 Bot 消息, as a source filled it in. */
export type LetterBody = {
  template_id: string
  user_id: string
  uuid: string
  note?: string
  actions: BotAction[]
  i18n_resources: MapResource[]
} & (FreeWords | GeneralWords)

type FreeWords = { custom_title: string; custom_content: string }

type GeneralWords = {
  approval_name: string
  title_user_id?: string
  title_user_id_type?: 'user_id'
  comment?: string
  content: {
    user_id?: string
    user_id_type?: 'user_id'
    user_name?: string
    department_id?: string
    department_name?: string
    summaries: { summary: string }[]
  }
  sender_user_id?: string
  text?: string
  action_configs?: (ActionConfig & { next_status?: string })[]
  action_callback?: {
    action_callback_url: string
    action_callback_token: string
    action_callback_key?: string
    action_context: string
  }
}

/** Body of 更新审批 Bot 消息, as a source filled it in. */
export type LetterUpdateBody = {
  message_id: string
  status: string
  status_name?: string
  detail_action_name?: string
  i18n_resources: MapResource[]
}

type LetterParts = { people: LetterPeople; callback: QuickApprovalCallback; sign: Sign }

/**
 * What the source wrote, put right: people by user_id, whoever is known to nobody left out, our own callback. Its words
 * are its own, Markdown included.
 */
export function toLetterBody(letter: Letter, { uuid }: Pick<Card, 'uuid'>, parts: LetterParts): LetterBody {
  const { content } = letter
  const { template, language, note, links } = content
  const texts = createTexts(language)
  const userId = parts.people[content.to] ?? ''
  const words =
    template === FREE_TEMPLATE
      ? toFreeWords(content, texts)
      : { ...toGeneralWords(content, parts.people, texts), ...toButtons(letter, userId, parts, texts) }
  return {
    template_id: template,
    user_id: userId,
    uuid,
    ...words,
    ...(note && { note: texts.add('note', note) }),
    actions: links.map((link, at) => toLink(link, `link_${at + 1}`, texts)),
    i18n_resources: texts.toMaps(),
  }
}

const toFreeWords = ({ title, comment }: LetterContent, texts: Texts): FreeWords => ({
  custom_title: texts.add('custom_title', title),
  custom_content: texts.add('custom_content', comment ?? title),
})

function toGeneralWords(content: LetterContent, people: LetterPeople, texts: Texts): GeneralWords {
  const { title, comment, text } = content
  const titlePerson = knownIn(people, content.titlePerson)
  const sender = knownIn(people, content.sender)
  return {
    approval_name: texts.add('approval_name', title),
    ...(titlePerson !== null && { title_user_id: titlePerson, title_user_id_type: 'user_id' as const }),
    ...(comment && { comment: texts.add('comment', comment) }),
    content: toSubject(content, people, texts),
    ...(sender !== null && { sender_user_id: sender }),
    ...(text !== null && { text }),
  }
}

function toSubject({ subject }: LetterContent, people: LetterPeople, texts: Texts): GeneralWords['content'] {
  const { personName, department, departmentName, summaries } = subject
  const person = knownIn(people, subject.person)
  return {
    ...(person !== null && { user_id: person, user_id_type: 'user_id' as const }),
    ...addedIf('user_name', personName, texts),
    ...(department !== null && { department_id: department }),
    ...addedIf('department_name', departmentName, texts),
    summaries: summaries.map((summary, at) => ({ summary: texts.add(`summary_${at + 1}`, summary) })),
  }
}

const addedIf = (field: string, text: LocalizedText | null, texts: Texts): Record<string, string> =>
  text ? { [field]: texts.add(field, text) } : {}

const knownIn = (people: LetterPeople, name: string | null): string | null =>
  name !== null && Object.hasOwn(people, name) ? (people[name] ?? null) : null

/** Buttons call us: what is pressed leads back to the letter by the context that we sign. */
function toButtons(
  { id, content }: Letter,
  userId: string,
  { callback, sign }: LetterParts,
  texts: Texts,
): Pick<GeneralWords, 'action_configs' | 'action_callback'> {
  const { template, buttons } = content
  // 发送审批 Bot 消息 prints buttons on a template that has none.
  if (BOT_TEMPLATES[template]?.isToDo !== true || buttons.length === 0) return {}
  return {
    action_configs: buttons.map((button) => toConfig(button, texts)),
    action_callback: {
      action_callback_url: callback.url,
      action_callback_token: callback.token,
      ...(callback.key !== undefined && { action_callback_key: callback.key }),
      action_context: sign({ instanceId: id, taskId: id, userId, round: 1 }),
    },
  }
}

const toConfig = ({ nextStatus, ...action }: LetterButton, texts: Texts) => ({
  ...toActionConfig(action, texts),
  ...(nextStatus !== null && { next_status: nextStatus }),
})

const toLink = ({ name, url, android, ios, pc }: LetterLink, key: string, texts: Texts): BotAction => ({
  action_name: name ? texts.add(key, name) : 'DETAIL',
  url,
  android_url: android,
  ios_url: ios,
  pc_url: pc,
})

/** The id is text to the byte: as a number an int64 loses digits. */
export function toLetterUpdateBody(messageId: string, shown: LetterStatus): LetterUpdateBody {
  const { status, name, detail, language } = shown
  const texts = createTexts(language)
  // The reference requires the resources, also where nothing refers to a text.
  texts.add('note', CARD_TEXTS.fromSystem)
  const isCustom = status === 'CUSTOM'
  return {
    message_id: messageId,
    status,
    ...(isCustom && name && { status_name: texts.add('status_name', name) }),
    ...(isCustom && detail && { detail_action_name: texts.add('detail_action_name', detail) }),
    i18n_resources: texts.toMaps(),
  }
}
