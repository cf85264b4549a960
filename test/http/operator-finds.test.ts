import { expect, it } from 'vitest'
import { INSTANCE_VERBS } from '../../server/cli/instance-commands.ts'
import type { Operator } from '../../server/cli/operator.ts'
import { reportInstance } from '../../server/usecases/report-instance.ts'
import { terminateInstance } from '../../server/usecases/terminate-instance.ts'
import { encrypted, press } from '../support/callback.ts'
import { createHarness, OPERATOR, startHttp } from '../support/http-server.ts'

async function setUp() {
  const harness = await createHarness()
  const { call, login } = await startHttp(harness)
  const token = { alice: await login('u_alice'), bob: await login('u_bob') }
  const submit = async (days = 5) => {
    harness.advance(1_000)
    const body = { definition: 'leave', form: { kind: 'annual', days, reason: 'kanarienvogel' } }
    return (await call('POST', '/api/v1/instances', { token: token.alice, body })).body
  }
  const find = async (q: string, more = '') => {
    const { status, body } = await call('GET', `/admin/v1/instances?q=${encodeURIComponent(q)}${more}`, {
      token: OPERATOR,
    })
    return { status, ids: body.items?.map(({ id }: { id: string }) => id), nextCursor: body.nextCursor, body }
  }
  const show = (id: string) => reportInstance(harness.ctx, id)
  const told = async (id: string) => {
    const report = await show(id)
    const operator = { showInstance: async () => report } as unknown as Operator
    return (await INSTANCE_VERBS['instances show']?.run(operator, [id], {}))?.lines.join('\n') ?? ''
  }
  return { harness, call, token, submit, find, show, told }
}

it('an approval is found by its number, the beginning of it, a task, a person and words, latest first', async () => {
  const { submit, find } = await setUp()
  const first = await submit(1)
  const second = await submit(2)
  for (const q of [first.id, first.id.slice(0, 8).toUpperCase(), first.tasks[0].id]) {
    expect((await find(q)).ids).toEqual([first.id])
  }
  for (const q of ['u_alice', 'ou_alice', '爱丽丝', '鲍勃', '请假', '请假 u_bob']) {
    expect([q, (await find(q)).ids]).toEqual([q, [second.id, first.id]])
  }
  expect((await find('u_hr_nobody')).ids).toEqual([])
  expect((await find('kanarienvogel')).ids).toEqual([])
})

it('pages go on where they ended, and a cursor that is none is refused', async () => {
  const { submit, find } = await setUp()
  const all = [await submit(), await submit(), await submit()].map(({ id }) => id).reverse()
  const page = await find('u_alice', '&limit=2')
  expect(page.ids).toEqual(all.slice(0, 2))
  const next = await find('u_alice', `&limit=2&cursor=${page.nextCursor}`)
  expect([next.ids, next.nextCursor]).toEqual([all.slice(2), null])
  expect((await find('u_alice', '&cursor=zzz')).status).toBe(400)
  expect((await find(' ')).status).toBe(400)
})

it('show tells who decided what, when and from where, and what Feishu was told, without the form', async () => {
  const { harness, call, submit, show, told } = await setUp()
  const { id, tasks } = await submit(2)
  const pressed = press(harness, { id }, tasks[0], { reason: 'so be it' })
  await call('POST', '/feishu/approval/callback', { raw: encrypted(pressed) })
  const report = await show(id)
  expect(report).toMatchObject({
    id,
    status: 'APPROVED',
    ended: { by: { userId: 'u_bob' }, via: expect.stringMatching(/card|list/), reason: 'so be it' },
    tasks: [{ id: tasks[0].id, ended: { by: { userId: 'u_bob' } }, completeReason: 'approved' }],
    feishu: { pushedClock: null, cards: [{ task: tasks[0].id, messageId: expect.any(String) }] },
  })
  expect(report.feishu.waiting.map(({ kind }) => kind)).toContain('sync')
  expect(JSON.stringify(report)).not.toContain('kanarienvogel')
  expect(report.size).toBeGreaterThan(JSON.stringify(report.history).length)
  expect(await told(id)).toMatch(/version 1\), \d KB stored\n/)
  expect(await told(id)).toContain('APPROVED by 鲍勃 (u_bob) by way of')
})

