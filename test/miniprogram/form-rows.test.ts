import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Field } from '../../shared/form/field.ts'
import { basisOf } from '../support/form-basis.ts'
import {
  createFakeClient,
  openPage,
  type Answer,
  type Asked,
  type FakeClient,
  type Rules,
} from './fake-client.ts'

// Long, as it is one page on one fake client: a form with rows, from opening to submitting.

const label = (text: string) => ({ 'en-US': text })
const COLUMNS = [
  { key: 'what', type: 'text', label: label('What'), required: true, maxLength: 20 },
  {
    key: 'kind',
    type: 'select',
    label: label('Kind'),
    options: ['meal', 'trip'].map((value) => ({ value, label: label(value) })),
  },
  {
    key: 'guests',
    type: 'text',
    label: label('Guests'),
    visible: { field: 'kind', op: 'eq', value: 'meal' },
    required: true,
  },
  { key: 'qty', type: 'number', label: label('Quantity'), required: true, integer: true, min: 1 },
  { key: 'price', type: 'money', label: label('Price'), required: true, currencies: ['CNY', 'USD'] },
  { key: 'amount', type: 'formula', label: label('Amount'), formula: 'qty * price' },
  { key: 'receipt', type: 'attachment', label: label('Receipt') },
]
const FORM = [
  { key: 'title', type: 'text', label: label('Title') },
  { key: 'items', type: 'table', label: label('Items'), required: true, maxRows: 4, columns: COLUMNS },
  { key: 'total', type: 'formula', label: label('Total'), formula: 'sum(items.amount)', capital: false },
  {
    key: 'why',
    type: 'textarea',
    label: label('Why so much'),
    visible: { field: 'total', op: 'gt', value: 1000 },
    required: { field: 'title', op: 'filled' },
  },
].map((field) => Field.parse(field))
const DEFINITION = {
  code: 'claim',
  name: 'Claim',
  description: null,
  group: { code: 'f', name: 'F' },
  version: 1,
  form: FORM,
  basis: basisOf(FORM, { defaults: { 'items.kind': 'trip', title: 'October' } }),
  choices: [],
}

const serve = ({ path }: Asked): Answer | undefined => {
  if (path === '/definitions/claim') return { status: 200, body: DEFINITION }
  return path.endsWith('/preview') ? { status: 200, body: { nodes: [], cc: [] } } : undefined
}

let client: FakeClient
async function open(
  device: 'phone' | 'pc' = 'pc',
  rules: Rules = {},
  { stored, query = {} }: { stored?: FakeClient; query?: Record<string, string> } = {},
) {
  vi.resetModules()
  client = createFakeClient({ serve, ...rules })
  for (const [key, value] of stored?.stored ?? []) client.stored.set(key, value)
  vi.stubGlobal('tt', client)
  vi.stubGlobal('getCurrentPages', () => [{}])
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  const { formPage } = await import('../../miniprogram/features/form/form-page.ts')
  const page = openPage(formPage(device), { id: 'claim', ...query })
  await page.settle()
  return page
}
type Page = Awaited<ReturnType<typeof open>>

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

const asked = (path: string) => client.seen.asked.filter((one) => one.method === 'POST' && one.path === path)
const rowsOf = (page: Page): string[] => page.data['fields'][1].table.rows
const rowView = (page: Page, at: number) => page.data['rows'][rowsOf(page)[at]!]
const cell = (page: Page, at: number, key: string) =>
  rowView(page, at).cells[COLUMNS.findIndex((column) => column.key === key)]
const faultAt = (page: Page, at: number, key: string): string =>
  rowView(page, at).faults[COLUMNS.findIndex((column) => column.key === key)]
const total = (page: Page): string => page.data['fields'][2].text

