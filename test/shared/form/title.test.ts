import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseYaml } from '../../../server/definitions/read-yaml.ts'
import { Definition } from '../../../shared/definition.ts'
import { LONGEST_TITLE, titleText, type TitleSubject } from '../../../shared/form/title.ts'
import { LOCALES, type Language } from '../../../shared/languages.ts'
import { GOOD_DEFINITION as GOOD } from '../../support/definition-text.ts'

const read = (title = '') => parseYaml(`${GOOD}${title}`, 'leave.yaml', Definition)
const definition = (title?: object): Definition => {
  const { content } = read()
  if (!content) throw new Error('the definition is right')
  return { ...content, ...(title && { title }) }
}
const subject = (over: Partial<TitleSubject> = {}): TitleSubject => ({
  initiator: '王芳',
  number: 'QJ-0007',
  form: {
    days: 3,
    kind: 'sick',
    amount: { amount: '12345.50', currency: 'CNY' },
    who: ['u_li'],
    day: '2026-11-20',
  },
  nameOf: (id) => ({ u_li: '李雷' })[id],
  ...over,
})
const titled = (zh: string, over: Partial<TitleSubject> = {}) =>
  titleText(definition({ 'zh-CN': zh }), subject(over), 'zh-CN')

it.each<[Language, string]>([
  ['zh-CN', '王芳提交的请假'],
  ['en-US', 'Leave by 王芳'],
  ['ja-JP', '王芳さんの请假'],
])('says name and initiator where the definition has none: %s', (locale, expected) => {
  expect(titleText(definition(), subject(), locale)).toBe(expected)
})

it.each([
  ['{initiator}的{name} {day}', '王芳的请假 2026-11-20'],
  ['{number} {kind}', 'QJ-0007 病假'],
  ['{amount} {days}天', 'CNY 12,345.50 3天'],
  ['交接给{who}', '交接给李雷'],
  ['只有文字', '只有文字'],
])('%s: %s', (title, expected) => {
  expect(titled(title)).toBe(expected)
})

describe('of a field that was left empty', () => {
  it.each([
    ['{initiator}的{name} {note}', '王芳的请假'],
    ['{name} （{note}） {days}天', '请假 3天'],
    ['{note} · {name}', '请假'],
    ['{name} - {note}', '请假'],
    ['{name}[{note}]', '请假'],
  ])('%s leaves nothing: %s', (title, expected) => {
    expect(titled(title)).toBe(expected)
  })

  it('alone, the usual title takes its place', () => {
    expect(titled('{note}')).toBe('王芳提交的请假')
    expect(titled('{note}{tags}', { form: { tags: [] } })).toBe('王芳提交的请假')
  })
})

it('takes another language of its own where it has not the one that is asked for', () => {
  const one = definition({ 'ja-JP': '{name}の{number}' })
  expect(LOCALES.map((locale) => titleText(one, subject(), locale))).toEqual([
    ...['请假のQJ-0007', 'LeaveのQJ-0007', '请假のQJ-0007'],
  ])
})

it('takes nothing that people wrote for a placeholder or a line of its own', () => {
  expect(titled('{initiator}/{note}', { initiator: '{number}', form: { note: 'a\n{days}\u202e' } })).toBe(
    '{number}/a {days}',
  )
})

it('is one line of bounded length, whatever people write, and no number in it is cut', () => {
  const Text = fc.string({ unit: 'binary', maxLength: 400 })
  fc.assert(
    fc.property(Text, Text, fc.integer({ min: 0, max: 300 }), (name, note, pad) => {
      const title = titleText(
        definition({ 'zh-CN': `{initiator} ${'长'.repeat(pad % 150)} {note} {amount}` }),
        subject({ initiator: name, form: { note, amount: { amount: '12345678.90', currency: 'CNY' } } }),
        'zh-CN',
      )
      expect(title.length).toBeLessThanOrEqual(LONGEST_TITLE)
      expect(title).not.toMatch(/[\n\t]/)
      expect(title).not.toBe('')
      expect(title).not.toMatch(/[\uD800-\uDFFF]/u)
      const amount = /[\d,.]+…?$/.exec(title)?.[0] ?? ''
      if (amount.includes('12,')) expect(amount.replace('…', '')).toBe('12,345,678.90')
    }),
  )
})

describe('a file', () => {
  const faultsOf = (title: string) => read(title).faults
  it.each([
    [
      "title: { zh-CN: '{initiator}的{kynd}' }",
      'title.zh-CN: has {kynd}, which is neither',
      'did you mean {kind}?',
    ],
    ["title: { zh-CN: '{Name}' }", 'title.zh-CN: has {Name}', 'did you mean {name}?'],
    ["title: { zh-CN: '{nothing_like_it}' }", 'title.zh-CN: has {nothing_like_it}', 'a field of the form'],
    ["title: { zh-CN: '{}' }", 'title.zh-CN: has {}', ''],
    ["title: { zh-CN: '{name' }", 'title.zh-CN: has a { that belongs to no pair', ''],
    ["title: { zh-CN: '{name}}' }", 'title.zh-CN: has a } that belongs to no pair', ''],
    ["title: { zh-CN: '{name}', en-US: '{days} {dayz}' }", 'title.en-US: has {dayz}', 'did you mean {day'],
    ['title: 出差', 'title: is written like { zh-CN:', ''],
  ])('%s is refused with its line', (text, reason, more) => {
    const [fault, ...others] = faultsOf(text)
    expect(others).toEqual([])
    expect(fault).toMatchObject({ file: 'leave.yaml', line: 21 })
    expect(fault?.reason).toContain(reason)
    expect(fault?.reason).toContain(more)
  })

  it.each(['image', 'attachment'])('cannot have a title of a field of %s', (type) => {
    const text = GOOD.replace('flow:', `  - { key: proof, type: ${type}, label: { zh-CN: 凭证 } }\nflow:`)
    const { faults } = parseYaml(`${text}title: { zh-CN: '{name} {proof}' }`, 'leave.yaml', Definition)
    expect(faults).toEqual([
      {
        file: 'leave.yaml',
        line: 22,
        reason: `title.zh-CN: names proof, and no ${type} field can stand in a title`,
      },
    ])
  })
})
