import { describe, expect, it } from 'vitest'
import { Definition } from '../../shared/definition.ts'
import type { FormValues } from '../../shared/form/field.ts'
import { LOCALES, type Locale } from '../../shared/locale.ts'
import { hasAll, shownText, toWords } from '../../server/domain/search-text.ts'
import { toCardBody } from '../../server/feishu/payloads/card.ts'
import { toInstanceBody } from '../../server/feishu/payloads/instance.ts'
import { toMessageBody } from '../../server/feishu/payloads/message.ts'
import { toPreview } from '../../server/feishu/payloads/preview.ts'
import { toReminderCard } from '../../server/feishu/payloads/reminder.ts'
import { toInstanceItem } from '../../server/usecases/views.ts'
import { textsOf } from './payload-traps.ts'
import { instance, leave, parts, picturedAt, record, STARTED_AT } from './samples.ts'

const label = (zh: string, en: string) => ({ 'zh-CN': zh, 'en-US': en, 'ja-JP': en })
const definition = Definition.parse({
  ...leave,
  form: [
    {
      key: 'items',
      type: 'table',
      label: label('费用明细', 'Items'),
      summary: true,
      columns: [
        { key: 'what', type: 'text', label: label('内容', 'What'), required: true },
        {
          key: 'amount',
          type: 'money',
          label: label('金额', 'Amount'),
          currencies: ['CNY', 'USD'],
          required: true,
        },
        { key: 'proof', type: 'attachment', label: label('凭证', 'Proof') },
      ],
    },
    {
      key: 'km',
      type: 'formula',
      label: label('里程', 'Distance'),
      formula: '2 * 617.25',
      unit: label('公里', 'km'),
      summary: true,
    },
    { key: 'note', type: 'note', label: label('说明', 'Note'), text: label('请附发票', 'Attach invoices') },
    {
      key: 'secret',
      type: 'text',
      label: label('保密', 'Secret'),
      summary: true,
      visible: { field: 'km', op: 'gt', value: 9_999 },
    },
  ],
  flow: [leave.flow[0]],
})
const row = (what: string, amount: string, currency = 'CNY') => ({ what, amount: { amount, currency } })
const ITEMS = [row('高铁票', '1000.00'), row('午餐', '34.50'), row('打车', '200')]
const picturedWith = (items: FormValues[string], km = '1234.5') =>
  picturedAt({ instance: instance({ form: { items, km } }), definition: record({ definition }) })
const SHOWN: Record<Locale, string> = {
  'zh-CN': '3 项, 合计 CNY 1,234.50',
  'en-US': '3 items, total CNY 1,234.50',
  'ja-JP': '3 件, 合計 CNY 1,234.50',
}
const KM: Record<Locale, string> = { 'zh-CN': '1234.5 公里', 'en-US': '1234.5 km', 'ja-JP': '1234.5 km' }
const notice = {
  kind: 'commented',
  to: 'u_anna',
  uuid: 'i1.7',
  by: 'u_boss',
  name: '王总',
  said: '午餐超标了',
  overdueNode: null,
  isOwnStep: false,
  locale: undefined,
  mayOpen: true,
} as const

