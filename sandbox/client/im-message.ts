import { timeText, type ClientContext } from './client-context.ts'
import { make, makeButton } from './dom.ts'
import { renderMarkdown } from './markdown.ts'
import type { ImMessage } from './model.ts'

type Bag = Record<string, unknown>

const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {})
const list = (value: unknown): Bag[] => (Array.isArray(value) ? value.map(bag) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Hands what a button carries back to the app. */
type CallBack = (value: unknown) => Promise<void>
type CardContext = ClientContext & { callBack?: CallBack }

/** A link that a colleague shared (shareWebContent). */
function makeShared(content: Bag, sentAt: number, { words, open, choice }: ClientContext): HTMLElement {
  const [title, url] = [text(content['title']), text(content['url'])]
  const follow = (): void => {
    open({ phone: url, pc: url }, { in: 'chat' })
  }
  return make(
    'article',
    { class: 'card', label: title, data: { tone: 'blue' } },
    make('header', { class: 'card-head' }, make('h3', { text: title })),
    make('div', { class: 'card-body' }, make('p', { class: 'card-initiator', text: words.shared_link })),
    make('footer', { class: 'card-foot' }, makeButton(words.detail, follow)),
    make('time', { class: 'card-time', text: timeText(sentAt, choice.locale) }),
  )
}

/** A message of the app's own bot: plain text, or an interactive card. */
export function makeImMessage(message: ImMessage, context: ClientContext): HTMLElement {
  const { content, msgType, sentAt } = message
  if (msgType === 'share_link') return makeShared(bag(content), sentAt, context)
  const foot = make('time', { class: 'card-time', text: timeText(sentAt, context.choice.locale) })
  return makeImCard(content, context, { label: msgType, foot })
}

/** 飞书卡片, as far as ours use it. */
export function makeImCard(
  data: unknown,
  context: CardContext,
  { label, foot }: { label: string; foot?: HTMLElement },
): HTMLElement {
  const { locale } = context.choice
  const content = bag(data)
  const header = bag(content['header'])
  const title = wordsIn(header['title'], locale)
  const elements = list(content['elements'])
  return make(
    'article',
    { class: 'card', label: title || label, data: { tone: text(header['template']) || 'blue' } },
    title !== '' && make('header', { class: 'card-head' }, make('h3', { text: title })),
    make(
      'div',
      { class: 'card-body' },
      text(content['text']),
      ...elements.flatMap((one) => makeElement(one, context)),
    ),
    foot,
  )
}

/** 配置卡片多语言: the client's own language where the card has it, spelled `zh_cn`. */
function wordsIn(value: unknown, locale: string): string {
  const { content, i18n_content: own, i18n } = bag(value)
  const language = locale.toLowerCase().replace('-', '_')
  return text(bag(own)[language]) || text(bag(i18n)[language]) || text(content)
}

function makeElement(element: Bag, context: CardContext): HTMLElement[] {
  const { locale } = context.choice
  switch (element['tag']) {
    case 'hr':
      return [make('hr')]
    case 'button':
      return [makeLink(element, context)]
    case 'action':
      return [
        make('div', { class: 'card-foot' }, ...list(element['actions']).map((one) => makeLink(one, context))),
      ]
    case 'column_set':
      return [
        make(
          'div',
          { class: 'card-columns' },
          ...list(element['columns']).map((one) => makeColumn(one, context)),
        ),
      ]
    default: {
      const lines = [element, ...[element['text']].map(bag), ...list(element['elements'])]
      return lines
        .map((line) => wordsIn(line, locale))
        .filter(Boolean)
        .map((line) => make('p', {}, ...renderMarkdown(line)))
    }
  }
}

const makeColumn = (column: Bag, context: CardContext): HTMLElement =>
  make(
    'div',
    { data: { width: text(column['width']) } },
    ...list(column['elements']).flatMap((one) => makeElement(one, context)),
  )

const STYLES: Readonly<Record<string, string>> = { primary: 'button primary', danger: 'button danger' }

function makeLink(element: Bag, { open, words, choice, callBack }: CardContext): HTMLElement {
  const [behaviour = {}] = list(element['behaviors'])
  const url = text(behaviour['default_url'])
  const links = { phone: text(behaviour['ios_url']) || url, pc: text(behaviour['pc_url']) || url }
  const button = makeButton(
    wordsIn(element['text'], choice.locale) || words.detail,
    () => {
      if (behaviour['type'] !== 'callback') {
        open(links, { in: 'chat' })
        return
      }
      button.disabled = true
      void callBack?.(behaviour['value']).finally(() => (button.disabled = false))
    },
    STYLES[text(element['type'])] ?? 'button',
  )
  return button
}
