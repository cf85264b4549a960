import { expect, it } from 'vitest'
import { CalendarFile } from '../../shared/calendar-file.ts'
import { Definition } from '../../shared/definition.ts'
import { parseYaml } from '../../server/definitions/read-yaml.ts'
import { GOOD_DEFINITION as GOOD, withNode } from '../support/definition-text.ts'

const reasons = (text: string): string[] =>
  parseYaml(text, 'x.yaml', Definition).faults.map(({ reason }) => reason)
const users = (id: string): string => withNode('', `{ users: [u_hr, ${id}] }`)

it.each([
  ['63e12345', 'a number'],
  ['10086', 'a number'],
  ['00123456', 'a number'],
  ['0x1F', 'a number'],
  ['0o17', 'a number'],
  ['.inf', 'a number'],
  ['-5.5', 'a number'],
  ['true', 'true or false'],
  ['null', 'nothing'],
  ['~', 'nothing'],
])('a user_id %s without quotes is told as what YAML made of it', (id, kind) => {
  expect(reasons(users(id))).toEqual([
    `flow.1.approvers.users.1: YAML reads ${id} as ${kind}: put it in quotes, '${id}'`,
  ])
  expect(reasons(users(`'${id}'`))).toEqual([])
})

it.each([
  ['managers.0', GOOD.replace('[u_admin]', '[10086]')],
  ['code', GOOD.replace('code: leave', 'code: 2026')],
  ['group.code', GOOD.replace('code: hr', 'code: 12')],
  ['form.2.options.1.value', GOOD.replace('value: sick', 'value: 1e3')],
  ['form.2.options.1.value', GOOD.replace('value: sick', 'value: true')],
  ['form.6.key', GOOD.replace('key: note', 'key: 5')],
  ['flow.1.id', withNode('').replace('id: hr', 'id: 7')],
  ['name.zh-CN', GOOD.replace('请假', '2026')],
  ['viewers.0.id', GOOD.replace('{ type: TENANT }', '{ type: USER, id: 10086 }')],
  ['cc.0.users.0', `${GOOD}cc: [{ users: [0123], at: end }]\n`],
])('%s has to be quoted, too', (path, text) => {
  expect(reasons(text)).toEqual([
    expect.stringMatching(new RegExp(`^${path}: YAML reads .* put it in quotes`)),
  ])
})

it('more digits than a number holds are refused rather than changed', () => {
  expect(reasons(users('110101199003078515'))).toEqual([
    "110101199003078515 is more digits than a number holds: put it in quotes, '110101199003078515'",
  ])
  expect(reasons(GOOD.replace('max: 60', 'max: 9007199254740993'))).toHaveLength(1)
})

it.each(['yes', 'no', 'on', 'off', 'y', 'NO'])(
  '%s is a text: an id like others, and neither true nor false',
  (word) => {
    expect(reasons(users(word))).toEqual([])
    expect(reasons(GOOD.replace('type: date', `type: date, required: ${word}`))).toEqual([
      `form.4.required: is true, false or a condition like { field: kind, op: eq, value: sick }: YAML reads ${word} as a text`,
    ])
  },
)

it('a number with a mark in it is shown as it is written', () => {
  expect(reasons(GOOD.replace('max: 60', 'max: 1_000'))).toEqual([
    'form.0.max: has to be a number, not a text: YAML reads 1_000 as a text, so write 1000',
  ])
})

it('YAML of another version is told in the same words', () => {
  const old = `%YAML 1.1\n---\n${GOOD.replace('[u_admin]', '[no]')}`
  expect(reasons(old)).toEqual(["managers.0: YAML reads no as true or false: put it in quotes, 'no'"])
  const day = parseYaml('%YAML 1.1\n---\nholidays: [2026-10-01]', 'calendar.yaml', CalendarFile)
  expect(day.faults.map(({ reason }) => reason).join()).not.toMatch(/object|Invalid|expected/)
})
