import { describe, expect, it } from 'vitest'
import { parseYaml } from '../../server/definitions/read-yaml.ts'
import { Definition } from '../../shared/definition.ts'

const OPTIONS = '[{ value: annual, label: { zh-CN: 年假 } }, { value: sick, label: { zh-CN: 病假 } }]'
/** Line 15 is the first field, and `then` stands on the last line. */
const FORM = `code: leave
name: { zh-CN: 请假 }
group: { code: hr, name: { zh-CN: 人事 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 } }
form:
`
const KIND = `{ key: kind, type: select, label: { zh-CN: 类型 }, required: true, options: ${OPTIONS} }`
const PERIOD = '{ key: period, type: daterange, label: { zh-CN: 期间 }, required: true }'
const SPAN = '{ key: span, type: timespan, label: { zh-CN: 时段 }, required: true }'
const REASON = '{ key: reason, type: textarea, label: { zh-CN: 事由 } }'
const PEOPLE = '{ key: people, type: contact, label: { zh-CN: 谁 }, maxCount: 100 }'
const date = (key: string, type = 'date') =>
  `{ key: ${key}, type: ${type}, label: { zh-CN: 日 }, required: true }`
const table = (more: string, ...columns: string[]) =>
  `{ key: rows, type: table, label: { zh-CN: 明细 }${more}, columns: [${columns.join(', ')}] }`

const definition = (then: string, fields: readonly string[] = [KIND, PERIOD, REASON]): string =>
  `${FORM}${fields.map((field) => `  - ${field}\n`).join('')}then: [${then}]\n`
const read = (text: string) => parseYaml(text, 'x.yaml', Definition).faults

describe('what can be had from a form is found without being named', () => {
  it.each([
    ['leave by days', '{ attendance: leave }', [KIND, PERIOD, REASON]],
    ['leave by hours', '{ attendance: leave }', [KIND, SPAN]],
    ['leave of one type, called as the definition is', '{ attendance: leave }', [PERIOD]],
    ['leave from one day to another', '{ attendance: leave, from: a, to: b }', [KIND, date('a'), date('b')]],
    ['overtime in rows that have to be there', '{ attendance: overtime }', [table(', required: true', SPAN)]],
    [
      'a trip',
      '{ attendance: trip, who: [{ initiator: self }, { field: people }] }',
      [PERIOD, REASON, PEOPLE],
    ],
    [
      'an outing of one type',
      '{ attendance: out, type: { id: client, name: { zh-CN: 拜访 } } }',
      [KIND, SPAN],
    ],
  ])('%s', (_, then, fields) => {
    expect(read(definition(then, fields))).toEqual([])
  })
})

