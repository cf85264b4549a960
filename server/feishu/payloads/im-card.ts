import { say } from '../../../shared/texts.ts'
import type { Locale } from '../../../shared/locale.ts'
import { inAll } from './i18n.ts'
import type { PageLinks } from './links.ts'

/** 配置卡片多语言, for parts of a card: spelled with an underscore, unlike approvals' languages. */
export type InLanguages = { zh_cn: string; en_us: string; ja_jp: string }
type Words<Tag extends string> = { tag: Tag; content: string; i18n_content: InLanguages }
export type Markdown = Words<'markdown'>
export type CardTitle = Words<'plain_text'>

type OpenUrl = { type: 'open_url'; default_url: string; android_url: string; ios_url: string; pc_url: string }
type Callback = { type: 'callback'; value: object }
export type Button = {
  tag: 'button'
  type: 'default' | 'primary' | 'danger'
  text: CardTitle
  behaviors: (OpenUrl | Callback)[]
}

type Text = Record<Locale, string>
type Values = Record<string, string | number>

export const cardTitle = (text: Text, values?: Values): CardTitle =>
  inLanguages('plain_text', (locale) => say(text, locale, values))

export const cardWords = (text: Text, values?: Values): Markdown =>
  markdown((locale) => say(text, locale, values))

export const markdown = (text: (locale: Locale) => string): Markdown => inLanguages('markdown', text)

/** Opens a page. */
export function linkButton(type: Button['type'], text: Text, { mobile, pc }: PageLinks): Button {
  const urls = { default_url: mobile, android_url: mobile, ios_url: mobile, pc_url: pc }
  return { tag: 'button', type, text: cardTitle(text), behaviors: [{ type: 'open_url', ...urls }] }
}

/** Hands `value` back to the app (card.action.trigger). */
export const callbackButton = (type: Button['type'], text: Text, value: object): Button => ({
  tag: 'button',
  type,
  text: cardTitle(text),
  behaviors: [{ type: 'callback', value }],
})

export const toCardLanguages = (all: Text): InLanguages => ({
  zh_cn: all['zh-CN'],
  en_us: all['en-US'],
  ja_jp: all['ja-JP'],
})

function inLanguages<Tag extends string>(tag: Tag, text: (locale: Locale) => string): Words<Tag> {
  const all = inAll(text)
  return { tag, content: all['zh-CN'], i18n_content: toCardLanguages(all) }
}
