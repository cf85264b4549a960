import type { LocalizedText } from '../../../shared/locale.ts'
import type { MessageKind } from '../../../shared/settings.ts'
import { MESSAGE_TEXTS } from '../../../shared/message-texts.ts'
import { CARD_TEXTS } from '../../../shared/card-texts.ts'
import { say } from '../../../shared/texts.ts'
import type { Notice } from '../../domain/messages.ts'
import type { Picture } from '../../domain/picture.ts'
import { LONGEST_NAME, toAction, toContent, type BotAction, type BotContent } from './bot-content.ts'
import { createTexts, inAll, type MapResource, type Texts } from './i18n.ts'
import { pageOf, type Links } from './links.ts'
import { escapeMarkdown, plainInAll } from './markdown.ts'
import { fromIn, noteOf } from './note.ts'
import { LONGEST_SAID, ownWords, type Words } from './message-words.ts'
import { titleInAll } from './title.ts'

type Sent = {
  user_id: string
  uuid: string
  note: string
  actions: BotAction[]
  i18n_resources: MapResource[]
}

/** A message in Feishu's own words; ours are in `comment` and the lines. */
type GeneralBody = Sent & {
  template_id: string
  approval_name: string
  title_user_id: string
  title_user_id_type: 'user_id'
  comment?: string
  content: BotContent
  sender_user_id?: string
}

type CustomBody = Sent & { template_id: '1021'; custom_title: string; custom_content: string }

/**
 * 发送审批 Bot 消息, 通用模板. No template tells the initiator of a rollback or a termination with the reason: 1012
 * asks its receiver to act, and 1007 has no room for words. Those are told in our own (1021).
 */
const TEMPLATE_OF: Record<MessageKind, string | null> = {
  approved: '1004',
  rejected: '1003',
  rolled_back: null,
  terminated: null,
  withdrawn: '1015',
  commented: '1027',
  mentioned: '1018',
  cc: '1016',
  urged: '1013',
  handed_over: null,
  press_refused: null,
}

/** What these templates say, somebody did. What time or another system did, nobody is to have done. */
const NAMES_SOMEBODY: ReadonlySet<MessageKind> = new Set([
  ...(['approved', 'rejected', 'urged', 'withdrawn', 'commented', 'mentioned'] as const),
])

/**
 * A message that asks for nothing here: its one button opens the details. Feishu shows it in the language of the
 * client; what the receiver chose is what it takes for every other.
 */
export function toMessageBody(
  picture: Picture,
  notice: Notice,
  { links, source }: { links: Links; source?: LocalizedText | undefined },
): GeneralBody | CustomBody {
  const texts = createTexts(notice.locale ?? picture.language)
  const template = templateFor(notice)
  const context = { picture, notice, texts, links, source }
  return template === null ? toCustomBody(context) : toGeneralBody(context, template)
}

const templateFor = ({ kind, by, mayOpen }: Notice): string | null =>
  !mayOpen || (by === null && NAMES_SOMEBODY.has(kind)) ? null : TEMPLATE_OF[kind]

type Context = {
  picture: Picture
  notice: Notice
  texts: Texts
  links: Links
  source: LocalizedText | undefined
}

function toGeneralBody(context: Context, template: string): GeneralBody {
  const { picture, notice, texts, links } = context
  const { by, kind } = notice
  const isUrge = kind === 'urged'
  const said = saidIn(notice)
  // What a definition tells people, it tells them for the initiator.
  const actor = by ?? picture.initiator.userId
  return {
    template_id: template,
    user_id: notice.to,
    uuid: notice.uuid,
    approval_name: texts.add('approval_name', calledIn(context, actor)),
    title_user_id: actor,
    title_user_id_type: 'user_id',
    // 1013 shows no comment, and its `text` would be sent as it is.
    ...(said && !isUrge && { comment: texts.add('comment', said) }),
    content: toContent(picture, texts, isUrge ? urgingLines(said) : []),
    ...(isUrge && { sender_user_id: actor }),
    note: texts.add('note', noteOf(picture, context)),
    actions: [toAction('DETAIL', pageOf(picture, links))],
    i18n_resources: texts.toMaps(),
  }
}

/** Where Feishu's own words say whose it is, or that its initiator did it, the usual title would name them once more. */
function calledIn({ picture, notice: { kind } }: Context, actor: string): Words {
  const isSaid = SAYS_YOUR.has(kind) || actor === picture.initiator.userId
  if (picture.hasOwnTitle || !isSaid) return titleInAll(picture)
  return plainInAll(picture.kind, LONGEST_NAME)
}

/** 1003 and 1004 begin with 你的. */
const SAYS_YOUR: ReadonlySet<MessageKind> = new Set(['approved', 'rejected'])

/** 1004 requires a comment, also where its approver gave no reason. */
function saidIn({ kind, said }: Notice): Words | undefined {
  if (said !== null) return inAll(() => escapeMarkdown(said, LONGEST_SAID))
  return kind === 'approved' ? MESSAGE_TEXTS.approvedWithoutWords : undefined
}

function urgingLines(said: Words | undefined): Words[] {
  return said ? [inAll((locale) => say(MESSAGE_TEXTS.urgeLine, locale, { said: said[locale] }))] : []
}

function toCustomBody(context: Context): CustomBody {
  const { picture, notice, texts, links, source } = context
  const { title, lines } = ownWords(picture, notice)
  const { mayOpen } = notice
  const action = texts.add('action_detail', mayOpen ? CARD_TEXTS.viewDetails : CARD_TEXTS.openApprovals)
  return {
    template_id: '1021',
    user_id: notice.to,
    uuid: notice.uuid,
    custom_title: texts.add('custom_title', title),
    custom_content: texts.add(
      'custom_content',
      inAll((locale) => lines.map((line) => line[locale]).join('\n')),
    ),
    // Whoever may not see the approval learns no number of it.
    note: texts.add('note', mayOpen ? noteOf(picture, context) : fromIn(picture, source)),
    actions: [toAction(action, mayOpen ? pageOf(picture, links) : links.home)],
    i18n_resources: texts.toMaps(),
  }
}
