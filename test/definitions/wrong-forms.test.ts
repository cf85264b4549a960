import { expect, it } from 'vitest'
import { parseYaml } from '../../server/definitions/read-yaml.ts'
import { Definition } from '../../shared/definition.ts'
import { VALIDATORS_WORDS } from '../support/definition-text.ts'

/** A form with one field of each kind that computes or depends, each on a line of its own. */
const FORM = `code: expense
name: { zh-CN: 报销 }
group: { code: hr, name: { zh-CN: 人事 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: kind, type: select, label: { zh-CN: 类型 }, required: true, options: [{ value: a, label: { zh-CN: 甲 } }, { value: b, label: { zh-CN: 乙 } }] }
  - { key: n, type: number, label: { zh-CN: 数 }, required: true, unit: 天 }
  - { key: cny, type: money, label: { zh-CN: 金额 }, required: true }
  - { key: usd, type: money, label: { zh-CN: 美元 }, required: true, currencies: [USD] }
  - { key: period, type: daterange, label: { zh-CN: 期间 }, required: true }
  - { key: stay, type: timespan, label: { zh-CN: 时段 }, required: true }
  - key: items
    type: table
    label: { zh-CN: 明细 }
    columns:
      - { key: qty, type: number, label: { zh-CN: 数量 }, required: true }
      - { key: price, type: money, label: { zh-CN: 单价 }, required: true }
      - { key: amount, type: formula, label: { zh-CN: 小计 }, formula: qty * price }
  - { key: total, type: formula, label: { zh-CN: 合计 }, formula: sum(items.amount), capital: true }
  - { key: bonus, type: money, label: { zh-CN: 奖金 } }
  - { key: mail, type: text, label: { zh-CN: 邮箱 }, maxLength: 40 }
  - { key: who, type: contact, label: { zh-CN: 谁 } }
  - { key: due, type: date, label: { zh-CN: 期限 } }
  - { key: at, type: datetime, label: { zh-CN: 时间 } }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 } }
`
const read = (text: string) => parseYaml(text, 'x.yaml', Definition)
const by = (from: string, to: string): string => {
  if (!FORM.includes(from)) throw new Error(`there is no ${from}`)
  return FORM.replace(from, to)
}
const total = (formula: string): string =>
  by('formula: sum(items.amount), capital: true', `formula: '${formula}'`)
const shown = (condition: string): string =>
  by('label: { zh-CN: 邮箱 }', `label: { zh-CN: 邮箱 }, visible: ${condition}`)
const mail = (more: string): string => by('maxLength: 40', `maxLength: 40, ${more}`)

const NO_NUMBER = [
  'integer: true, min: 0.2, max: 0.8',
  'integer: true, min: -0.8, max: -0.2',
  'decimals: 1, min: 0.01, max: 0.09',
  'decimals: 0, min: 1.5, max: 1.5',
]
const NO_PHONE = ['[a-z]+', '\\d{2}', '1\\d+x', '\\d{26}', '\\+ +\\(1', '(?:\\d*-){3}']

it.each([
  by('unit: 天', 'integer: true, min: 0.2, max: 1'),
  by('unit: 天', 'integer: true, min: -1, max: -0.2'),
  by('unit: 天', 'decimals: 2, min: 0.011, max: 0.02'),
  by('unit: 天', 'min: 0.2, max: 0.8'),
  by('currencies: [USD]', 'currencies: [JPY, USD], min: 0.1, max: 0.9'),
  ...['1[3-9]\\d{9}', '\\d{3}', '\\+86 .+', '[^a]{25}', '.*', '^\\(0\\d{2}\\) \\d+', 'a|\\d+#1'].map(
    (regex) =>
      by(
        'type: text, label: { zh-CN: 邮箱 }, maxLength: 40',
        `type: phone, label: { zh-CN: 邮箱 }, pattern: { regex: '${regex}', message: { zh-CN: 号 } }`,
      ),
  ),
])('what somebody can fill in is taken', (text) => {
  expect(read(text).faults).toEqual([])
})

it('the form that the others are made from is right', () => {
  expect(read(FORM).faults).toEqual([])
})

