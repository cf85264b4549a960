import { describe, expect, it } from 'vitest'
import type { HistoryView } from '../../shared/history.ts'
import { aDefinition } from '../support/builders.ts'
import { encrypted, press } from '../support/callback.ts'
import { createHarness, OPERATOR, startHttp } from '../support/http-server.ts'

const BLANKS = ['\u200B', '\u3164', '\u2800', '\u0000', ' \u00AD\u2060\n', '\u202E\u115F']
const node = (id: string, user: string, reason: string) => ({
  id,
  name: { 'zh-CN': id },
  approvers: { users: [user] },
  reason,
})
const definition = aDefinition({
  form: [{ key: 'why', type: 'textarea', label: { 'zh-CN': '事由' }, required: true }],
  flow: [node('manager', 'u_bob', 'optional'), node('strict', 'u_carol', 'required')],
  cc: [],
})

async function setUp() {
  const harness = await createHarness({ definitions: [definition] })
  const server = await startHttp(harness)
  const [alice, bob, carol] = await Promise.all(['u_alice', 'u_bob', 'u_carol'].map(server.login))
  const post = (token: string | undefined, path: string, body: object, language = '*') =>
    server.call('POST', path, { token, body, headers: { 'accept-language': language } })
  const submit = (why = 'x') => post(alice, '/api/v1/instances', { definition: 'leave', form: { why } })
  const { body } = await submit()
  return { ...harness, ...server, alice, bob, carol, post, submit, id: body.id, task: body.tasks[0] }
}

const reasonsIn = ({ history }: { history: HistoryView[] }) =>
  history.flatMap((act) => ('reason' in act && act.reason !== null ? [act.reason] : []))

describe.each(BLANKS)('of %j alone', (blank) => {
  it('a required text, a required reason and a comment are empty, and nothing is stored', async () => {
    const { submit, post, bob, carol, id, task, dump } = await setUp()
    const { body } = await post(bob, `/api/v1/tasks/${task.id}/approve`, { reason: blank })
    expect(reasonsIn(body)).toEqual([])
    const before = dump()
    const answers = [
      await submit(blank),
      await post(carol, `/api/v1/tasks/${body.tasks[1].id}/approve`, { reason: blank }),
      await post(bob, `/api/v1/instances/${id}/comment`, { text: blank }),
      await post(OPERATOR, `/admin/v1/instances/${id}/terminate`, { reason: blank }),
      await post(OPERATOR, `/admin/v1/people/u_bob/hand-over`, { to: 'u_hr', reason: blank }),
    ]
    expect(answers.map(({ status, body: { error } }) => [status, error.details[0].field])).toEqual([
      [422, 'why'],
      [422, 'reason'],
      [400, 'text'],
      [400, 'reason'],
      [400, 'reason'],
    ])
    expect(dump()).toBe(before)
  })

  it.each([
    ['urge', 'instances', 'alice', {}],
    ['cc', 'instances', 'alice', { users: ['u_hr'] }],
    ['withdraw', 'instances', 'alice', {}],
    ['transfer', 'tasks', 'bob', { to: 'u_hr' }],
    ['rollback', 'tasks', 'bob', { toNode: '_initiator' }],
    ['add-sign', 'tasks', 'bob', { users: ['u_hr'], position: 'parallel' }],
  ] as const)('a reason to %s is none', async (verb, of, who, more) => {
    const { post, id, task, ...world } = await setUp()
    const at = of === 'tasks' ? task.id : id
    const { status, body } = await post(world[who], `/api/v1/${of}/${at}/${verb}`, { reason: blank, ...more })
    expect([status, reasonsIn(body)]).toEqual([200, []])
  })
})

it('a reason is stored as it is seen, whatever it comes with', async () => {
  const { post, bob, task } = await setUp()
  const { body } = await post(bob, `/api/v1/tasks/${task.id}/reject`, { reason: ' a\u202Eb\r\nc\u0000 ' })
  expect(body.tasks[0].reason).toBe('ab\nc')
})

it('a reason that is too long is told of its field in the reader’s language; what counts are letters', async () => {
  const { post, bob, task } = await setUp()
  const approve = (reason: string, language?: string) =>
    post(bob, `/api/v1/tasks/${task.id}/approve`, { reason }, language)
  const said = []
  for (const language of ['zh-CN', 'en', 'ja']) {
    const { status, body } = await approve('字'.repeat(2_001), language)
    expect([status, body.error.details[0].field]).toEqual([400, 'reason'])
    expect(body.error.message).toBe(body.error.details[0].message)
    said.push(body.error.message)
  }
  expect(said).toEqual(['最多 2000 个字符', 'At most 2000 characters', '2000 文字以内です'])
  expect((await approve('𠮷'.repeat(2_000))).status).toBe(200)
})

it('a reason of any length in a callback is taken, and the page shows it whole', async () => {
  const harness = await setUp()
  const { call, id, task, alice } = harness
  // As much as fits into a callback.
  const reason = '理由😀'.repeat(4_500)
  const raw = encrypted(press(harness, { id }, task, { reason, action_type: 'REJECT' }))
  const answer = await call('POST', '/feishu/approval/callback', { raw })
  expect(answer).toMatchObject({ status: 200, body: { code: 0 } })
  const { body } = await call('GET', `/api/v1/instances/${id}`, { token: alice })
  expect(body.tasks[0]).toMatchObject({ status: 'REJECTED', reason })
})

it.each([
  ['zh-CN', '该审批不存在，或您无权查看'],
  ['en', 'There is no such approval, or it is not yours to see'],
  ['ja', 'この承認は存在しないか、閲覧する権限がありません'],
])('what cannot be done is told in the reader’s language: %s', async (language, words) => {
  const { post, bob } = await setUp()
  const { body } = await post(bob, `/api/v1/instances/${'0'.repeat(32)}/comment`, { text: 'x' }, language)
  expect(body.error.message).toBe(words)
  const wrong = await post(bob, '/api/v1/instances', { definition: 'leave' }, language)
  expect(wrong.body.error).toMatchObject({ code: 'bad_request', details: [{ field: 'form' }] })
  expect(wrong.body.error.message).not.toMatch(/expected|invalid/i)
})
