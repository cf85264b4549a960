import { z } from 'zod'

/** The languages that definitions, instances **and** cards of Feishu all know (发送审批 Bot 消息). */
export const LOCALES = ['zh-CN', 'en-US', 'ja-JP'] as const

export const Locale = z.enum(LOCALES)
export type Locale = z.infer<typeof Locale>

/** One text in one or more languages; the first one listed is the fallback. */
export const LocalizedText = z
  .partialRecord(Locale, z.string().trim().min(1).max(200))
  .refine((text) => Object.keys(text).length > 0, 'needs at least one of zh-CN, en-US, ja-JP')
export type LocalizedText = z.infer<typeof LocalizedText>

/** The text in `locale`, else in the language that is listed first. */
export function textIn(text: LocalizedText, locale: Locale): string {
  return text[locale] ?? Object.values(text)[0] ?? ''
}