it.each([
  ['a formula of what is not there', total('sum(items.sum)'), 20, 'column 5: items has no column sum'],
  ['a field near one', total('cnyy + 1'), 20, 'column 1: no form field has the key cnyy'],
  ['a name without a space before the minus', total('n-cny'), 20, 'put spaces around the minus'],
  ['a function near one', total('summ(items.amount)'), 20, 'did you mean sum?'],
  ['a column outside of its table', total('items.amount * 2'), 20, 'it stands in sum, count, min or max'],
  ['half a formula', total('cny +'), 20, 'column 6: ends too early'],
  ['a bracket that is never closed', total('(cny + 1'), 20, 'this ( is never closed'],
  ['two numbers beside each other', total('1 2'), 20, 'an operator is missing before 2'],
  ['a Chinese comma', total('max(cny，0)'), 20, '， is written , in a formula'],
  ['a sign for times', total('n × 3'), 20, '× is written * in a formula'],
  ['a percentage', total('cny * 6%'), 20, '5% is written 0.05'],
  ['no formula', total(''), 20, 'column 1: is empty'],
  ['a formula left out', by(', formula: sum(items.amount), capital: true', ''), 20, 'formula: is missing'],
  [
    'a number and an amount',
    total('n + cny'),
    20,
    '+ cannot take a number of 天 and an amount in CNY together',
  ],
  ['two currencies', total('cny + usd'), 20, 'never have the same currency'],
  ['two amounts multiplied', total('cny * cny'), 20, 'two amounts cannot be multiplied'],
  ['a number divided by an amount', total('n / cny'), 20, 'cannot be divided by an amount'],
  ['a division that is always by 0', total('1 / (2 - 2)'), 20, 'column 1: always divides by 0'],
  ['more digits than any number has', total('999999999999999 * 10'), 20, 'a number that is too large'],
  [
    'a text that is never kept',
    by('type: date, label', "type: date, visible: { field: mail, op: eq, value: 'VIP ' }, label"),
    24,
    'has spaces around it',
  ],
  [
    'half a whole number',
    by('unit: 天', 'integer: true').replace(
      '{ zh-CN: 邮箱 }',
      '{ zh-CN: 邮箱 }, visible: { field: n, op: in, value: [1, 1.5] }',
    ),
    22,
    'value.1: never holds: n has no more than 0 decimals',
  ],
  [
    'a tenth of a cent',
    shown('{ field: cny, op: eq, value: 0.001 }'),
    22,
    'never holds: cny has no more than 2 decimals',
  ],
  ['a division by 0', total('cny / 0'), 20, 'divides by 0'],
  ['days and hours', total('days(period) + hours(stay)'), 20, 'a number of days and a number of hours'],
  ['hours of days', total('hours(period)'), 20, 'period is of type daterange, and hours takes a timespan'],
  ['a range as a number', total('period * 2'), 20, 'write days(…) or workdays(…)'],
  ['a text as a number', total('mail * 2'), 20, 'mail is of type text'],
  ['what can be empty', total('cny + bonus'), 20, 'make it required, or write sum(bonus)'],
  ['the greatest of what may be nothing', total('max(items.amount)'), 20, 'the result could be nothing'],
  ['rounded to half a place', total('round(cny, 1.5)'), 20, 'a whole number of places from 0 to 10'],
  ['a comparison alone', total('cny > 5'), 20, '> compares, which stands only as the first value of if'],
  ['itself', total('total + 1'), 20, 'goes round in a circle: total → total'],
  [
    'capitals of dollars',
    by('formula: sum(items.amount), capital', 'formula: usd * 2, capital'),
    20,
    'only yuan have capitals',
  ],
  ['a column that needs the table', by('formula: qty * price', 'formula: sum(items.qty)'), 19, 'items'],
  [
    'a circle through what is shown',
    shown('{ field: mail, op: filled }'),
    22,
    'goes round in a circle: mail → mail',
  ],
  [
    'a condition on nothing',
    shown('{ field: nothing, op: filled }'),
    22,
    'no form field has the key nothing',
  ],
  [
    'a condition on an option that is none',
    shown('{ field: kind, op: eq, value: c }'),
    22,
    'c is no option of kind',
  ],
  [
    'a range compared',
    shown('{ field: period, op: gt, value: 3 }'),
    22,
    'compare a formula field, as of days(period)',
  ],
  ['a table compared', shown('{ field: items, op: gt, value: 3 }'), 22, 'as of count(items)'],
  [
    'a time that is none',
    shown('{ field: at, op: gt, value: 2026-01-05 }'),
    22,
    'it is written like 2026-01-05T14:30',
  ],
  [
    'required by a word',
    by('label: { zh-CN: 邮箱 }', 'label: { zh-CN: 邮箱 }, required: always'),
    22,
    'is true, false or a condition like { field: kind, op: eq, value: sick }',
  ],
  [
    'required by an operator that is none',
    mail("required: { field: total, op: '>', value: 3 }"),
    22,
    'required.op: is one of eq, ne, gt',
  ],
  ['a field near the one compared', shown('{ field: kinds, op: filled }'), 22, 'did you mean kind?'],
  [
    'a column compared',
    shown('{ field: items.amount, op: gt, value: 3 }'),
    22,
    'compare a formula field, as of sum(items.amount)',
  ],
  [
    'a label without a language',
    by('label: { zh-CN: 邮箱 }', 'label: 邮箱'),
    22,
    'label: is written like { zh-CN: 请假, en-US: Leave }',
  ],
  [
    'a field without a label',
    by('label: { zh-CN: 邮箱 }, ', ''),
    22,
    'label: is missing: it is written like {',
  ],
  [
    'options by their names alone',
    by('[{ value: a, label: { zh-CN: 甲 } }, { value: b, label: { zh-CN: 乙 } }]', '[甲, 乙]'),
    7,
    'options.0: is written like { value: sick, label: {',
  ],
  [
    'required by nothing',
    mail('required: { field: nothing, op: filled }'),
    22,
    'no form field has the key nothing',
  ],
  [
    'a pattern that is none',
    mail("pattern: { regex: '(', message: { zh-CN: 邮箱 } }"),
    22,
    'pattern.regex: column',
  ],
  [
    'a pattern that looks back',
    mail("pattern: { regex: '(a)\\1', message: { zh-CN: 邮箱 } }"),
    22,
    'column 4',
  ],
  [
    'a pattern longer than the text',
    mail("pattern: { regex: 'a{41}', message: { zh-CN: 邮箱 } }"),
    22,
    'fits no text of at most 40 characters',
  ],
  ...NO_NUMBER.map((more): [string, string, number, string] => [
    `a number that is ${more}`,
    by('unit: 天', more),
    8,
    'nothing fits: no number from',
  ]),
  [
    'an amount that no currency has',
    by('currencies: [USD]', 'currencies: [JPY, KRW], min: 0.1, max: 0.9'),
    10,
    'no number from 0.1 to 0.9 has 0 decimals or fewer',
  ],
  ...NO_PHONE.map((regex): [string, string, number, string] => [
    `a phone number like ${regex}`,
    by(
      'type: text, label: { zh-CN: 邮箱 }, maxLength: 40',
      `type: phone, label: { zh-CN: 邮箱 }, pattern: { regex: '${regex}', message: { zh-CN: 号 } }`,
    ),
    22,
    'fits no phone number',
  ]),
  ['a pattern without words', mail("pattern: { regex: 'a' }"), 22, 'pattern.message: is missing'],
  [
    'a default that does not fit',
    by('unit: 天', 'unit: 天, default: many'),
    8,
    'default: does not fit the field',
  ],
  [
    'a default that the pattern refuses',
    mail("default: b, pattern: { regex: 'a', message: { zh-CN: 甲 } }"),
    22,
    'does not fit the pattern',
  ],
  [
    'a day that is no day',
    by('label: { zh-CN: 期限 }', 'label: { zh-CN: 期限 }, default: tomorrow'),
    24,
    'or today',
  ],
  [
    'somebody else as a default',
    by('label: { zh-CN: 谁 }', 'label: { zh-CN: 谁 }, default: [u_hr]'),
    23,
    'is { initiator: self }, and nothing else',
  ],
  ['a column twice', by('key: price', 'key: qty'), 18, 'key: is used twice'],
  ['a table in a table', by('{ key: qty, type: number', '{ key: qty, type: table'), 17, 'type: is one of'],
  [
    'a table without columns',
    by('label: { zh-CN: 明细 }\n', 'label: { zh-CN: 明细 }\n    minRows: 9\n    maxRows: 3\n'),
    16,
    'is above maxRows, which is 3',
  ],
  [
    'too many rows',
    by('label: { zh-CN: 明细 }\n', 'label: { zh-CN: 明细 }\n    maxRows: 1000\n'),
    16,
    'has to be 100 or less',
  ],
  [
    'decimals of whole numbers',
    by('unit: 天', 'integer: true, decimals: 2'),
    8,
    'cannot stand beside integer: true',
  ],
  [
    'a span longer than a year',
    by('label: { zh-CN: 时段 }', 'label: { zh-CN: 时段 }, maxHours: 9000'),
    12,
    'has to be 8784 or less',
  ],
  [
    'a note that says nothing',
    by('type: datetime, label: { zh-CN: 时间 }', 'type: note, text: {}, label: { zh-CN: 时间 }'),
    25,
    'needs at least one of zh-CN',
  ],
  [
    'options that nobody has',
    by(
      'options: [{ value: a, label: { zh-CN: 甲 } }, { value: b, label: { zh-CN: 乙 } }]',
      'options: { search: true }',
    ),
    7,
    'options.from: is missing',
  ],
  [
    'options that depend on what is not there',
    by(
      'options: [{ value: a, label: { zh-CN: 甲 } }, { value: b, label: { zh-CN: 乙 } }]',
      'options: { from: "https://x.example/o", dependsOn: [nothing] }',
    ),
    7,
    'no form field has the key nothing',
  ],
  [
    'a form that is never sent',
    by(
      'columns:\n',
      `columns:\n${Array.from({ length: 8 }, (_, at) => `      - { key: t${at}, type: textarea, maxLength: 5000, label: { zh-CN: 长 } }\n`).join('')}`,
    ),
    6,
    'MB can be sent',
  ],
])('%s is refused, with its line and in words', (_, text, line, reason) => {
  const { content, faults } = read(text)
  expect(content).toBeUndefined()
  expect(faults.map((one) => `${one.line} ${one.reason}`).join('\n')).toContain(reason)
  expect(faults.some((one) => one.line === line)).toBe(true)
  for (const fault of faults) expect(fault.reason).not.toMatch(VALIDATORS_WORDS)
})
