import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createOptionSearch, NOT_CHOOSING, PAUSE_MS } from '../../miniprogram/features/form/option-search.ts'
import { withoutStale } from '../../miniprogram/features/form/option-links.ts'
import { emptyDraft } from '../../miniprogram/features/form/draft.ts'
import { Field } from '../../shared/form/field.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => {
    vi.useRealTimers()
  }
})

type Page = { options: { value: string; label: string }[]; next: string | null }
const page = (values: string[], next: string | null = null): Page => ({
  options: values.map((value) => ({ value, label: value.toUpperCase() })),
  next,
})

function setUp({ many = false, chosen = [] as { id: string; name: string }[] } = {}) {
  const asked: { query: string; page: string; answer: (page: Page) => void; fail: () => void }[] = []
  let shown = NOT_CHOOSING
  const search = createOptionSearch({
    title: 'Supplier',
    many,
    chosen,
    ask: (query, from) =>
      new Promise((resolve, reject) => {
        asked.push({ query, page: from, answer: resolve, fail: () => reject(new Error('down')) })
      }),
    show: (choosing) => {
      shown = choosing
    },
    wordsOf: () => 'The ERP did not answer.',
  })
  const settle = () => vi.advanceTimersByTimeAsync(0)
  const answer = async (one: Page) => {
    asked.at(-1)?.answer(one)
    await settle()
  }
  return {
    search,
    asked,
    answer,
    settle,
    shown: () => shown,
    values: () => shown.items.map(({ value }) => value),
  }
}

describe('what is shown', () => {
  it('is loading, then what may be chosen, then more of it, each once', async () => {
    const { search, answer, asked, shown, values } = setUp()
    expect(shown()).toMatchObject({ open: true, title: 'Supplier', state: 'loading', items: [] })
    await answer(page(['a', 'b'], '2'))
    expect(shown()).toMatchObject({ state: 'ready', more: 'there' })
    search.more()
    search.more()
    expect(shown().more).toBe('loading')
    expect(asked.map((one) => one.page)).toEqual(['', '2'])
    await answer(page(['b', 'c']))
    expect([values(), shown().more]).toEqual([['a', 'b', 'c'], 'none'])
  })

  it('is why it cannot be had, until it can', async () => {
    const { search, asked, answer, settle, shown } = setUp()
    asked[0]?.fail()
    await settle()
    expect(shown()).toMatchObject({ state: 'failed', text: 'The ERP did not answer.', items: [] })
    search.retry()
    await answer(page([]))
    expect(shown()).toMatchObject({ state: 'none', text: '' })
  })

  it('stays where the next page cannot be had, and that page is what is tried again', async () => {
    const { search, asked, answer, settle, values, shown } = setUp()
    await answer(page(['a'], '2'))
    search.more()
    asked.at(-1)?.fail()
    await settle()
    expect([values(), shown().state]).toEqual([['a'], 'failed'])
    search.retry()
    await answer(page(['b']))
    expect([values(), shown().state]).toEqual([['a', 'b'], 'ready'])
    expect(asked.map((one) => one.page)).toEqual(['', '2', '2'])
  })
})

describe('a search', () => {
  it('of a thousand keystrokes is one request, once typing pauses', async () => {
    const { search, asked, answer } = setUp()
    await answer(page(['a']))
    for (let at = 1; at <= 1_000; at += 1) {
      search.type('x'.repeat(at))
      await vi.advanceTimersByTimeAsync(PAUSE_MS / 4)
    }
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(asked.map(({ query }) => query.length)).toEqual([0, 1_000])
  })

  it('drops the answer to what was asked before', async () => {
    const { search, asked, answer, settle, values } = setUp()
    search.type('b')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    await answer(page(['b']))
    asked[0]?.answer(page(['late']))
    await settle()
    expect(values()).toEqual(['b'])
    search.type(' b ')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(asked).toHaveLength(2)
  })

  it('ends with the panel', async () => {
    const { search, asked } = setUp()
    search.type('b')
    search.stop()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(asked).toHaveLength(1)
  })
})

it('what is chosen stays chosen while something else is searched for', async () => {
  const { search, answer, shown } = setUp({ many: true, chosen: [{ id: 'z', name: 'Z' }] })
  await answer(page(['a', 'z']))
  search.take('a')
  search.type('q')
  await vi.advanceTimersByTimeAsync(PAUSE_MS)
  await answer(page(['q']))
  search.take('q')
  search.take('z')
  search.take('not there')
  expect(search.chosen()).toEqual([
    { id: 'a', name: 'A' },
    { id: 'q', name: 'Q' },
  ])
  expect(shown().items).toEqual([{ value: 'q', label: 'Q', hint: '', checked: true, off: false }])
})

describe('what was chosen by what other fields said', () => {
  const outside = (key: string, dependsOn: string[], type = 'select') => ({
    key,
    type,
    label: { 'zh-CN': key },
    options: { dependsOn, search: false },
  })
  const fields = [
    outside('supplier', []),
    outside('account', ['supplier']),
    outside('branch', ['account'], 'multiselect'),
    { key: 'centre', type: 'text', label: { 'zh-CN': 'centre' } },
    {
      key: 'items',
      type: 'table',
      label: { 'zh-CN': 'items' },
      columns: [outside('project', ['centre']), outside('task', ['project'])],
    },
  ].map((field) => Field.parse(field))
  const draft = {
    ...emptyDraft('key'),
    inputs: { supplier: 's', account: 'a', branch: ['b'], centre: 'c' },
    tables: {
      items: [
        { id: 'r1', inputs: { project: 'p', task: 't' } },
        { id: 'r2', inputs: { project: 'q', task: 'u' } },
      ],
    },
  }

  it('goes when that changes, with what depends on it in turn', () => {
    const { inputs, tables } = withoutStale(fields, draft, 'supplier')
    expect(inputs).toEqual({ supplier: 's', account: '', branch: [], centre: 'c' })
    expect(tables).toEqual(draft.tables)
  })

  it('goes in every row, or in its own', () => {
    const everywhere = withoutStale(fields, draft, 'centre').tables['items']
    expect(everywhere?.map((row) => row.inputs)).toEqual([
      { project: '', task: '' },
      { project: '', task: '' },
    ])
    const inOne = withoutStale(fields, draft, 'r2.project').tables['items']
    expect(inOne?.map((row) => row.inputs)).toEqual([
      { project: 'p', task: 't' },
      { project: 'q', task: '' },
    ])
  })
})
