import { expect, it } from 'vitest'
import type { Language } from '../../../shared/languages.ts'
import type { Half } from '../../../shared/time/spans.ts'
import { dateTimeText, dayRangeText, timespanText } from '../../../shared/time/time-text.ts'

it('a time and a span stand as they are, and a day is named once', () => {
  expect(dateTimeText('2026-11-20T14:30')).toBe('2026-11-20 14:30')
  expect(timespanText({ from: '2026-11-20T19:00', to: '2026-11-20T22:30' })).toBe('2026-11-20 19:00 – 22:30')
  expect(timespanText({ from: '2026-11-20T22:00', to: '2026-11-21T02:00' })).toBe(
    '2026-11-20 22:00 – 2026-11-21 02:00',
  )
  expect(dayRangeText({ from: '2026-11-20', to: '2026-11-22' }, 'zh-CN')).toBe('2026-11-20 – 2026-11-22')
})

it.each<[Half, string, Half, Language, string]>([
  ['am', '2026-11-20', 'pm', 'zh-CN', '2026-11-20'],
  ['am', '2026-11-20', 'am', 'zh-CN', '2026-11-20 上午'],
  ['pm', '2026-11-20', 'pm', 'ja-JP', '2026-11-20 午後'],
  ['am', '2026-11-22', 'pm', 'en-US', '2026-11-20 – 2026-11-22'],
  ['pm', '2026-11-22', 'pm', 'zh-CN', '2026-11-20 下午 – 2026-11-22 下午'],
  ['am', '2026-11-22', 'am', 'en-US', '2026-11-20 morning – 2026-11-22 morning'],
])('20 November, %s, to %s, %s (%s): %s', (fromHalf, to, toHalf, locale, text) => {
  expect(dayRangeText({ from: '2026-11-20', fromHalf, to, toHalf }, locale)).toBe(text)
})