describe.each(LOCALES)('a table and a formula, in %s', (locale) => {
  const at = LOCALES.indexOf(locale)
  const { picture, task } = picturedWith(ITEMS)

  it('in Feishu’s list', () => {
    const { form, i18n_resources } = toInstanceBody(picture, 'CODE', 'UPDATE', parts)
    const texts = textsOf(i18n_resources[at])
    expect(form?.map(({ value }) => texts[value ?? ''])).toEqual([SHOWN[locale], KM[locale]])
  })

  it('on a card', () => {
    const { content, i18n_resources } = toCardBody(picture, task, { uuid: 'u' }, parts)
    const texts = textsOf(i18n_resources[at])
    // Markdown: a full stop behind digits would begin a list.
    const lines = content.summaries.map(({ summary }) => texts[summary]?.replace('&#46;', '.'))
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain(SHOWN[locale])
    expect(lines[1]).toContain(KM[locale])
  })

  it('in a message, of a comment and in our own words', () => {
    const comment = toMessageBody(picture, notice, { links: parts.links })
    expect(Object.values(textsOf(comment.i18n_resources[at])).join('\n')).toContain(SHOWN[locale])
    const ended = { ...notice, kind: 'approved', by: null, name: null, said: null } as const
    const own = toMessageBody(picture, ended, { links: parts.links })
    expect(textsOf(own.i18n_resources[at])['@i18n@custom_content']).toContain(SHOWN[locale])
  })

  it('in a reminder', () => {
    const oldest = [{ picture, task }]
    const groups = [{ kind: definition.name, count: 1 }]
    const card = toReminderCard({ waiting: 1, later: 0, groups, oldest, now: STARTED_AT }, parts.links)
    expect(JSON.stringify(card)).toContain(`${SHOWN[locale]} · ${KM[locale]}`)
  })

  it('in the preview of a link', () => {
    const preview = toPreview('https://x.example', { picture, task: undefined }, parts)
    expect(JSON.stringify(preview)).toContain(SHOWN[locale])
  })

  it('in our lists, and found there by its total, whatever its commas', () => {
    const reader = { userId: 'u_boss', locale, now: STARTED_AT }
    const { summary } = toInstanceItem(picture, reader, { task: undefined, isCc: false })
    expect(summary.map(({ value }) => value)).toEqual([SHOWN[locale], KM[locale]])
    const finds = (q: string): boolean => hasAll(shownText(picture, locale), toWords(q))
    for (const q of ['1,234.50', '1234.50', 'CNY 1234.5', '1234.5 ']) expect([q, finds(q)]).toEqual([q, true])
    // A search looks at what lists show, and not into the rows.
    for (const q of ['午餐', '34.50 午餐', '999']) expect([q, finds(q)]).toEqual([q, false])
  })
})

describe('what is shown of a table', () => {
  const shown = (items: FormValues[string] | undefined, locale: Locale = 'en-US') => {
    const { form, i18n_resources } = toInstanceBody(
      picturedWith(items as FormValues[string]).picture,
      'CODE',
      'UPDATE',
      parts,
    )
    return textsOf(i18n_resources[LOCALES.indexOf(locale)])[form?.[0]?.value ?? '']
  }

  it.each([
    [[row('a', '1')], '1 item, total CNY 1.00'],
    [[row('a', '0.1'), row('b', '0.2')], '2 items, total CNY 0.30'],
    [[row('a', '1'), row('b', '2.50', 'USD'), row('c', '3')], '3 items, total CNY 4.00 + USD 2.50'],
    [[row('a', '999999999999999.99'), row('b', '0.01')], '2 items, total CNY 1,000,000,000,000,000.00'],
    [[{ what: 'a' }, row('b', '5')], '2 items, total CNY 5.00'],
    [[{ what: 'a' }], '1 item'],
    [[], 'Not given'],
    [undefined, 'Not given'],
  ])('%j: %s', (items, text) => {
    expect(shown(items as FormValues[string] | undefined)).toBe(text)
  })

  it('no total is cut, however many currencies there are and however little room', () => {
    const many = Array.from({ length: 100 }, (_, n) => {
      const code = `C${String.fromCharCode(65 + (n % 26))}${String.fromCharCode(65 + Math.floor(n / 26))}`
      return row('x', '123456789.01', code)
    })
    const text = shown(many) ?? ''
    expect(text.length).toBeLessThanOrEqual(400)
    expect(text).toMatch(/^100 items, total (C[A-Z]{2} 123,456,789\.01 \+ ?)+…$/)
    const card = toReminderCard(
      {
        waiting: 1,
        later: 0,
        groups: [],
        now: STARTED_AT,
        oldest: [picturedWith(many)],
      },
      parts.links,
    )
    const amounts = JSON.stringify(card).match(/C[A-Z]{2} [\d,.]+/g) ?? []
    expect(new Set(amounts.map((one) => one.slice(4)))).toEqual(new Set(['123,456,789.01']))
  })

  it('what was not visible, and what nobody filled in, is on none', () => {
    const { picture, task } = picturedWith(ITEMS)
    const body = JSON.stringify([
      toInstanceBody(picture, 'CODE', 'UPDATE', parts),
      toCardBody(picture, task, { uuid: 'u' }, parts),
    ])
    for (const words of ['保密', 'Secret', '请附发票', 'Attach']) expect(body).not.toContain(words)
  })
})
