import { describe, expect, it } from 'vitest'
import { Field, type FormValues } from '../../shared/form/field.ts'
import type { AttachmentView } from '../../shared/responses.ts'
import { NO_VALUE } from '../../miniprogram/features/detail/value-item.ts'
import { filesIn, toValues } from '../../miniprogram/features/detail/value-view.ts'
import { sayIn } from '../../miniprogram/view/words.ts'

const label = (key: string) => ({ 'en-US': key.toUpperCase() })
const field = (key: string, type: string, more: object = {}) =>
  Field.parse({ key, type, label: label(key), ...more })
const column = (key: string, type: string, more: object = {}) => ({ key, type, label: label(key), ...more })
const file = (id: string, name = `${id}.pdf`): AttachmentView => ({
  id,
  name,
  size: 1_200,
  type: name.endsWith('.png') ? 'image/png' : 'application/pdf',
  url: `/files/${id}`,
})

type Given = {
  files?: AttachmentView[]
  names?: Record<string, string>
  labels?: Record<string, Record<string, string>>
}
const values = (fields: Field[], form: FormValues, { files = [], names = {}, labels = {} }: Given = {}) =>
  toValues(
    {
      fields,
      form,
      names,
      optionLabels: labels,
      files: Object.fromEntries(files.map((one) => [one.id, one])),
    },
    { locale: 'en-US', now: 0, say: sayIn('en-US'), urlOf: (url) => `https://oa.example${url}` },
  )
const one = (asked: Field, value: FormValues[string], given: Given = {}) =>
  values([asked], { [asked.key]: value }, given)[0]

describe('a value is shown as what it is', () => {
  it.each([
    ['datetime', '2026-11-20T14:30', '2026-11-20 14:30'],
    ['daterange', { from: '2026-11-20', to: '2026-11-22' }, '2026-11-20 – 2026-11-22'],
    [
      'daterange',
      { from: '2026-11-20', fromHalf: 'pm', to: '2026-11-22', toHalf: 'am' },
      '2026-11-20 afternoon – 2026-11-22 morning',
    ],
    ['timespan', { from: '2026-11-20T19:00', to: '2026-11-20T22:30' }, '2026-11-20 19:00 – 22:30'],
    ['money', { amount: '1234.50', currency: 'CNY' }, 'CNY 1,234.50'],
    ['text', 'constructor', 'constructor'],
  ])('%s %j', (type, value, text) => {
    expect(one(field('x', type), value as FormValues[string])).toEqual({
      ...NO_VALUE,
      key: 'x',
      label: 'X',
      text,
    })
  })

  it('what a formula came to, with its unit, or in capitals below', () => {
    const km = field('km', 'formula', { formula: '1 * 2', unit: 'km' })
    expect(one(km, '12.5')).toMatchObject({ text: '12.5 km', capitals: '' })
    const total = field('total', 'formula', { formula: 'sum(items.amount)', capital: true })
    const amount = { amount: '1234.50', currency: 'CNY' }
    expect(one(total, amount)).toMatchObject({ text: 'CNY 1,234.50', capitals: '壹仟贰佰叁拾肆元伍角整' })
  })

  it('an address is opened only where it is https', () => {
    const link = field('l', 'link')
    expect(one(link, 'https://a.example/x?y#z')).toMatchObject({
      text: 'https://a.example/x?y#z',
      link: 'https://a.example/x?y#z',
    })
    for (const value of [
      'javascript:alert(1)',
      'http://a.example',
      'https:/a',
      ' https://a',
      'https:// a',
      'data:x',
    ])
      expect(one(link, value)).toMatchObject({ link: '' })
  })

  it('a number can be dialled, an account is three lines, files are files', () => {
    expect(one(field('p', 'phone'), '+86 10 8888')).toMatchObject({
      text: '+86 10 8888',
      phone: '+86 10 8888',
    })
    const account = { name: 'Li', bank: 'Bank', number: '62 22' }
    expect(one(field('a', 'account'), account)).toMatchObject({ text: '', account })
    expect(one(field('f', 'attachment'), ['f1', 'gone'], { files: [file('f1')] })).toMatchObject({
      text: '',
      files: [{ id: 'f1', name: 'f1.pdf', size: '1 KB', url: 'https://oa.example/files/f1', image: false }],
    })
    // Whose files nobody knows any more, they are counted.
    expect(one(field('f', 'attachment'), ['gone'])).toMatchObject({ text: '1 files', files: [] })
  })

  it('an approval leads to its page, by its name where it has one', () => {
    const linked = [
      { id: 'i1', name: 'Trip by Li · i1' },
      { id: 'i2', name: 'i2' },
    ]
    expect(one(field('a', 'approval'), ['i1', 'i2'], { names: { i1: 'Trip by Li · i1' } })).toMatchObject({
      text: '',
      linked,
    })
  })

  it('an option of another system by its label, at the place where it was chosen', () => {
    const supplier = field('s', 'select', { options: { from: 'https://erp.example' } })
    const labels = { s: { v1: 'Acme' }, 'items.s': { v1: 'Other' } }
    expect(one(supplier, 'v1', { labels })).toMatchObject({ text: 'Acme' })
    expect(one(supplier, 'v2', { labels })).toMatchObject({ text: 'v2' })
    const table = field('items', 'table', {
      columns: [column('s', 'select', { options: { from: 'https://x.example' } })],
    })
    expect(one(table, [{ s: 'v1' }], { labels })?.table.rows[0]?.cells[0]).toMatchObject({ text: 'Other' })
  })

  it('what nobody filled in', () => {
    for (const type of ['text', 'link', 'phone', 'account', 'approval', 'attachment', 'contact'])
      expect(values([field('x', type)], {})).toEqual([
        { ...NO_VALUE, key: 'x', label: 'X', text: 'Not given' },
      ])
  })
})