describe('what cannot be had is refused with its place and the reason', () => {
  it.each([
    ['{ attendance: holiday }', undefined, 'then.0.attendance: is one of leave, overtime, trip, out'],
    ['{ attendance: leave, perod: period }', undefined, 'did you mean period?'],
    [
      '{ attendance: leave }',
      [KIND, REASON],
      'the form has no field for period: it has to be a daterange or a timespan',
    ],
    [
      '{ attendance: leave }',
      [KIND, PERIOD, SPAN],
      'several fields could be its period (period, span): name one, period: period',
    ],
    ['{ attendance: leave, period: days }', undefined, 'then.0.period: no form field has the key days'],
    [
      '{ attendance: leave, period: kind }',
      undefined,
      'then.0.period: field kind is select, not a daterange or a timespan',
    ],
    ['{ attendance: overtime }', [PERIOD], 'it has to be a timespan, as overtime counts hours'],
    [
      '{ attendance: leave }',
      [KIND, PERIOD.replace(', required: true', '')],
      'field period may be left empty',
    ],
    [
      '{ attendance: leave }',
      [KIND, PERIOD.replace('期间 }', '期间 }, visible: { field: kind, op: eq, value: sick }')],
      'field period may be left empty',
    ],
    [
      '{ attendance: overtime }',
      [table('', SPAN)],
      'field rows.span may be left empty, and nothing could be written then: it needs required: true and no visible, and rows a row',
    ],
    ['{ attendance: leave, from: a }', [KIND, date('a')], 'then.0.from: has no other end'],
    [
      '{ attendance: leave, period: period, from: a, to: b }',
      [KIND, PERIOD, date('a'), date('b')],
      'then.0.period: cannot stand beside from and to',
    ],
    [
      '{ attendance: leave, from: a, to: b }',
      [KIND, date('a'), date('b', 'datetime')],
      'both have to be the same',
    ],
    [
      '{ attendance: overtime, from: a, to: b }',
      [date('a'), date('b')],
      'then.0.from: field a is date, not datetime',
    ],
    ['{ attendance: leave }', [KIND.replace(', required: true', ''), PERIOD], 'field kind may be left empty'],
    ['{ attendance: leave, type: reason }', undefined, 'then.0.type: no form field has the key reason'],
    [
      '{ attendance: leave }',
      [KIND, KIND.replace('key: kind', 'key: other'), PERIOD],
      'several fields could be its type (kind, other)',
    ],
    [
      '{ attendance: leave }',
      [KIND.replace('annual', 'annual_and_paid'), PERIOD],
      'option annual_and_paid of kind is longer than the 13 letters',
    ],
    [
      '{ attendance: leave }',
      [KIND.replace(OPTIONS, '{ from: https://hr.example.com/kinds }'), PERIOD],
      'has its options from outside',
    ],
    [
      '{ attendance: leave, type: { id: annual_and_paid, name: { zh-CN: 年 } } }',
      undefined,
      'then.0.type.id',
    ],
    ['{ attendance: trip, type: kind }', undefined, 'then.0.type: trip has no type'],
    [
      '{ attendance: leave, reason: kind }',
      undefined,
      'then.0.reason: field kind is select, not a text or a textarea',
    ],
    [
      '{ attendance: leave }',
      [KIND, PERIOD, REASON, REASON.replace('reason', 'more')],
      'several fields could be its reason',
    ],
    [
      '{ attendance: overtime, period: span, reason: rows.note }',
      [SPAN, table('', date('day'), '{ key: note, type: text, label: { zh-CN: 注 } }')],
      'rows.note is in another table than the period',
    ],
    [
      '{ attendance: leave, who: [{ field: kind }] }',
      undefined,
      'then.0.who.0.field: field kind is select, people can only come from a contact field',
    ],
    ['{ attendance: trip, who: [{ field: people }] }', [PERIOD, PEOPLE], 'then.0.who: may be nobody'],
    ['{ attendance: leave, pay: money }', undefined, 'then.0.pay: leave has no pay: overtime has'],
    [
      '{ attendance: overtime, pay: { field: span, money: [a] } }',
      [SPAN],
      'then.0.pay.field: span is no select field',
    ],
    [
      '{ attendance: overtime, pay: { field: kind, money: [cash] } }',
      [SPAN, KIND],
      'then.0.pay.money.0: cash is no option of kind, which has annual, sick',
    ],
    [
      '{ attendance: leave, timezone: Mars/Base }',
      undefined,
      'then.0.timezone: is not a time zone like Asia/Tokyo',
    ],
    [
      '{ attendance: overtime, who: [{ field: people }] }',
      [
        PEOPLE.replace(' }', ', required: true }').replace('谁, required: true }', '谁 }'),
        table(', required: true, maxRows: 20', SPAN),
      ],
      'could write 2000 records',
    ],
  ])('%s', (then, fields, words) => {
    const faults = read(definition(then, fields))
    expect(faults.map(({ file, line, reason }) => `${file}:${line} ${reason}`).join('\n')).toContain(words)
    const lines = definition(then, fields).trimEnd().split('\n').length
    expect(faults.map(({ line }) => line)).toContain(lines)
  })
})

it.each([
  ['0', 'revert: has to be 1 or more'],
  ['400', 'revert: '],
  ['a month', 'revert: '],
])('revert: %s is refused', (days, words) => {
  const faults = read(`${definition('{ attendance: leave }')}revert: ${days}\n`)
  expect(faults.map(({ reason }) => reason).join()).toContain(words)
})
