import { timeText, type ClientContext } from './client-context.ts'
import { make, makeButton } from './dom.ts'
import { makeImMessage } from './im-message.ts'
import { decodeEntities } from './entities.ts'
import { renderMarkdown } from './markdown.ts'
import type { Card, Message } from './model.ts'
import { makePastedLink } from './pasted-link.ts'
import { patchList } from './patch-list.ts'

/** The bot's messages, the newest at the top. */
export function renderChat(
  container: HTMLElement,
  messages: readonly Message[],
  context: ClientContext,
): void {
  patchList(
    container,
    messages,
    ({ messageId }) => messageId,
    (message) => makeMessage(message, context),
  )
}

function makeMessage(message: Message, context: ClientContext): HTMLElement {
  switch (message.kind) {
    case 'card':
      return makeCard(message, context)
    case 'im':
      return makeImMessage(message, context)
    case 'link':
      return makePastedLink(message, context)
  }
}

/** Templates that take quick approval are the orange ones, also without any button (发送审批 Bot 消息). */
const QUICK = ['1008', '1009', '1010', '1011', '1012', '1013', '1020', '1028']

/** The colour of a card's head, by what its template is about. */
const TONES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(QUICK.map((id) => [id, 'orange'])),
  '1003': 'red',
  '1004': 'green',
  '1005': 'green',
  '1007': 'grey',
  '1015': 'grey',
}

function toneOf(card: Card): string {
  if (card.status === 'open' || card.status === 'buttons_gone') return TONES[card.templateId] ?? 'blue'
  if (card.status === 'APPROVED') return 'green'
  return card.status === 'REJECTED' ? 'red' : 'grey'
}

function makeCard(card: Card, context: ClientContext): HTMLElement {
  const { words, choice } = context
  const colon = choice.locale === 'en-US' ? ': ' : '：'
  const isSettled = card.status !== 'open' && card.status !== 'buttons_gone'
  const { name, departmentName } = card.initiator
  const initiator = decodeEntities([name, departmentName].filter(Boolean).join(' · '))
  const lines = [card.content, ...card.summaries].filter(Boolean)
  const text = (className: string, markdown: string): HTMLElement | false =>
    markdown !== '' && make('p', { class: className }, ...renderMarkdown(markdown))
  return make(
    'article',
    { class: 'card', label: decodeEntities(card.title), data: { tone: toneOf(card), status: card.status } },
    make(
      'header',
      { class: 'card-head' },
      make('h3', {}, ...renderMarkdown(card.title)),
      isSettled && make('span', { class: 'card-status', text: decodeEntities(card.statusName) }),
    ),
    make(
      'div',
      { class: 'card-body' },
      card.sender !== '' &&
        make('p', { class: 'card-initiator', text: `${words.sender}${colon}${decodeEntities(card.sender)}` }),
      initiator !== '' &&
        make('p', { class: 'card-initiator', text: `${words.initiator}${colon}${initiator}` }),
      ...lines.map((line) => make('p', {}, ...renderMarkdown(line))),
      text('card-comment', card.comment),
      text('card-comment', card.text),
      text('card-note', card.note),
    ),
    makeFoot(card, context),
    make('time', { class: 'card-time', text: timeText(card.sentAt, choice.locale) }),
  )
}

const STYLES: Readonly<Record<string, string>> = { APPROVE: 'button primary', REJECT: 'button danger' }

function makeFoot(card: Card, { words, choice, press, open }: ClientContext): HTMLElement {
  const buttons = card.buttons.map((button) => {
    const element = makeButton(
      decodeEntities(button.name),
      () => {
        element.disabled = true
        const pressed = {
          userId: choice.user,
          via: 'card' as const,
          messageId: card.messageId,
          action: button.actionType,
        }
        void press(pressed, button).finally(() => (element.disabled = false))
      },
      STYLES[button.actionType] ?? 'button',
    )
    return element
  })
  const links = card.actions.map((action) => {
    const own = action.name === 'DETAIL' ? card.detailName || words.detail : action.name
    return makeButton(decodeEntities(own), () => {
      open({ phone: action.iosUrl, pc: action.pcUrl }, { in: 'chat' })
    })
  })
  return make('footer', { class: 'card-foot' }, ...buttons, ...links)
}
