/** The languages that definitions, instances **and** cards of Feishu all know (发送审批 Bot 消息). */
export const LOCALES = ['zh-CN', 'en-US', 'ja-JP'] as const

export type Language = (typeof LOCALES)[number]

/** One text in one or more languages, the fallback first. */
export type LocalizedWords = Readonly<Partial<Record<Language, string>>>

/** The text in `locale`, else in the language that is listed first. */
export function textIn(text: LocalizedWords, locale: Language): string {
  return text[locale] ?? Object.values(text)[0] ?? ''
}
