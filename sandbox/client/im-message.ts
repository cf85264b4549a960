import { timeText, type ClientContext } from './client-context.ts'
import { make, makeButton } from './dom.ts'
import { renderMarkdown } from './markdown.ts'
import type { ImMessage } from './model.ts'

type Bag = Record<string, unknown>

const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {})
const list = (value: unknown): Bag[] => (Array.isArray(value) ? value.map(bag) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A message of the app's own bot: plain text, or an interactive card (飞书卡片) as far as ours use it. */
export function makeImMessage(message: ImMessage, context: ClientContext): HTMLElement {
  const content = bag(message.content)
  const header = bag(content['header'])
  const title = text(bag(header['title'])['content'])
  const elements = list(content['elements'] ?? bag(content['body'])['elements'])
  return make(
    'article',
    { class: 'card', label: title || message.msgType, data: { tone: text(header['template']) || 'blue' } },
    title !== '' && make('header', { class: 'card-head' }, make('h3', {}, ...renderMarkdown(title))),
    make(
      'div',
      { class: 'card-body' },
      text(content['text']),
      ...elements.flatMap((one) => makeElement(one, context)),
    ),
    make('time', { class: 'card-time', text: timeText(message.sentAt, context.choice.locale) }),
  )
}

function makeElement(element: Bag, context: ClientContext): HTMLElement[] {
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
      return list(element['columns']).flatMap((column) =>
        list(column['elements']).flatMap((one) => makeElement(one, context)),
      )
    default: {
      const words = text(element['content']) || text(bag(element['text'])['content'])
      const fields = list(element['fields']).map((field) => text(bag(field['text'])['content']))
      return [words, ...fields].filter(Boolean).map((line) => make('p', {}, ...renderMarkdown(line)))
    }
  }
}

function makeLink(element: Bag, { open, words }: ClientContext): HTMLElement {
  const many = bag(element['multi_url'])
  const [behaviour = {}] = list(element['behaviors'])
  const url = text(element['url']) || text(many['url']) || text(behaviour['default_url'])
  const pc = text(many['pc_url']) || text(behaviour['pc_url']) || url
  const phone = text(many['ios_url']) || text(behaviour['ios_url']) || url
  return makeButton(text(bag(element['text'])['content']) || words.detail, () => {
    open({ phone, pc })
  })
}
