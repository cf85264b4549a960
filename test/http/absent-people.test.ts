import { describe, expect, it } from 'vitest'
import { aDefinition, T0 } from '../support/builders.ts'
import { createHarness, OPERATOR, startHttp } from '../support/http-server.ts'

const DEFINITION = aDefinition({
  form: [{ key: 'cover', type: 'contact', label: { 'zh-CN': '代班人' } }],
  flow: [
    { id: 'setup', name: { 'zh-CN': '开通' }, approvers: { initiatorChoice: true } },
    { id: 'manager', name: { 'zh-CN': '上级' }, approvers: { manager: 1 } },
  ],
})
const LANGUAGES = ['zh-CN', 'en-US', 'ja-JP'] as const

/** Alice starts, Bob decides first. Of the four who cannot take part, contacts know two. */
async function setUp() {
  const harness = await createHarness({ definitions: [DEFINITION] })
  harness.people.change('u_hr', { active: false, absence: 'suspended' })
  harness.people.hide('u_payroll')
  const server = await startHttp(harness)
  const [alice, bob] = await Promise.all([server.login('u_alice'), server.login('u_bob')])
  const start = { definition: 'leave', form: { cover: ['u_carol'] }, approvers: { setup: ['u_bob'] } }
  const { body } = await server.call('POST', '/api/v1/instances', { token: alice, body: start })
  const [instance, task] = [`/api/v1/instances/${body.id}`, `/api/v1/tasks/${body.tasks[0].id}`]
  const parts: Record<
    string,
    (person: string) => [method: string, path: string, token: string, body: object]
  > = {
    cover: (person) => [
      'POST',
      '/api/v1/instances',
      alice,
      { ...start, form: { cover: ['u_lead', person] } },
    ],
    cc: (person) => ['POST', '/api/v1/instances', alice, { ...start, cc: [person] }],
    'approvers.setup': (person) => [
      ...(['POST', '/api/v1/instances', alice] as const),
      { ...start, approvers: { setup: [person] } },
    ],
    to: (person) => ['POST', `${task}/transfer`, bob, { to: person }],
    users: (person) => ['POST', `${task}/add-sign`, bob, { users: [person], position: 'before' }],
    'users (told)': (person) => ['POST', `${instance}/cc`, bob, { users: [person] }],
    mentions: (person) => ['POST', `${instance}/comment`, bob, { text: 'x', mentions: [person] }],
    'delegation.to': (person) => [
      ...(['PUT', '/api/v1/me/settings', bob] as const),
      { muted: [], delegation: { to: person, from: T0, until: T0 + 86_400_000 } },
    ],
    'to (operator)': (person) => [
      ...(['POST', '/admin/v1/people/u_lead/hand-over', OPERATOR] as const),
      { to: person, reason: 'r' },
    ],
  }
  return { ...harness, ...server, parts }
}

const ABSENT = [
  [
    'u_gone',
    'left',
    { 'zh-CN': '已离职 已离职', 'en-US': '已离职 has left', 'ja-JP': '已离职さんは退職しています' },
  ],
  [
    ...(['ou_hr', 'suspended'] as const),
    {
      'zh-CN': '韩人事 的账号已停用',
      'en-US': 'The account of 韩人事 is suspended',
      'ja-JP': '韩人事さんのアカウントは停止されています',
    },
  ],
  [
    ...(['ou_payroll', 'outside'] as const),
    {
      'zh-CN': 'ou_payroll 属于其他企业，或不在本系统的可见范围内',
      'en-US': 'ou_payroll belongs to another company, or is out of this system’s sight',
      'ja-JP': 'ou_payrollさんは他社の方か、このシステムの参照範囲外の方です',
    },
  ],
  [
    ...(['ou_nobody', 'unknown'] as const),
    {
      'zh-CN': '找不到 ou_nobody',
      'en-US': 'ou_nobody is not known here',
      'ja-JP': 'ou_nobodyさんが見つかりません',
    },
  ],
] as const

describe('somebody who cannot take part is told of, with who and why', () => {
  it.each([
    ...(['cover', 'cc', 'approvers.setup', 'to', 'users', 'users (told)', 'mentions'] as const),
    ...(['delegation.to', 'to (operator)'] as const),
  ])('as %s, in every language, and nothing is stored', async (part) => {
    const { parts, call, dump } = await setUp()
    const [field] = part.split(' ')
    const before = dump()
    for (const [person, why, words] of ABSENT) {
      for (const language of LANGUAGES) {
        const [method, path, token, body] = parts[part]!(person)
        const answer = await call(method, path, { token, body, headers: { 'accept-language': language } })
        const message = words[language]
        const details = [{ field, rule: 'person_not_found', person, why, message }]
        expect(answer).toMatchObject({
          status: 422,
          body: { error: { code: 'person_not_found', message, details } },
        })
      }
    }
    expect(dump()).toBe(before)
  })
})

it('each of several is told of', async () => {
  const { parts, call } = await setUp()
  const [method, path, token] = parts['cc']!('')
  const body = {
    definition: 'leave',
    form: {},
    approvers: { setup: ['u_bob'] },
    cc: ['u_gone', 'u_bob', 'ou_hr'],
  }
  const { body: answered } = await call(method, path, { token, body, headers: { 'accept-language': 'en' } })
  expect(answered.error.details.map(({ person }: { person: string }) => person)).toEqual(['u_gone', 'ou_hr'])
  expect(answered.error.message).toBe('已离职 has left · The account of 韩人事 is suspended')
})