describe('what was not visible is left out', () => {
  const when = { field: 'kind', op: 'eq', value: 'sick' }
  const fields = [
    field('kind', 'text'),
    field('proof', 'text', { visible: when }),
    field('hint', 'note', { text: { 'en-US': 'Bring it along' } }),
    field('warn', 'note', { text: { 'en-US': 'Secret' }, visible: when }),
    field('rows', 'table', { columns: [column('a', 'text')], visible: when }),
  ]

  it('fields, tables, and notes that not everybody saw', () => {
    expect(values(fields, { kind: 'annual' }).map(({ key, text }) => [key, text])).toEqual([
      ['kind', 'annual'],
      ['hint', 'Bring it along'],
    ])
    const sick = { kind: 'sick', proof: 'yes', rows: [{ a: 'x' }] }
    expect(values(fields, sick).map(({ key }) => key)).toEqual(['kind', 'proof', 'hint', 'rows'])
  })

  it('columns that no row has, and in a row what it does not have', () => {
    const visible = { field: 'a', op: 'eq', value: 'x' }
    const table = field('rows', 'table', {
      columns: [
        column('a', 'text'),
        column('b', 'text', { visible }),
        column('c', 'number', { visible: { field: 'a', op: 'eq', value: 'z' } }),
        column('n', 'note', { text: { 'en-US': 'For every row' } }),
        column('m', 'note', { text: { 'en-US': 'For some' }, visible }),
      ],
    })
    const shown = one(table, [{ a: 'x', b: 'y' }, { a: 'w' }])?.table
    expect(shown?.columns.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(shown?.notes).toEqual(['For every row'])
    expect(shown?.rows.map(({ cells }) => cells.map((cell) => cell.shown))).toEqual([
      [true, true],
      [true, false],
    ])
  })
})

describe('a table', () => {
  const table = field('items', 'table', {
    columns: [
      column('what', 'text'),
      column('price', 'money'),
      column('proof', 'image'),
      column('link', 'link'),
      column('trip', 'approval'),
    ],
  })
  const rows = [
    {
      what: 'Train',
      price: { amount: '1200', currency: 'CNY' },
      proof: ['p1', 'p2'],
      link: 'https://a.example',
    },
    { what: 'Taxi', price: { amount: '34.50', currency: 'CNY' }, trip: ['i1'] },
  ]
  const given = { files: [file('p1', 'p1.png'), file('p2', 'p2.png'), file('x')], names: { i1: 'Trip' } }

  it('says how many rows it has and what they come to, and shows each', () => {
    const shown = one(table, rows, given)
    expect(shown?.text).toBe('2 items, total CNY 1,234.50')
    expect(shown?.table.columns.map(({ label: name, end }) => [name, end])).toEqual([
      ['WHAT', false],
      ['PRICE', true],
      ['PROOF', false],
      ['LINK', false],
      ['TRIP', false],
    ])
    expect(shown?.table.rows.map(({ number, cells }) => [number, cells.map(({ text }) => text)])).toEqual([
      [1, ['Train', 'CNY 1,200.00', '2 files', 'https://a.example', '']],
      [2, ['Taxi', 'CNY 34.50', '', '', 'Trip']],
    ])
  })

  it('has more in a cell only where there is more than words', () => {
    const [first, second] = one(table, rows, given)?.table.rows ?? []
    expect(first?.cells.map(({ value }) => value !== undefined)).toEqual([false, false, true, true, false])
    expect(first?.cells[2]?.value?.files.map(({ id }) => id)).toEqual(['p1', 'p2'])
    expect(first?.cells[3]?.value?.link).toBe('https://a.example')
    expect(second?.cells[4]?.value?.linked).toEqual([{ id: 'i1', name: 'Trip' }])
  })

  it('the files of its rows are the page’s', () => {
    expect(
      filesIn(values([table, field('f', 'attachment')], { items: rows, f: ['x'] }, given)).map(
        ({ id }) => id,
      ),
    ).toEqual(['p1', 'p2', 'x'])
  })

  it('without rows is not given', () => {
    expect(values([table], {})[0]).toMatchObject({ text: 'Not given', table: { rows: [] } })
  })

  it('of a hundred rows of plain words holds nothing but those', () => {
    const plain = field('t', 'table', { columns: [column('a', 'text'), column('b', 'number')] })
    const many = Array.from({ length: 100 }, (_, at) => ({ a: `row ${at}`, b: at }))
    const shown = one(plain, many)
    expect(shown?.table.rows.every(({ cells }) => cells.every(({ value }) => value === undefined))).toBe(true)
    expect(JSON.stringify(shown).length).toBeLessThan(20_000)
  })
})
