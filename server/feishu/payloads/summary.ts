import type { Locale } from '../../../shared/locale.ts'
import type { Picture } from '../../domain/picture.ts'
import { inAll } from './i18n.ts'

export type SummaryLine = { label: Record<Locale, string>; value: Record<Locale, string> }

/** The first `count` lines in every language. */
export function toSummary({ lines }: Pick<Picture, 'lines'>, count: number): SummaryLine[] {
  const said = { 'zh-CN': lines('zh-CN'), 'en-US': lines('en-US'), 'ja-JP': lines('ja-JP') }
  return said['zh-CN'].slice(0, count).map((_, at) => ({
    label: inAll((locale) => said[locale][at]?.label ?? ''),
    value: inAll((locale) => said[locale][at]?.value ?? ''),
  }))
}
