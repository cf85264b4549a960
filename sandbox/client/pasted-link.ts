import { api } from './api.ts'
import { timeText, type ClientContext } from './client-context.ts'
import { make, safeHref } from './dom.ts'
import { makeImCard } from './im-message.ts'
import type { Message, PastedLink } from './model.ts'
import type { Words } from './words.ts'

/** Languages of cards are spelled `zh_cn`. */
const cardLanguage = (locale: string): string => locale.toLowerCase().replace('-', '_')

/** A link in the chat that everybody is in, as the app shows it to whoever looks (链接预览). */
export function makePastedLink(link: PastedLink, context: ClientContext): HTMLElement {
  const { choice, open, pressPreview } = context
  const { inline, card } = link.preview ?? { inline: {}, card: undefined }
  const title = inline.i18n_title?.[cardLanguage(choice.locale)] ?? inline.title ?? link.url
  const { ios, pc } = inline.url ?? {}
  const anchor = make('a', { text: title, title: link.url })
  anchor.href = safeHref(link.url)
  anchor.target = '_blank'
  anchor.rel = 'noreferrer'
  anchor.addEventListener('click', (event) => {
    if (ios === undefined && pc === undefined) return
    event.preventDefault()
    open({ phone: ios ?? '', pc: pc ?? '' }, { in: 'chat' })
  })
  const callBack = (value: unknown): Promise<void> => pressPreview(link.messageId, value)
  return make(
    'article',
    { class: 'pasted', label: title },
    make('p', { class: 'pasted-line' }, `${link.sentBy}: `, anchor),
    card && makeImCard(card.data, { ...context, callBack }, { label: title }),
    make('time', { class: 'card-time', text: timeText(link.sentAt, choice.locale) }),
  )
}

type Deps = { user: () => string; words: () => Words; say: (text: string) => void; changed: () => void }

/** Pastes links, asks for what they show as soon as somebody looks, and presses what is on it. */
export function createPasting({ user, words, say, changed }: Deps) {
  const looked = new Set<string>()
  const field = make('input', { class: 'field' })
  const button = make('button', { class: 'button' })
  const element = make('form', { class: 'pasting' }, field, button)
  const fail = (error: unknown): void => {
    say(error instanceof Error ? error.message : String(error))
  }
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    const url = field.value.trim()
    if (url === '') return
    field.value = ''
    api.paste(user(), url).then(changed, fail)
  })
  return {
    element,
    draw(): void {
      field.placeholder = words().paste
      field.setAttribute('aria-label', words().paste)
      button.textContent = words().send
    },
    /** Once for each link and viewer; what changes later is shown when somebody comes anew, or presses. */
    look(messages: readonly Message[]): void {
      for (const { kind, messageId } of messages) {
        const key = `${user()} ${messageId}`
        if (kind !== 'link' || looked.has(key)) continue
        looked.add(key)
        api.look(messageId, user()).then(changed, fail)
      }
    },
    /** What the app says to it, by language. */
    async press(messageId: string, value: unknown): Promise<Record<string, string>> {
      const { answer } = await api.pressPreview(messageId, user(), value)
      changed()
      const { content = '', i18n = {} } = answer?.toast ?? {}
      const of = (locale: string): string => i18n[cardLanguage(locale)] ?? content
      return { 'zh-CN': of('zh-CN'), 'en-US': of('en-US'), 'ja-JP': of('ja-JP') }
    },
  }
}
