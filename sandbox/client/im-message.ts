import { timeText, type ClientContext } from './client-context.ts'
import { make, makeButton } from './dom.ts'
import { renderMarkdown } from './markdown.ts'
import type { ImMessage } from './model.ts'

type Bag = Record<string, unknown>

const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {})
const list = (value: unknown): Bag[] => (Array.isArray(value) ? value.map(bag) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

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

/** A message of the app's own bot: plain text, or an interactive card (飞书卡片) as far as ours use it. */
export function makeImMessage(message: ImMessage, context: ClientContext): HTMLElement {
  const { locale } = context.choice
  const content = bag(message.content)
  if (message.msgType === 'share_link') return makeShared(content, message.sentAt, context)
  const header = bag(content['header'])
  const title = wordsIn(header['title'], locale)
  const elements = list(content['elements'])
  return make(
    'article',
    { class: 'card', label: title || message.msgType, data: { tone: text(header['template']) || 'blue' } },
    title !== '' && make('header', { class: 'card-head' }, make('h3', { text: title })),
    make(
      'div',
      { class: 'card-body' },
      text(content['text']),
      ...elements.flatMap((one) => makeElement(one, context)),
    ),
    make('time', { class: 'card-time', text: timeText(message.sentAt, locale) }),
  )
}

/** 配置卡片多语言: the client's own language where the card has it, spelled `zh_cn`. */
function wordsIn(value: unknown, locale: string): string {
  const { content, i18n_content: own, i18n } = bag(value)
  const language = locale.toLowerCase().replace('-', '_')
  return text(bag(own)[language]) || text(bag(i18n)[language]) || text(content)
}

function makeElement(element: Bag, context: ClientContext): HTMLElement[] {
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

const makeColumn = (column: Bag, context: ClientContext): HTMLElement =>
  make(
    'div',
    { data: { width: text(column['width']) } },
    ...list(column['elements']).flatMap((one) => makeElement(one, context)),
  )

function makeLink(element: Bag, { open, words, choice }: ClientContext): HTMLElement {
  const [behaviour = {}] = list(element['behaviors'])
  const url = text(behaviour['default_url'])
  const className = element['type'] === 'primary' ? 'button primary' : 'button'
  const links = { phone: text(behaviour['ios_url']) || url, pc: text(behaviour['pc_url']) || url }
  return makeButton(
    wordsIn(element['text'], choice.locale) || words.detail,
    () => {
      open(links, { in: 'chat' })
    },
    className,
  )
}