function type(page: Page, at: number, key: string, value: string, part = ''): void {
  page.fire('onEdit', { key: `${rowsOf(page)[at]}.${key}`, value, part })
}
function fillRow(page: Page, at: number, [what, qty, price]: readonly [string, string, string]): void {
  type(page, at, 'what', what)
  type(page, at, 'qty', qty)
  type(page, at, 'price', price, 'amount')
}
const ROWS = [
  ['Train', '2', '100'],
  ['Hotel', '1', '450.50'],
  ['Taxi', '3', '33.33'],
] as const
function fillRows(page: Page): void {
  ROWS.forEach((row, at) => {
    if (at > 0) page.fire('onAddRow', { key: 'items' })
    fillRow(page, at, row)
  })
}
async function act(page: Page, at: number, name: string): Promise<void> {
  page.fire('onRow', {}, { row: rowsOf(page)[at], act: name })
  await page.settle()
}
async function submit(page: Page): Promise<void> {
  page.fire('onSubmit')
  await page.settle()
}
const refusal =
  (details: object[]) =>
  (one: Asked): Answer | undefined =>
    one.path === '/instances'
      ? { status: 422, body: { error: { code: 'form_invalid', message: 'x', details } } }
      : serve(one)

describe('a table', () => {
  it('opens with the row that it needs, its defaults in it, and says what is in it', async () => {
    const page = await open()
    expect(rowsOf(page)).toHaveLength(1)
    expect(cell(page, 0, 'kind')).toMatchObject({ optionAt: 1, optionText: 'trip', options: [] })
    expect(page.data['fields'][1].table.columns[1].options).toHaveLength(2)
    expect([page.data['fields'][0].text, total(page)]).toEqual(['October', '—'])
    fillRows(page)
    expect(page.data['lines'][1]).toBe('3 items, total CNY 750.49')
    expect(total(page)).toBe('CNY 750.49')
    expect([0, 1, 2].map((at) => cell(page, at, 'amount').text)).toEqual([
      'CNY 200.00',
      'CNY 450.50',
      'CNY 99.99',
    ])
  })

  it('sends of a key what it changes, and never the text that was typed', async () => {
    const page = await open()
    fillRows(page)
    const [, , third] = rowsOf(page)
    const sent = vi.spyOn(page.raw, 'setData')
    type(page, 2, 'qty', '4')
    const paths = sent.mock.calls.flatMap(([patch]) => Object.keys(patch))
    expect(paths.filter((path) => /^(fields|rows|lines|faults)/.test(path)).sort()).toEqual([
      'fields[2]',
      'lines[1]',
      `rows.${third}.cells[5]`,
    ])
  })

  it('gets another row, up to as many as there may be', async () => {
    const page = await open()
    for (let at = 0; at < 6; at += 1) page.fire('onAddRow', { key: 'items' })
    expect(rowsOf(page)).toHaveLength(4)
    expect(page.data['fields'][1].table.canAdd).toBe(false)
    await act(page, 0, 'copy')
    expect(rowsOf(page)).toHaveLength(4)
  })

  it('gets one with Enter in the last row, where there is a keyboard, and goes on in it', async () => {
    const page = await open()
    page.fire('onEnter', { key: `${rowsOf(page)[0]}.price` })
    expect(rowsOf(page)).toHaveLength(2)
    expect(cell(page, 1, 'what').focus).toBe(true)
    page.fire('onEnter', { key: `${rowsOf(page)[0]}.price` })
    page.fire('onEnter', { key: 'title' })
    expect(rowsOf(page)).toHaveLength(2)
    type(page, 1, 'what', 'x')
    expect(cell(page, 1, 'what').focus).toBe(false)
  })

  it('copies a row behind it, without the files of it', async () => {
    const page = await open()
    fillRows(page)
    await act(page, 0, 'copy')
    expect([0, 1, 2, 3].map((at) => cell(page, at, 'amount').text)).toEqual([
      ...['CNY 200.00', 'CNY 200.00', 'CNY 450.50', 'CNY 99.99'],
    ])
    expect(total(page)).toBe('CNY 950.49')
  })

  it('moves a row up and down, with what is said of it', async () => {
    const page = await open()
    fillRows(page)
    type(page, 1, 'what', 'far too long to be taken here')
    expect(faultAt(page, 1, 'what')).toContain('20')
    await act(page, 1, 'up')
    expect([0, 1, 2].map((at) => faultAt(page, at, 'what') !== '')).toEqual([true, false, false])
    await act(page, 0, 'down')
    await act(page, 1, 'down')
    expect([0, 1, 2].map((at) => faultAt(page, at, 'what') !== '')).toEqual([false, false, true])
    await act(page, 2, 'down')
    expect(faultAt(page, 2, 'what')).not.toBe('')
    expect(cell(page, 2, 'amount').text).toBe('CNY 450.50')
  })

  it('asks before it removes what was filled in, and reckons anew without it', async () => {
    const page = await open()
    fillRows(page)
    await act(page, 1, 'remove')
    expect(client.seen.questions).toEqual(['Remove Remove row 2 and what stands in it?'])
    expect(total(page)).toBe('CNY 299.99')
    expect(page.data['lines'][1]).toBe('2 items, total CNY 299.99')
    page.fire('onAddRow', { key: 'items' })
    await act(page, 2, 'remove')
    expect(client.seen.questions).toHaveLength(1)
  })

  it('keeps a row that somebody does not want removed after all', async () => {
    const page = await open('pc', { confirm: false })
    fillRows(page)
    await act(page, 1, 'remove')
    expect(rowsOf(page)).toHaveLength(3)
  })

  it('shows nothing of a removed row in the one that comes in its place', async () => {
    const page = await open()
    fillRows(page)
    type(page, 2, 'qty', '1.5')
    await submit(page)
    expect(faultAt(page, 2, 'qty')).not.toBe('')
    await act(page, 2, 'remove')
    page.fire('onAddRow', { key: 'items' })
    expect([cell(page, 2, 'what').text, cell(page, 2, 'amount').text]).toEqual(['', '—'])
    expect(rowView(page, 2).faults.join('')).toBe('')
  })

  it('offers of a row what can be done with it', async () => {
    const offered: string[][] = []
    const page = await open('pc', { item: 1, offered: (items) => offered.push(items) })
    fillRows(page)
    page.fire('onRowMenu', {}, { row: rowsOf(page)[2] })
    await page.settle()
    expect(offered).toEqual([['Copy', 'Move up', 'Remove']])
    expect(cell(page, 1, 'amount').text).toBe('CNY 99.99')
  })

  it('says of two currencies in one sum that they do not go together', async () => {
    const page = await open()
    fillRows(page)
    type(page, 1, 'price', 'USD', 'currency')
    expect(total(page)).toBe('—')
    expect(page.data['faults'][2]).toMatch(/CNY and USD|USD and CNY/)
    await submit(page)
    expect(asked('/instances')).toEqual([])
  })

  it('draws many rows a few at a time, so that the page answers meanwhile', async () => {
    const form = FORM.map((field) =>
      field.key === 'items' ? Field.parse({ ...field, maxRows: 100, minRows: 35 }) : field,
    )
    const body = { ...DEFINITION, form, basis: basisOf(form) }
    const page = await open('pc', {
      serve: (one) => (one.path === '/definitions/claim' ? { status: 200, body } : serve(one)),
    })
    const drawn = [rowsOf(page).length]
    for (let at = 0; at < 6; at += 1) {
      vi.advanceTimersToNextTimer()
      drawn.push(rowsOf(page).length)
    }
    expect(drawn).toEqual([5, 7, 9, 11, 13, 15, 17])
  })
})