it('show says rightly who ended it: a rejection its person, a withdrawal the initiator, an end an operator', async () => {
  const { harness, call, token, submit, show, told } = await setUp()
  const [rejected, withdrawn, terminated] = [await submit(), await submit(), await submit()]
  const body = { reason: 'no' }
  await call('POST', `/api/v1/tasks/${rejected.tasks[0].id}/reject`, { token: token.bob, body })
  await call('POST', `/api/v1/instances/${withdrawn.id}/withdraw`, { token: token.alice, body })
  await terminateInstance(harness.ctx, { id: terminated.id, reason: 'no' })
  expect((await show(rejected.id)).ended).toMatchObject({ by: { userId: 'u_bob' }, via: 'api', reason: 'no' })
  expect((await show(withdrawn.id)).ended).toMatchObject({ by: { userId: 'u_alice' }, via: 'api' })
  expect((await show(terminated.id)).ended).toMatchObject({ by: null, via: 'admin', reason: 'no' })
  expect(await told(terminated.id)).toContain('TERMINATED by an operator')
})

it('a number that is none is refused in words, and only operators look', async () => {
  const { call, token } = await setUp()
  const answer = await call('GET', '/admin/v1/instances/nowhere', { token: OPERATOR })
  expect([answer.status, answer.body.error.code]).toEqual([404, 'instance_not_found'])
  for (const path of ['/admin/v1/instances?q=x', '/admin/v1/people?name=x', '/admin/v1/departments?name=x'])
    expect((await call('GET', path, { token: token.alice })).status).toBe(401)
})

it('show and terminate take the number that a page shows, which is how the id begins', async () => {
  const { harness, call, submit } = await setUp()
  const { id } = await submit()
  const number = ` ${id.slice(0, 8).toUpperCase()}`
  const shown = await call('GET', `/admin/v1/instances/${encodeURIComponent(number)}`, { token: OPERATOR })
  expect([shown.status, shown.body.id]).toEqual([200, id])
  const body = { reason: 'filed twice' }
  const path = `/admin/v1/instances/${encodeURIComponent(number)}/terminate`
  expect((await call('POST', path, { token: OPERATOR, body })).body).toEqual({ id, status: 'TERMINATED' })
  expect((await reportInstance(harness.ctx, id)).status).toBe('TERMINATED')
})

it('a number that begins several is refused with all of them, and ends none; a whole id is never ambiguous', async () => {
  const { harness, call, submit } = await setUp()
  const ids = ['abcdef0', 'abcdef01', 'abcdef02']
  const waiting = [...ids]
  harness.ctx.newId = () => waiting.shift() ?? ''
  for (let count = 0; count < ids.length; count += 1) await submit()
  const before = harness.dump()
  const several = await call('POST', '/admin/v1/instances/abcdef/terminate', {
    token: OPERATOR,
    body: { reason: 'r' },
  })
  expect([several.status, several.body.error.code]).toEqual([409, 'instance_ambiguous'])
  expect(several.body.error.message).toBe(
    'abcdef begins 3 numbers: abcdef02, abcdef01, abcdef0. Say more of the one that is meant.',
  )
  expect(harness.dump()).toBe(before)
  expect((await terminateInstance(harness.ctx, { id: 'abcdef0', reason: 'r' })).id).toBe('abcdef0')
})

it.each([
  ['nowhere-at-all', 'is not the number of an approval, nor does one begin so'],
  ['abc', 'is too short: of a number that is not whole, 6 characters are needed'],
  ['张伟', 'is too short: of a number that is not whole, 6 characters are needed'],
  ['张 伟', 'is not a number of an approval'],
])('the number %s is refused in words', async (number, why) => {
  const { harness } = await setUp()
  const refusal = { code: 'instance_not_found', message: expect.stringContaining(`${number} ${why}`) }
  await expect(reportInstance(harness.ctx, number)).rejects.toMatchObject(refusal)
  await expect(terminateInstance(harness.ctx, { id: number, reason: 'r' })).rejects.toMatchObject(refusal)
})
