import fc from 'fast-check'
import { expect, it } from 'vitest'
import { editsOf } from '../../server/definitions/edits.ts'
import { parseYaml } from '../../server/definitions/read-yaml.ts'
import { Definition } from '../../shared/definition.ts'
import { GOOD_DEFINITION as GOOD } from '../support/definition-text.ts'

function read(text: string): Definition {
  const { content, faults } = parseYaml(text, 'x.yaml', Definition)
  if (!content) throw new Error(JSON.stringify(faults))
  return content
}
const branch = (...ids: string[]) =>
  `[${ids.map((id) => `{ id: ${id}, name: { zh-CN: ${id} }, approvers: { manager: 1 } }`).join(', ')}]`
const changed = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`there is no ${from}`)
  return GOOD.replace(from, to)
}
const HR = `  - { id: hr, name: { zh-CN: 人事 }, approvers: { users: [u_hr] }, when: { field: days, op: gt, value: 3 } }\n`
const text = { 'zh-CN': '人事' }
const hr = { id: 'hr', name: text, approvers: { users: ['u_hr'] }, mode: 'any', reason: 'optional' }
const whenOf = (value: number) => ({ field: 'days', op: 'gt', value })

it.each<[string, string, string, object[]]>([
  [
    'how its approvals are numbered',
    `${GOOD}number: 'QJ-{yyyy}-{000}'\n`,
    `${GOOD}number: 'QJ-{yyyyMM}-{0000}'\n`,
    [{ path: 'number', before: 'QJ-{yyyy}-{000}', after: 'QJ-{yyyyMM}-{0000}' }],
  ],
  [
    'title, source, statistics and phrases',
    GOOD,
    `${GOOD}title: { zh-CN: '{name}' }\nsource: { zh-CN: 财务 }\nstatistics: false\nphrases: [{ zh-CN: 同意 }]\n`,
    [
      { path: 'title', after: { 'zh-CN': '{name}' } },
      { path: 'source', after: { 'zh-CN': '财务' } },
      { path: 'statistics', after: false },
      { path: 'phrases', after: [{ 'zh-CN': '同意' }] },
    ],
  ],
  ['a bound', GOOD, changed('max: 60', 'max: 90'), [{ path: 'form.days.max', before: 60, after: 90 }]],
  [
    'a bound that is new',
    GOOD,
    changed('min: 0.5, max: 60', 'min: 0.5'),
    [{ path: 'form.days.max', before: 60 }],
  ],
  [
    'a name',
    GOOD,
    changed('Leave', 'Time off'),
    [{ path: 'name.en-US', before: 'Leave', after: 'Time off' }],
  ],
  [
    'the default language',
    GOOD,
    changed('{ zh-CN: 请假, en-US: Leave }', '{ en-US: Leave, zh-CN: 请假 }'),
    [{ path: 'name (first language)', before: 'zh-CN', after: 'en-US' }],
  ],
  [
    'an option',
    GOOD,
    changed('value: sick', 'value: ill'),
    [
      { path: 'form.kind.options.sick', before: { value: 'sick', label: { 'zh-CN': '病假' } } },
      { path: 'form.kind.options.ill', after: { value: 'ill', label: { 'zh-CN': '病假' } } },
    ],
  ],
  [
    'a field',
    GOOD,
    GOOD.replace(/ {2}- \{ key: day, .*\n/, ''),
    [
      {
        path: 'form.day',
        before: { key: 'day', type: 'date', label: { 'zh-CN': '日期' }, required: false, summary: false },
      },
    ],
  ],
  [
    'a field that is called as a part of a node is',
    GOOD.replace('key: day,', 'key: when,'),
    GOOD.replace('key: day,', 'key: when,').replace('{ zh-CN: 日期 }', '{ zh-CN: 何时 }'),
    [{ path: 'form.when.label.zh-CN', before: '日期', after: '何时' }],
  ],
  [
    'the order of fields',
    GOOD,
    GOOD.replace(/( {2}- \{ key: day, .*\n)( {2}- \{ key: who, .*\n)/, '$2$1'),
    [
      {
        path: 'form (order)',
        before: ['days', 'amount', 'kind', 'tags', 'day', 'who', 'note'],
        after: ['days', 'amount', 'kind', 'tags', 'who', 'day', 'note'],
      },
    ],
  ],
  [
    'a node',
    GOOD,
    GOOD + HR,
    [
      { path: 'flow.hr', after: { ...hr, when: whenOf(3) } },
      { path: 'flow (way)', before: 'manager', after: 'manager → hr' },
    ],
  ],
  [
    'a condition',
    GOOD + HR,
    GOOD + HR.replace('3 }', '5 }'),
    [{ path: 'flow.hr.when', before: whenOf(3), after: whenOf(5) }],
  ],
  [
    'approvers',
    GOOD,
    changed('manager: 1', 'users: [u_hr]'),
    [{ path: 'flow.manager.approvers', before: { manager: 1 }, after: { users: ['u_hr'] } }],
  ],
  [
    'a threshold',
    GOOD,
    changed('approvers: { manager: 1 }', 'approvers: { users: [a, b] }\n    mode: { atLeast: 2 }'),
    [
      { path: 'flow.manager.approvers', before: { manager: 1 }, after: { users: ['a', 'b'] } },
      { path: 'flow.manager.mode', before: 'any', after: { atLeast: 2 } },
    ],
  ],
  [
    'a timeout',
    GOOD,
    changed('approvers: { manager: 1 }', 'approvers: { manager: 1 }\n    timeout: { remind: 8 }'),
    [{ path: 'flow.manager.timeout', after: { remind: 8 } }],
  ],
  [
    'who is told',
    `${GOOD}cc: [{ users: [u_hr], at: end }]\n`,
    `${GOOD}cc: [{ users: [u_hr], at: approved }]\n`,
    [
      { path: 'cc', before: { users: ['u_hr'], at: 'end' } },
      { path: 'cc', after: { users: ['u_hr'], at: 'approved' } },
    ],
  ],
  [
    'who may start it',
    GOOD,
    changed('[{ type: TENANT }]', '[{ type: USER, id: u_hr }]'),
    [
      { path: 'viewers', before: { type: 'TENANT' } },
      { path: 'viewers', after: { type: 'USER', id: 'u_hr' } },
    ],
  ],
  [
    'managers',
    GOOD,
    changed('[u_admin]', '[u_admin, u_cfo]'),
    [{ path: 'managers', before: ['u_admin'], after: ['u_admin', 'u_cfo'] }],
  ],
  [
    'four eyes',
    GOOD,
    changed('managers:', 'repeatedApprover: ask\nmanagers:'),
    [{ path: 'repeatedApprover', after: 'ask' }],
  ],
  [
    'branches',
    `${GOOD}  - parallel: [${branch('a', 'b')}, ${branch('c')}]\n`,
    `${GOOD}  - parallel: [${branch('a')}, ${branch('b', 'c')}]\n`,
    [{ path: 'flow (way)', before: 'manager → (a → b | c)', after: 'manager → (a | b → c)' }],
  ],
])('%s is shown with old and new value', (_, before, after, edits) => {
  expect(editsOf(read(before), read(after))).toEqual(edits)
  expect(editsOf(read(after), read(before)).length).toBe(edits.length)
})

it('what says the same is no change: the order of keys and rules, remarks, and defaults that are written out', () => {
  const definition = read(`${GOOD}cc: [{ users: [a], at: end }, { users: [b], at: start }]\n`)
  const shuffled: Definition = {
    ...definition,
    cc: [...definition.cc].reverse(),
    form: definition.form.map((field) => Object.fromEntries(Object.entries(field).reverse()) as typeof field),
  }
  expect(editsOf(definition, shuffled)).toEqual([])
  expect(
    editsOf(read(GOOD), read(`# a remark\n${GOOD.replace('manager: 1 }', 'manager: 1 }\n    mode: any')}`)),
  ).toEqual([])
})

it('anything that differs is shown, and nothing else', () => {
  const base = read(GOOD)
  const paths = fc.constantFrom(
    'description',
    'selfApproval',
    'group',
    'managers',
    'name',
    'repeatedApprover',
  )
  fc.assert(
    fc.property(paths, fc.string({ minLength: 1 }), (key, value) => {
      const other = { ...base, [key]: { 'zh-CN': value } }
      const edits = editsOf(base, other)
      expect(edits.every(({ path }) => path.startsWith(key))).toBe(true)
      expect(edits.length > 0).toBe(
        JSON.stringify(base[key as keyof Definition]) !== JSON.stringify(other[key as keyof Definition]),
      )
    }),
  )
})