describe('what is shown and asked for', () => {
  it('follows what the others say, in a row and in the form, and is kept while it is not', async () => {
    const page = await open('pc', { serve: refusal([{ field: 'title', rule: 'pattern', message: 'x' }]) })
    fillRows(page)
    const shown = () => [0, 1, 2].map((at) => cell(page, at, 'guests').shown)
    expect(shown()).toEqual([false, false, false])
    type(page, 1, 'kind', 'meal')
    expect([shown(), cell(page, 1, 'guests').required]).toEqual([[false, true, false], true])
    type(page, 1, 'guests', 'Li')
    type(page, 1, 'kind', 'trip')
    expect(shown()).toEqual([false, false, false])
    await submit(page)
    expect(JSON.stringify(asked('/instances')[0]?.body)).not.toContain('Li')
    type(page, 1, 'kind', 'meal')
    expect(cell(page, 1, 'guests')).toMatchObject({ shown: true, text: 'Li' })
  })

  it('appears above a total that formulas come to, required while another field says so', async () => {
    const page = await open()
    fillRows(page)
    const why = () => page.data['fields'][3]
    expect(why().shown).toBe(false)
    type(page, 0, 'qty', '20')
    expect([why().shown, why().required]).toEqual([true, true])
    page.fire('onEdit', { key: 'title', value: ' ' })
    expect([why().shown, why().required]).toEqual([true, false])
    page.fire('onEdit', { key: 'why', value: 'a fair' })
    type(page, 0, 'qty', '2')
    vi.advanceTimersByTime(600)
    await page.settle()
    const { form } = asked('/definitions/claim/preview').at(-1)?.body as { form: object }
    expect(Object.keys(form)).toEqual(['items'])
  })
})

