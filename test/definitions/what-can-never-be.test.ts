import { expect, it } from 'vitest'
import { parseYaml } from '../../server/definitions/read-yaml.ts'
import { Definition } from '../../shared/definition.ts'
import { GOOD_DEFINITION as GOOD, VALIDATORS_WORDS, withNode } from '../support/definition-text.ts'

const read = (text: string) => parseYaml(text, 'x.yaml', Definition)
const replaced = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`there is no ${from}`)
  return GOOD.replace(from, to)
}
const when = (condition: string): string => withNode(`when: ${condition}`)
const many = (count: number, name: string): string =>
  Array.from({ length: count }, (_, at) => `${name}${at}`).join(', ')
const nodes = Array.from(
  { length: 4 },
  (_, at) => `  - { id: n${at}, name: { zh-CN: 会签 }, approvers: { users: [${many(100, `u${at}_`)}] } }\n`,
).join('')
const nested = (deep: number): string =>
  deep === 0 ? '{ field: days, op: gt, value: 3 }' : `{ all: [${nested(deep - 1)}] }`

it.each([
  ['an option that is none', when('{ field: kind, op: eq, value: anual }'), 24, 'anual is no option of kind'],
  [
    'one of several options',
    when('{ field: kind, op: in, value: [sick, anual] }'),
    24,
    'value.1: anual is no',
  ],
  ['an option of several', when('{ field: tags, op: contains, value: b }'), 24, 'b is no option of tags'],
  [
    'a date that is none',
    when('{ field: day, op: gte, value: 2026-1-5 }'),
    24,
    'it is written like 2026-01-05',
  ],
  ['a day that no month has', when('{ field: day, op: lt, value: 2026-02-30 }'), 24, 'is no day'],
  [
    'a number above the most',
    when('{ field: days, op: gt, value: 60 }'),
    24,
    'never holds: days is from 0.5 to 60',
  ],
  ['a number below the least', when('{ field: days, op: lt, value: 0.5 }'), 24, 'never holds'],
  ['a number out of bounds', when('{ field: days, op: eq, value: 61 }'), 24, 'never holds'],
  ['an amount below nothing', when('{ field: amount, op: lt, value: 0 }'), 24, 'amount is at least 0'],
  [
    'a text that is too long',
    when('{ field: note, op: eq, value: abcdef }'),
    24,
    'longer than the 5 characters',
  ],
  ['a text of nothing', when("{ field: note, op: eq, value: '' }"), 24, 'is empty'],
  ['a number for a text', when('{ field: note, op: eq, value: 123 }'), 24, "in quotes, '123'"],
  ['a text for a number', when("{ field: days, op: gt, value: '3' }"), 24, 'is a number for a number field'],
  ['an operator near one', when('{ field: days, op: gth, value: 3 }'), 24, 'did you mean gt'],
  [
    'an operator for others',
    when('{ field: who, op: eq, value: u_hr }'),
    24,
    'eq does not fit a contact field',
  ],
  ['a condition without a value', when('{ field: days, op: gt }'), 24, 'value: is missing'],
  ['a condition of another key', when('{ feild: days, op: gt, value: 3 }'), 24, 'did you mean field?'],
  ['a condition six deep', when(nested(6)), 24, 'nested more than 5 deep'],
  [
    'more votes than people',
    withNode('mode: { atLeast: 3 }'),
    24,
    'asks for 3 to agree, but there are 2 at most',
  ],
  [
    'votes of one person',
    withNode('mode: { atLeast: 2 }', '{ users: [u_hr, u_hr] }'),
    24,
    'there are 1 at most',
  ],
  ['votes of one manager', withNode('mode: { atLeast: 2 }', '{ manager: 1 }'), 24, 'there are 1 at most'],
  ['votes of a short field', withNode('mode: { atLeast: 3 }', '{ field: who }'), 24, 'there are 2 at most'],
  ['a share above all', withNode('mode: { share: 50 }'), 24, 'mode.share: has to be 1 or less'],
  ['no mode', withNode('mode: most'), 24, 'is any, all, sequential'],
  [
    'an urge after it moved on',
    withNode('timeout: { remind: 8, escalate: 4 }'),
    24,
    'remind has to come before',
  ],
  ['an urge after the end', withNode('timeout: { remind: 8, approve: 8 }'), 24, 'remind comes too late'],
  ['a move after the end', withNode('timeout: { escalate: 9, reject: 8 }'), 24, 'escalate comes too late'],
  ['two ends', withNode('timeout: { approve: 9, reject: 8 }'), 24, 'either approves or rejects'],
  ['a timeout of years', withNode('timeout: { remind: 1001 }'), 24, 'timeout.remind: has to be 1000 or less'],
  [
    'files without words',
    withNode('reason: none\n    attachments: optional'),
    25,
    'cannot stand beside reason',
  ],
  ['files of another kind', withNode('attachments: required'), 24, 'attachments'],
  ['a timeout of nothing', withNode('timeout: { remind: 0 }'), 24, 'has to be more than 0'],
  [
    'approvers from a number',
    withNode('', '{ field: days }'),
    23,
    'people can only come from a contact field',
  ],
  ['approvers from nowhere', withNode('', '{ field: whom }'), 23, 'no form field has the key whom'],
  [
    'the leader of level 0',
    withNode('', '{ departmentLeader: 0 }'),
    23,
    'departmentLeader: has to be 1 or more',
  ],
  ['approvers misspelt', withNode('', '{ manger: 1 }'), 23, 'did you mean manager?'],
  [
    'two ways to find approvers',
    withNode('', '{ manager: 1, users: [u_hr] }'),
    23,
    'is one of { users: [..] }',
  ],
  ['approvers of nobody', withNode('', '{ users: [] }'), 23, 'approvers.users: is empty'],
  ['400 tasks', `${GOOD}${nodes}`, 17, 'asks 401 people in all, but Feishu takes 300 tasks'],
  [
    '300 cc',
    `${GOOD}cc:\n${['a', 'b', 'c'].map((one) => `  - { users: [${many(100, one)}], at: start }\n`).join('')}`,
    21,
    'tells 300 people',
  ],
  ['a cc without a time', `${GOOD}cc: [{ users: [u_hr] }]\n`, 21, 'cc.0.at: is missing'],
  ['a cc of another time', `${GOOD}cc: [{ users: [u_hr], at: aproved }]\n`, 21, 'did you mean approved?'],
  ['a cc from a number', `${GOOD}cc: [{ field: days, at: end }]\n`, 21, 'people can only come from'],
  ['two nodes with one id', withNode('').replace('id: hr', 'id: manager'), 21, 'flow.1.id: is used twice'],
  ['two fields with one key', replaced('key: note', 'key: days'), 16, 'form.6.key: is used twice'],
  ['a flow of nothing', GOOD.slice(0, GOOD.indexOf('flow:')) + 'flow: []\n', 17, 'flow: is empty'],
  [
    'one branch alone',
    `${GOOD}  - parallel: [[{ id: a, name: { zh-CN: 甲 }, approvers: { manager: 1 } }]]\n`,
    21,
    'has fewer than 2',
  ],
  ['a branch of nothing', `${GOOD}  - parallel: [[], []]\n`, 21, 'parallel.0: is empty'],
  ['min above max', replaced('min: 0.5', 'min: 61'), 7, 'min is above max'],
  ['an amount below 0 without min', replaced('type: money', 'type: money, max: -1'), 8, 'no amount fits'],
  ['no currency', replaced('type: money', 'type: money, currencies: []'), 8, 'currencies: is empty'],
  [
    'a currency twice',
    replaced('type: money', 'type: money, currencies: [CNY, CNY]'),
    8,
    'has a currency twice',
  ],
  [
    'a currency that is no code',
    replaced('type: money', 'type: money, currencies: [rmb]'),
    8,
    'is an ISO 4217 code',
  ],
  ['an option twice', replaced('value: sick', 'value: annual'), 12, 'has an option twice'],
  [
    'an option that shows nothing',
    replaced('value: sick', 'value: "\\u3164"'),
    12,
    'has characters that nobody sees',
  ],
  ['a text of no length', replaced('maxLength: 5', 'maxLength: 0'), 16, 'maxLength: has to be 1 or more'],
  ['a text of half a length', replaced('maxLength: 5', 'maxLength: 1.5'), 16, 'has to be a whole number'],
  ['a list of none', replaced('maxCount: 2', 'maxCount: 0'), 15, 'maxCount: has to be 1 or more'],
  ['a type near one', replaced('type: contact', 'type: contacts'), 15, 'did you mean contact?'],
  [
    'a key near one',
    replaced('maxCount: 2', 'maxcount: 2'),
    15,
    'maxcount: is no key that may stand here; did you mean maxCount?',
  ],
  ['a key that cannot be sent', replaced('key: note', 'key: __proto__'), 16, 'starts with a letter'],
  ['a language that is none', replaced('en-US: Leave', 'en: Leave'), 2, 'name.en: is no key'],
  ['no name at all', replaced('name: { zh-CN: 请假, en-US: Leave }', 'name: {}'), 2, 'at least one of zh-CN'],
  ['a name too long for a list', replaced('请假', '假'.repeat(201)), 2, 'is longer than 200 characters'],
  ['a name written backwards', replaced('请假', '"\\u202E请假"'), 2, 'has U+202E, which nobody sees'],
  ['a name with a zero width', replaced('天数', '"天\\u200B数"'), 7, 'has U+200B, which nobody sees'],
  ['a name of a Hangul filler', replaced('天数', '"\\u3164"'), 7, 'which nobody sees'],
  ['a name with a bell', replaced('天数', '"天\\a数"'), 7, 'has U+0007'],
  [
    'nobody beside everybody',
    replaced('{ type: TENANT }', '{ type: TENANT }, { type: NONE }'),
    4,
    'viewers.1: NONE is nobody',
  ],
  ['a viewer without an id', replaced('{ type: TENANT }', '{ type: USER }'), 4, 'viewers.0.id: is missing'],
  ['no managers', replaced('managers: [u_admin]', 'managers: []'), 5, 'managers: is empty'],
  [
    'managers left out',
    replaced('managers: [u_admin]\n', ''),
    1,
    'managers: is missing: it is written like [u_',
  ],
  ['one manager alone', replaced('[u_admin]', 'u_admin'), 5, 'managers: is written like [u_admin]'],
  ['viewers left out', replaced('viewers: [{ type: TENANT }]\n', ''), 1, 'like [{ type: TENANT }]'],
  [
    'a group by its name alone',
    replaced('{ code: hr, name: { zh-CN: 人事 } }', '人事'),
    3,
    'like { code: hr,',
  ],
  ['a group without a code', replaced('group: { code: hr, ', 'group: { '), 3, 'group.code: is missing'],
  ['a code with a slash', replaced('code: leave', 'code: hr/leave'), 1, 'letters, digits, _ . -'],
])('%s is refused, with its line and in words', (_, text, line, reason) => {
  const { content, faults } = read(text)
  expect(content).toBeUndefined()
  expect(faults.map((one) => `${one.line} ${one.reason}`)).toEqual(
    expect.arrayContaining([expect.stringMatching(new RegExp(`^${line} `))]),
  )
  expect(faults.map((one) => one.reason).join('\n')).toContain(reason)
  for (const fault of faults) expect(fault.reason).not.toMatch(VALIDATORS_WORDS)
})

