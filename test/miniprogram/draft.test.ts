import { describe, expect, it } from 'vitest'
import { createDrafts, emptyDraft, newKey } from '../../miniprogram/features/form/draft.ts'
import {
  edited,
  withChosen,
  withFiles,
  without,
  type AskedPlace,
} from '../../miniprogram/features/form/edit-draft.ts'
import { Field } from '../../shared/form/field.ts'

function createStore() {
  const values = new Map<string, string>()
  return {
    values,
    read: (key: string): unknown => JSON.parse(values.get(key) ?? 'null'),
    write: (key: string, value: unknown): void => void values.set(key, JSON.stringify(value)),
    remove: (key: string): void => void values.delete(key),
  }
}
/** A field of a form, where it stands. */
const field = (more: object): AskedPlace => {
  const made = Field.parse({ key: 'x', label: { 'zh-CN': '字段' }, ...more }) as AskedPlace['field']
  return { id: 'x', path: 'x', field: made }
}

describe('a draft', () => {
  it('belongs to one person and one definition', () => {
    const store = createStore()
    const draft = { ...emptyDraft('k1'), inputs: { why: 'because' } }
    createDrafts(store, 'u_1', 'leave').write(draft)
    expect(createDrafts(store, 'u_1', 'leave').read()).toEqual(draft)
    expect(createDrafts(store, 'u_2', 'leave').read()).toBeUndefined()
    expect(createDrafts(store, 'u_1', 'expense').read()).toBeUndefined()
  })

  it('is gone once it is cleared', () => {
    const store = createStore()
    const drafts = createDrafts(store, 'u_1', 'leave')
    drafts.write(emptyDraft('k1'))
    drafts.clear()
    expect(store.values.size).toBe(0)
  })

  it('that cannot be stored does not stop anybody from typing', () => {
    const full = {
      ...createStore(),
      write: () => {
        throw new Error('exceed storage max size')
      },
    }
    expect(createDrafts(full, 'u_1', 'leave').write(emptyDraft('k1'))).toBe(false)
  })

  it.each([null, '', 'text', [], { inputs: {} }])('is not made of %j', (stored) => {
    const store = { ...createStore(), read: () => stored }
    expect(createDrafts(store, 'u_1', 'leave').read()).toBeUndefined()
  })
})

it('a key is visible ASCII and another one each time', () => {
  const keys = Array.from({ length: 50 }, () => newKey(1_763_600_000_000, Math.random))
  expect(new Set(keys).size).toBe(50)
  for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{10,200}$/)
})

describe('an edit', () => {
  const draft = emptyDraft('k')

  it('of ticks keeps the order of the options', () => {
    const options = ['a', 'b', 'c'].map((value) => ({ value, label: { 'zh-CN': value } }))
    const next = edited(draft, field({ type: 'multiselect', options }), { value: ['c', 'a', 'other'] })
    expect(next.inputs['x']).toEqual(['a', 'c'])
  })

  it('of one part leaves the other part', () => {
    const money = field({ type: 'money', currencies: ['CNY', 'USD'] })
    const once = edited(draft, money, { part: 'amount', value: '5' })
    expect(edited(once, money, { part: 'currency', value: 'USD' }).inputs['x']).toEqual({
      amount: '5',
      currency: 'USD',
    })
    expect(edited(once, money, { part: 'other', value: '9' }).inputs['x']).toEqual({
      amount: '5',
      currency: 'CNY',
    })
  })

  it('of people remembers their names, of files theirs', () => {
    const contact = field({ type: 'contact' })
    const chosen = withChosen(draft, contact, [{ id: 'ou_1', name: '王磊' }])
    expect(chosen).toMatchObject({ inputs: { x: ['ou_1'] }, names: { ou_1: '王磊' } })
    const files = withFiles(draft, field({ type: 'image' }), [{ id: 'f1', name: 'a.png' }])
    expect(withFiles(files, field({ type: 'image' }), [{ id: 'f2', name: 'b.png' }]).inputs['x']).toEqual([
      'f1',
      'f2',
    ])
    expect(without(files, field({ type: 'image' }), 'f1').inputs['x']).toEqual([])
  })
})