describe('submitting', () => {
  const rowsSent = () => (asked('/instances')[0]?.body as { form: { items: object[] } }).form.items

  it('sends what was filled in and nothing that was reckoned', async () => {
    const page = await open()
    fillRows(page)
    await submit(page)
    expect(asked('/instances')[0]?.body).toMatchObject({ form: { title: 'October' } })
    expect(rowsSent()).toEqual(
      ROWS.map(([what, qty, amount]) => ({
        what,
        kind: 'trip',
        qty: Number(qty),
        price: { amount, currency: 'CNY' },
      })),
    )
  })

  it('asks for a preview with what fits so far, cell by cell', async () => {
    const page = await open()
    type(page, 0, 'what', 'Train')
    type(page, 0, 'qty', 'two')
    vi.advanceTimersByTime(600)
    await page.settle()
    expect(asked('/definitions/claim/preview').at(-1)?.body).toMatchObject({
      form: { title: 'October', items: [{ what: 'Train', kind: 'trip' }] },
    })
  })

  it('marks what is missing in its cell and leads there; a new row is not marked', async () => {
    const page = await open()
    fillRow(page, 0, ROWS[0])
    page.fire('onAddRow', { key: 'items' })
    await submit(page)
    expect([faultAt(page, 0, 'what'), faultAt(page, 1, 'what'), faultAt(page, 1, 'price')]).toEqual([
      ...['', 'Required', 'Required'],
    ])
    expect(client.seen.scrolledTo[0]).toBe(`#cell-${rowsOf(page)[1]}-0`)
    page.fire('onAddRow', { key: 'items' })
    expect(rowView(page, 2).faults.join('')).toBe('')
  })

  it('shows what the server refuses of a cell there, wherever its row is by then, until it is edited', async () => {
    const page = await open('pc', {
      serve: refusal([{ field: 'items[2].what', rule: 'pattern', message: 'Not this one.' }]),
    })
    fillRows(page)
    page.fire('onSubmit')
    page.fire('onRow', {}, { row: rowsOf(page)[2], act: 'up' })
    await page.settle()
    expect([1, 2].map((at) => faultAt(page, at, 'what'))).toEqual(['Not this one.', ''])
    expect(page.data['notice']).toBe('Please look at what is marked')
    type(page, 1, 'qty', '4')
    expect(faultAt(page, 1, 'what')).toBe('Not this one.')
    type(page, 1, 'what', 'Cab')
    expect([faultAt(page, 1, 'what'), page.data['notice']]).toEqual(['', ''])
  })

  it.each([
    ['items[1]', 'row'],
    ['items', 'table'],
  ])('shows what the server refuses of %s at the %s', async (field, where) => {
    const page = await open('phone', { serve: refusal([{ field, rule: 'type', message: 'Not so.' }]) })
    fillRows(page)
    await submit(page)
    expect([rowView(page, 1).fault, page.data['faults'][1]]).toEqual(
      where === 'row' ? ['Not so.', ''] : ['', 'Not so.'],
    )
  })

  it('says what the server asks of a field that the page does not show', async () => {
    const page = await open('pc', {
      serve: refusal([{ field: 'why', rule: 'required', message: 'Required' }]),
    })
    fillRows(page)
    await submit(page)
    expect(page.data['notice']).toBe('Please look at what is marked Why so much: Required')
  })

  it.each(['items[2].gone', 'items[9].what', 'gone[0].what', 'title[0]'])(
    'opens the form anew where the server names %s, which it does not have',
    async (field) => {
      const page = await open('pc', { serve: refusal([{ field, rule: 'required', message: 'x' }]) })
      fillRows(page)
      await submit(page)
      expect(page.data['notice']).toMatch(/^This form has been changed/)
      expect(total(page)).toBe('CNY 750.49')
    },
  )
})

