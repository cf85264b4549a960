import type { LocalizedText } from '../../../shared/locale.ts'
import { CARD_TEXTS } from '../../../shared/card-texts.ts'
import type { Card } from '../../domain/outbox/record.ts'
import type { QuickAction } from '../../domain/quick-action.ts'
import type { Picture, PicturedTask } from '../../domain/picture.ts'
import { toAction, toContent, type BotAction, type BotContent } from './bot-content.ts'
import type { CardStatus } from '../../domain/outbox/card-status.ts'
import { createTexts, type MapResource, type Texts } from './i18n.ts'
import { pageOf, type Links } from './links.ts'
import { noteOf } from './note.ts'
import {
  contextOf,
  toActionConfig,
  type ActionConfig,
  type QuickApprovalCallback,
  type Sign,
} from './quick-approval.ts'
import { titleInAll } from './title.ts'

/** The SDK has no types for the bot's messages: field names as in 发送审批 Bot 消息. */
export type CardBody = {
  /** The only template with buttons that can be settled later. */
  template_id: '1008'
  user_id: string
  uuid: string
  approval_name: string
  content: BotContent
  note: string
  actions: BotAction[]
  action_configs?: (ActionConfig & { next_status?: CardStatus })[]
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

type CardParts = {
  links: Links
  callback: QuickApprovalCallback
  sign: Sign
  source?: LocalizedText | undefined
}

/** What a person gets when their turn comes. The uuid is the card's own, the same for every attempt. */
export function toCardBody(
  picture: Picture,
  task: PicturedTask,
  card: Pick<Card, 'uuid'>,
  { links, callback, sign, source }: CardParts,
): CardBody {
  const texts = createTexts(picture.language)
  return {
    template_id: '1008',
    user_id: task.assignee,
    uuid: card.uuid,
    // Without a title_user_id Feishu writes 待你审批 behind it and names nobody twice: the title says whose it is.
    approval_name: texts.add('approval_name', titleInAll(picture)),
    content: toContent(picture, texts),
    note: texts.add('note', noteOf(picture, { source, principal: task.principal })),
    actions: [toAction('DETAIL', pageOf({ id: picture.id, page: task.page ?? picture.page }, links))],
    // With next_status Feishu settles the acted card itself; the update still follows, as that may fail there. Without
    // it a card stays open (发送审批 Bot 消息): no update opens one again, and another system may say no in the end.
    // Whoever has to submit anew does so on the page; only earlier builds left such a card to be sent.
    ...(task.actions.length > 0 && { action_configs: task.actions.map((action) => toConfig(action, texts)) }),
    action_callback: {
      action_callback_url: callback.url,
      action_callback_token: callback.token,
      ...(callback.key !== undefined && { action_callback_key: callback.key }),
      action_context: sign(contextOf(picture, task)),
    },
    i18n_resources: texts.toMaps(),
  }
}

const toConfig = (action: QuickAction, texts: Texts) => ({
  ...toActionConfig(action, texts),
  ...(action.next && { next_status: action.next }),
})

/** Settles a card. The id is text to the byte: as a number an int64 loses digits. */
export function toCardUpdateBody(messageId: string, status: CardStatus): CardUpdateBody {
  // Nothing refers to a text here, yet the reference requires the resources.
  const texts = createTexts('zh-CN')
  texts.add('note', CARD_TEXTS.fromSystem)
  return { message_id: messageId, status, i18n_resources: texts.toMaps() }
}
