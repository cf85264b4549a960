import { afterAll, beforeAll, expect, it } from 'vitest'
import { openClient, type Client } from './support/client.ts'

let feishu: Client
beforeAll(async () => {
  feishu = await openClient()
})
afterAll(() => feishu.close())

const USERS = '/open-apis/contact/v3/users'
const DEPARTMENTS = '/open-apis/contact/v3/departments'
const person = (userId: string) => feishu.sandbox.world.state.people.get(userId)

it('reads ids as open_id unless the query says otherwise', async () => {
  expect((await feishu.get(`${USERS}/u_dev`)).body.code).toBe(41012)
  const { body } = await feishu.get(`${USERS}/${person('u_dev')?.openId ?? ''}`)
  expect(body.data['user']).toMatchObject({
    user_id: 'u_dev',
    leader_user_id: person('u_lead')?.openId,
    department_ids: [expect.stringMatching(/^od-/)],
  })
})

it('answers leader and departments in the asked id types', async () => {
  const { body } = await feishu.get(
    `${USERS}/u_payroll?user_id_type=user_id&department_id_type=department_id`,
  )
  expect(body.data['user']).toMatchObject({
    leader_user_id: 'u_cfo',
    department_ids: ['dept_finance', 'dept_hr'],
    orders: [{ is_primary_dept: true }, { is_primary_dept: false }],
  })
})

it('marks who has left', async () => {
  const { body } = await feishu.get(`${USERS}/u_gone?user_id_type=user_id`)
  expect(body.data['user']).toMatchObject({ status: { is_resigned: true } })
})

it('answers many at once, at most fifty', async () => {
  const reply = await feishu.get(
    `${USERS}/batch?user_id_type=user_id&user_ids=u_dev&user_ids=u_nobody&user_ids=u_hr`,
  )
  expect(reply.body.data['items']).toMatchObject([{ user_id: 'u_dev' }, { user_id: 'u_hr' }])
  const many = Array.from({ length: 51 }, () => 'user_ids=u_dev').join('&')
  expect((await feishu.get(`${USERS}/batch?${many}`)).body.code).toBe(40001)
})

it('finds people by mail and mobile, each of them apart, and gives whoever nobody is no id', async () => {
  const [dev, gone] = [person('u_dev'), person('u_gone')]
  const ask = (body: object, query = '?user_id_type=user_id') =>
    feishu.post(`${USERS}/batch_get_id${query}`, body)
  const reply = await ask({
    emails: [dev?.email, 'nobody@example.com', gone?.email],
    mobiles: [dev?.mobile, person('u_designer')?.mobile, `+86${dev?.mobile ?? ''}`],
  })
  expect(reply.body.data['user_list']).toEqual([
    { user_id: 'u_dev', email: dev?.email, status: expect.objectContaining({ is_activated: true }) },
    { email: 'nobody@example.com' },
    { email: gone?.email },
    expect.objectContaining({ user_id: 'u_dev', mobile: dev?.mobile }),
    expect.objectContaining({ user_id: 'u_designer' }),
    { mobile: `+86${dev?.mobile ?? ''}` },
  ])
  const left = await ask({ emails: [gone?.email], include_resigned: true })
  expect(left.body.data['user_list']).toMatchObject([{ user_id: 'u_gone', status: { is_resigned: true } }])
  const byOpenId = await ask({ emails: [dev?.email] }, '')
  expect(byOpenId.body.data['user_list']).toMatchObject([{ user_id: dev?.openId }])
  expect((await ask({})).body.data['user_list']).toEqual([])
  for (const wrong of [
    { emails: Array.from({ length: 51 }, () => 'a@b.c') },
    { mobiles: '138' },
    { emails: [1] },
  ])
    expect((await ask(wrong)).body.code).toBe(99992402)
  expect((await ask({}, '?user_id_type=mail')).body.code).toBe(40001)
})

it('answers a department with its leader', async () => {
  const path = `${DEPARTMENTS}/dept_rd?department_id_type=department_id&user_id_type=user_id`
  expect((await feishu.get(path)).body.data['department']).toMatchObject({
    name: '产品研发部',
    leader_user_id: 'u_cto',
    leaders: [{ leaderType: 1, leaderID: 'u_cto' }],
    parent_department_id: '0',
  })
  expect((await feishu.get(`${DEPARTMENTS}/dept_rd`)).body.code).toBe(40015)
})

it('hides fields whose permission is missing', async () => {
  const { scopes }: { scopes: string[] } = await feishu.control('GET', 'settings')
  await feishu.control('POST', 'settings', {
    scopes: scopes.filter(
      (scope) => !['contact:user.employee_id:readonly', 'contact:user.base:readonly'].includes(scope),
    ),
  })
  const { user } = (await feishu.get(`${USERS}/${person('u_dev')?.openId ?? ''}`)).body.data
  expect(user).not.toHaveProperty('user_id')
  expect(user).not.toHaveProperty('name')
  expect((await feishu.get(`${USERS}/u_dev?user_id_type=user_id`)).body.code).toBe(99991672)
  await feishu.control('POST', 'settings', { scopes })
})

it('keeps people out of range to itself, and tells the range', async () => {
  await feishu.control('POST', 'settings', { contactRange: ['u_hr'] })
  expect((await feishu.get(`${USERS}/u_dev?user_id_type=user_id`)).body.code).toBe(41050)
  expect((await feishu.get('/open-apis/contact/v3/scopes?user_id_type=user_id')).body.data).toMatchObject({
    user_ids: ['u_hr'],
    department_ids: [],
  })
  await feishu.control('POST', 'settings', { contactRange: 'all' })
  expect((await feishu.get('/open-apis/contact/v3/scopes?user_id_type=user_id')).body.data).toMatchObject({
    user_ids: ['u_ceo'],
    department_ids: [expect.stringMatching(/^od-/), expect.anything(), expect.anything()],
  })
})

it('changes people on request', async () => {
  await feishu.control('POST', 'people/u_qa', { resigned: true, leaderUserId: 'u_cto' })
  const { body } = await feishu.get(`${USERS}/u_qa?user_id_type=user_id`)
  expect(body.data['user']).toMatchObject({ leader_user_id: 'u_cto', status: { is_resigned: true } })
})

it('somebody has another user_id: contacts answer it, and the old one is nobody’s', async () => {
  const openId = person('u_designer')?.openId ?? ''
  await feishu.control('POST', 'people/u_designer', { userId: 'liuyang' })
  const { body } = await feishu.get(`${USERS}/${openId}`)
  expect(body.data['user']).toMatchObject({ user_id: 'liuyang', open_id: openId })
  expect((await feishu.get(`${USERS}/u_designer?user_id_type=user_id`)).body.code).toBe(41012)
  const taken = await feishu.control('POST', 'people/liuyang', { userId: 'u_dev' })
  expect(taken).toMatchObject({ error: { code: 'not_possible' } })
})

it('who is suspended is answered as such, who is of another company is not', async () => {
  await feishu.control('POST', 'people/u_cashier', { frozen: true })
  const { body } = await feishu.get(`${USERS}/u_cashier?user_id_type=user_id`)
  expect(body.data['user']).toMatchObject({ status: { is_frozen: true, is_resigned: false } })
  await feishu.control('POST', 'people/u_recruiter', { external: true })
  expect((await feishu.get(`${USERS}/u_recruiter?user_id_type=user_id`)).body.code).toBe(41050)
})