describe('on a phone', () => {
  it('a row is one line that opens, one at a time; a new one is open', async () => {
    const page = await open('phone')
    expect(rowView(page, 0)).toMatchObject({ open: false, cells: [], summary: 'trip', amount: '' })
    page.fire('onOpenRow', {}, { row: rowsOf(page)[0] })
    fillRow(page, 0, ROWS[0])
    expect(rowView(page, 0)).toMatchObject({ open: true, amount: 'CNY 200.00' })
    expect(rowView(page, 0).summary).toBe('Train · trip · 2 · CNY 100.00')
    page.fire('onAddRow', { key: 'items' })
    expect([0, 1].map((at) => rowView(page, at).open)).toEqual([false, true])
    page.fire('onOpenRow', {}, { row: rowsOf(page)[0] })
    expect(cell(page, 0, 'what').text).toBe('Train')
    page.fire('onOpenRow', {}, { row: rowsOf(page)[0] })
    expect(rowView(page, 0).open).toBe(false)
  })

  it('a refused submit opens the row with the first fault and marks its line', async () => {
    const page = await open('phone')
    fillRows(page)
    type(page, 1, 'qty', '')
    await submit(page)
    expect([0, 1, 2].map((at) => [rowView(page, at).open, rowView(page, at).bad])).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ])
    expect(client.seen.scrolledTo[0]).toBe(`#cell-${rowsOf(page)[1]}-3`)
    expect(faultAt(page, 1, 'qty')).toBe('Required')
  })
})

describe('rows come back', () => {
  it('as they were typed after the app was closed, and go when somebody starts over', async () => {
    const page = await open()
    fillRows(page)
    type(page, 2, 'qty', 'three')
    const again = await open('pc', {}, { stored: client })
    expect(again.data['restored']).toBe(true)
    expect([0, 1, 2].map((at) => cell(again, at, 'what').text)).toEqual(['Train', 'Hotel', 'Taxi'])
    expect([cell(again, 2, 'qty').text, cell(again, 1, 'amount').text]).toEqual(['three', 'CNY 450.50'])
    again.fire('onDiscard')
    expect([rowsOf(again).length, cell(again, 0, 'what').text, total(again)]).toEqual([1, '', '—'])
  })

  const back = (form: object) => ({
    id: 'i1',
    definition: { code: 'claim', name: 'Claim', version: 1 },
    names: {},
    optionLabels: {},
    files: {},
    nodes: [],
    fields: FORM,
    basis: DEFINITION.basis,
    history: [],
    form,
  })
  const FILLED = {
    title: 'October',
    items: [
      {
        what: 'Train',
        kind: 'trip',
        qty: 2,
        price: { amount: '100', currency: 'CNY' },
        amount: { amount: '9.00', currency: 'CNY' },
      },
      { what: 'Lunch', kind: 'meal', guests: 'Li', qty: 1, price: { amount: '80', currency: 'CNY' } },
    ],
    total: { amount: '9.00', currency: 'CNY' },
  }

  it('when it is submitted again, with everything reckoned anew', async () => {
    const actions = [{ action: 'resubmit', taskId: 't1', reason: 'none', choices: [] }]
    const body = { ...back(FILLED), actions }
    const page = await open(
      'pc',
      { serve: (one) => (one.path === '/instances/i1' ? { status: 200, body } : serve(one)) },
      { query: { instance: 'i1' } },
    )
    expect([cell(page, 0, 'amount').text, total(page)]).toEqual(['CNY 200.00', 'CNY 280.00'])
    expect(cell(page, 1, 'guests')).toMatchObject({ shown: true, text: 'Li' })
  })

  it('in another one like it, cell by cell, with a word on what could not be taken over', async () => {
    const actions = [{ action: 'submit-again', taskId: null, reason: 'none' }]
    const earlier = back({
      ...FILLED,
      items: [...FILLED.items, { what: 'x'.repeat(30), kind: 'gone', qty: 1.5 }],
    })
    const body = { ...earlier, actions }
    const page = await open(
      'pc',
      { serve: (one) => (one.path === '/instances/i1' ? { status: 200, body } : serve(one)) },
      { query: { from: 'i1' } },
    )
    expect(page.data['lost']).toContain('Items · What, Items · Kind, Items · Quantity')
    expect([rowsOf(page).length, cell(page, 2, 'what').text, total(page)]).toEqual([3, '', 'CNY 280.00'])
  })
})