it.each([
  ['a vote of all whom it names', withNode('mode: { atLeast: 2 }')],
  ['a vote among whom the initiator chooses', withNode('mode: { atLeast: 3 }', '{ initiatorChoice: true }')],
  ['somebody named twice', withNode('', '{ users: [u_hr, u_hr] }')],
  ['a share of one', withNode('mode: { share: 0.01 }', '{ manager: 1 }')],
  ['timeouts in their order', withNode('timeout: { remind: 4, escalate: 8, approve: 8.5 }')],
  ['a timeout that says nothing', withNode('timeout: {}')],
  ['a condition on the edge', when('{ field: days, op: gte, value: 60 }')],
  ['a condition that always holds', when('{ field: days, op: gte, value: 0 }')],
  ['what a value is not', when('{ field: days, op: ne, value: 61 }')],
  ['a condition five deep', when(nested(4))],
  [
    '300 tasks',
    `${GOOD}${nodes.split('\n').slice(0, 2).join('\n')}\n  - { id: n9, name: { zh-CN: 会签 }, approvers: { users: [${many(99, 'x')}] } }\n`,
  ],
  [
    '400 tasks of which a form takes some',
    `${GOOD}${nodes.replaceAll(' }\n', ', when: { field: days, op: gt, value: 3 } }\n')}`,
  ],
  ['names with joiners, a flag and several lines', replaced('请假', '"👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 می‌خواهم\\n第二行"')],
  ['a person seen by many', replaced('{ type: TENANT }', '{ type: TENANT }, { type: USER, id: u_hr }')],
  ['a contact field left empty', withNode('', '{ field: who }')],
])('%s is taken as before', (_, text) => {
  expect(read(text).faults).toEqual([])
})

it('tells all faults of a file at once', () => {
  const text = when('{ field: kind, op: eq, value: anual }').replace('key: note', 'key: days')
  expect(read(text).faults.map(({ line }) => line)).toEqual([16, 24])
})
