import { describe, expect, it, vi } from 'vitest'
import { clientOf, failureOf } from './samples.ts'
import { ok, openFakeFeishu, refuse, type FakeFeishu, type Reply } from './fake-feishu.ts'

const ANNA = {
  user_id: 'u_anna',
  open_id: 'ou_anna',
  name: '安娜',
  leader_user_id: 'u_boss',
  department_ids: ['od-side', 'od-main'],
  orders: [
    { department_id: 'od-side', department_order: 1 },
    { department_id: 'od-main', department_order: 2 },
  ],
  status: { is_frozen: false, is_resigned: false, is_activated: true, is_exited: false, is_unjoin: false },
}
const user = (over: object = {}): Reply => ok({ user: { ...ANNA, ...over } })
const SALES = {
  department_id: 'D01',
  open_department_id: 'od-sales',
  name: '销售',
  leader_user_id: 'u_boss',
  parent_department_id: 'od-top',
  status: { is_deleted: false },
}

async function setUp(script: (fake: FakeFeishu) => void) {
  const fake = await openFakeFeishu()
  script(fake)
  return { fake, ...clientOf(fake.url) }
}
const value = (answer: unknown) => (answer as { value?: unknown }).value

describe('a person by mail or mobile', () => {
  const listed = (...user_list: object[]): Reply => ok({ user_list })
  it('is asked for by that alone, and remembered for a minute', async () => {
    const { fake, feishu } = await setUp((one) => {
      one.script('/users/batch_get_id', listed({ user_id: 'u_anna', email: 'anna@example.com' }))
    })
    expect(await feishu.people.idBy('mail', 'anna@example.com')).toEqual({ ok: true, value: 'u_anna' })
    expect(await feishu.people.idBy('mail', 'anna@example.com')).toEqual({ ok: true, value: 'u_anna' })
    const asked = fake.at('/batch_get_id')
    expect(asked).toHaveLength(1)
    expect(asked[0]?.body).toEqual({ emails: ['anna@example.com'], include_resigned: false })
    expect(asked[0]?.query.get('user_id_type')).toBe('user_id')
  })

  it.each([
    ['an entry without an id', listed({ mobile: '13800000000' })],
    ['an empty id', listed({ mobile: '13800000000', user_id: '' })],
    ['an empty list', listed()],
    ['no list', ok({})],
  ])('%s is nobody', async (_, reply) => {
    const { fake, feishu } = await setUp((one) => one.script('/users/batch_get_id', reply))
    expect(await feishu.people.idBy('mobile', '13800000000')).toEqual({ ok: true, value: undefined })
    expect(fake.at('/batch_get_id')[0]?.body).toMatchObject({ mobiles: ['13800000000'] })
  })

  it('is not found where the scope is missing, and nothing of that is remembered', async () => {
    const { feishu } = await setUp((one) => {
      const anna = listed({ user_id: 'u_anna', email: 'anna@example.com' })
      one.script('/users/batch_get_id', refuse(99_991_672), anna)
    })
    expect(failureOf(await feishu.people.idBy('mail', 'anna@example.com'))).toMatchObject({
      class: 'configuration',
    })
    expect(value(await feishu.people.idBy('mail', 'anna@example.com'))).toBe('u_anna')
  })
})

describe('a person', () => {
  it('is found by user_id, the main department first', async () => {
    const { fake, feishu } = await setUp((one) => one.script('/users/u_anna', user()))
    expect(await feishu.people.person('u_anna')).toEqual({
      ok: true,
      value: {
        userId: 'u_anna',
        openId: 'ou_anna',
        name: '安娜',
        leaderUserId: 'u_boss',
        openDepartmentIds: ['od-main', 'od-side'],
        active: true,
      },
    })
    expect(Object.fromEntries(fake.at('/u_anna')[0]?.query ?? [])).toEqual({
      user_id_type: 'user_id',
      department_id_type: 'open_department_id',
    })
  })

  it('found by open_id has a leader by user_id all the same', async () => {
    const { feishu } = await setUp((fake) => {
      fake.script('/users/ou_anna', user({ leader_user_id: 'ou_boss' }))
      fake.script('/users/u_anna', user())
    })
    expect(value(await feishu.people.person('ou_anna'))).toMatchObject({ leaderUserId: 'u_boss' })
  })

  it('right under the root is in no department, and the top has no leader', async () => {
    const top = { leader_user_id: '', department_ids: ['0'], orders: null }
    const { feishu } = await setUp((fake) => fake.script('/users/u_anna', user(top)))
    expect(value(await feishu.people.person('u_anna'))).toMatchObject({
      leaderUserId: null,
      openDepartmentIds: [],
    })
  })

  it.each([
    ...[{ is_frozen: true }, { is_resigned: true }, { is_exited: true }, { is_unjoin: true }],
    { is_activated: false },
  ])('%o is not active', async (flag) => {
    const status = { ...ANNA.status, ...flag }
    const { feishu } = await setUp((fake) => fake.script('/users/u_anna', user({ status })))
    expect(value(await feishu.people.person('u_anna'))).toMatchObject({ active: false })
  })

  it.each([41012, 41050, 40007, 99992351, 99992360, 99992361])('code %i: nobody', async (code) => {
    const { feishu } = await setUp((fake) => fake.script('/users/u_x', refuse(code)))
    expect(await feishu.people.person('u_x')).toEqual({ ok: true, value: undefined })
  })

  it.each([
    [40003, 'unclear'],
    [99991672, 'configuration'],
    [99991400, 'pace'],
  ])('code %i is a failure', async (code, expected) => {
    const { feishu } = await setUp((fake) => fake.script('/users/u_x', refuse(code)))
    expect(failureOf(await feishu.people.person('u_x'))).toMatchObject({ class: expected, code })
  })

  it('without the scope for user_ids is a fault of the settings', async () => {
    const { feishu } = await setUp((fake) => fake.script('/users/ou_anna', user({ user_id: undefined })))
    const failure = failureOf(await feishu.people.person('ou_anna'))
    expect(failure.class).toBe('configuration')
    expect(failure.message).toContain('contact:user.employee_id:readonly')
  })

  it.each(['', '../departments/0', 'a/b', 'a?b=c', 'x'.repeat(65), '张三'])(
    '%j is asked of nobody',
    async (id) => {
      const { fake, feishu } = await setUp(() => undefined)
      expect(await feishu.people.person(id)).toEqual({ ok: true, value: undefined })
      expect(await feishu.people.department(id)).toEqual({ ok: true, value: undefined })
      expect(fake.seen).toEqual([])
    },
  )
})

describe('a department', () => {
  it('has its custom id, which cards want', async () => {
    const { feishu } = await setUp((fake) => fake.script('/departments/od-sales', ok({ department: SALES })))
    expect(await feishu.people.department('od-sales')).toEqual({
      ok: true,
      value: {
        departmentId: 'D01',
        openDepartmentId: 'od-sales',
        name: '销售',
        leaderUserId: 'u_boss',
        parentOpenDepartmentId: 'od-top',
      },
    })
  })

  it('under the root has no parent', async () => {
    const department = { ...SALES, parent_department_id: '0', leader_user_id: '' }
    const { feishu } = await setUp((fake) => fake.script('/departments/od-sales', ok({ department })))
    expect(value(await feishu.people.department('od-sales'))).toMatchObject({
      parentOpenDepartmentId: null,
      leaderUserId: null,
    })
  })

  it.each([
    ['out of range', refuse(40004, 403)],
    ['absent', refuse(40015)],
    ['deleted', ok({ department: { ...SALES, status: { is_deleted: true } } })],
  ])('%s is none', async (_, reply) => {
    const { feishu } = await setUp((fake) => fake.script('/departments/od-sales', reply))
    expect(await feishu.people.department('od-sales')).toEqual({ ok: true, value: undefined })
  })
})

describe('what is remembered', () => {
  it('a person for ten minutes', async () => {
    const { fake, feishu, clock } = await setUp((one) => one.script('/users/u_anna', user()))
    await feishu.people.person('u_anna')
    clock.at += 599_999
    await feishu.people.person('u_anna')
    expect(fake.at('/u_anna').length).toBe(1)
    clock.at += 1
    await feishu.people.person('u_anna')
    expect(fake.at('/u_anna').length).toBe(2)
  })

  it('nobody for half a minute', async () => {
    const { fake, feishu, clock } = await setUp((one) => one.script('/users/u_x', refuse(41012)))
    await feishu.people.person('u_x')
    clock.at += 29_999
    await feishu.people.person('u_x')
    expect(fake.at('/u_x').length).toBe(1)
    clock.at += 1
    await feishu.people.person('u_x')
    expect(fake.at('/u_x').length).toBe(2)
  })

  it('no failure', async () => {
    const { feishu } = await setUp((fake) => fake.script('/users/u_anna', refuse(40003), user()))
    expect(await feishu.people.person('u_anna')).toMatchObject({ ok: false })
    expect(await feishu.people.person('u_anna')).toMatchObject({ ok: true })
  })

  it('nothing of someone who changed, whichever id names them', async () => {
    const { fake, feishu } = await setUp((one) => {
      one.script('/users/u_anna', user())
      one.script('/users/ou_anna', user())
    })
    await feishu.people.person('ou_anna')
    feishu.people.forget(['ou_anna'])
    await feishu.people.person('u_anna')
    await feishu.people.person('ou_anna')
    expect([fake.at('/u_anna').length, fake.at('/ou_anna').length]).toEqual([2, 2])
  })

  it('no answer that was under way while they changed', async () => {
    let answer: () => void = () => undefined
    const { fake, feishu } = await setUp((one) =>
      one.script(
        '/users/u_anna',
        (response) => {
          answer = () =>
            response.end(JSON.stringify({ code: 0, data: { user: { ...ANNA, name: 'before' } } }))
        },
        user(),
      ),
    )
    const early = feishu.people.person('u_anna')
    await vi.waitUntil(() => fake.at('/u_anna').length === 1, { timeout: 60_000 })
    feishu.people.forget(['u_anna'])
    answer()
    expect(value(await early)).toMatchObject({ name: 'before' })
    expect(value(await feishu.people.person('u_anna'))).toMatchObject({ name: '安娜' })
  })

  it('a hundred who ask at once make one request', async () => {
    const { fake, feishu } = await setUp((one) => one.script('/users/u_anna', user()))
    await Promise.all(Array.from({ length: 100 }, () => feishu.people.person('u_anna')))
    expect(fake.at('/u_anna').length).toBe(1)
  })
})

describe('a login', () => {
  const logIn = async (token: Reply, info: Reply = ok({ open_id: 'ou_anna' })) => {
    const set = await setUp((fake) => {
      fake.script('/oauth/token', token)
      fake.script('/user_info', info)
      fake.script('/users/ou_anna', user({ leader_user_id: '' }))
      fake.script('/users/u_anna', user())
    })
    return { ...set, answer: await set.feishu.people.login('the-code', 'requestAccess') }
  }
  const GIVEN: Reply = { body: { code: 0, access_token: 'u-person', token_type: 'Bearer', expires_in: 7200 } }

  it('takes a flat answer, and asks who it is as that person', async () => {
    const { fake, answer } = await logIn(GIVEN)
    expect(value(answer)).toMatchObject({ userId: 'u_anna', openId: 'ou_anna', name: '安娜' })
    const [exchange] = fake.at('/oauth/token')
    expect(exchange?.headers.authorization).toBeUndefined()
    expect(exchange?.body).toMatchObject({
      grant_type: 'authorization_code',
      client_id: 'cli_1',
      code: 'the-code',
    })
    expect(fake.at('/user_info')[0]?.headers.authorization).toBe('Bearer u-person')
  })

  it('by redirect shows where it led back to, and the secret of whoever began it', async () => {
    const { fake, feishu } = await logIn(GIVEN)
    const [plain] = fake.at('/oauth/token')
    expect(Object.keys(plain?.body as object)).not.toContain('redirect_uri')
    const proof = { uri: 'https://approval.example.com/m/_login', verifier: 'v'.repeat(43) }
    await feishu.people.login('the-code', 'redirect', proof)
    expect(fake.at('/oauth/token')[1]?.body).toMatchObject({
      code: 'the-code',
      redirect_uri: proof.uri,
      code_verifier: proof.verifier,
    })
  })

  it.each([
    ['used', refuse(20065), 'login_code_dead'],
    ['begun by somebody else', refuse(20049), 'login_code_dead'],
    ['led back elsewhere', refuse(20071), 'login_code_dead'],
    ['dead with HTTP 200', refuse(10226, 200), 'login_code_dead'],
    ['outside the app’s availability', refuse(20010), 'login_not_allowed'],
    ['wrong secret', refuse(20002), 'configuration'],
    ['outage', refuse(20050, 500), 'unclear'],
  ])('%s', async (_, reply, expected) => {
    expect(failureOf((await logIn(reply)).answer).class).toBe(expected)
  })

  it('a dead token of the person is no fault of the app’s token', async () => {
    const { fake, answer } = await logIn(GIVEN, refuse(99991668, 401))
    expect(failureOf(answer).class).toBe('login_code_dead')
    expect(fake.at('/tenant_access_token/internal')).toEqual([])
  })

  it('whom the app may not see may not come in', async () => {
    const { feishu } = await setUp((fake) => {
      fake.script('/oauth/token', GIVEN)
      fake.script('/user_info', ok({ open_id: 'ou_anna' }))
      fake.script('/users/ou_anna', refuse(41050))
    })
    expect(failureOf(await feishu.people.login('c', 'login')).class).toBe('login_not_allowed')
  })
})

describe('many people at once', () => {
  const answering =
    (known: (id: string) => boolean): Reply =>
    (response, { query }) => {
      const items = query
        .getAll('user_ids')
        .filter(known)
        .map((id) => ({ ...ANNA, user_id: id, open_id: `o${id}` }))
      response.end(JSON.stringify({ code: 0, data: { items } }))
    }
  const ids = Array.from({ length: 475 }, (_, at) => `u_${at}`)

  it('are asked for fifty in a request, and each once', async () => {
    const { fake, feishu } = await setUp((one) =>
      one.script(
        '/users/batch',
        answering((id) => id !== 'u_7'),
      ),
    )
    const answers = await Promise.all([...ids, 'u_1'].map((id) => feishu.people.person(id)))
    expect(fake.at('/users/batch').map(({ query }) => query.getAll('user_ids').length)).toEqual([
      ...Array.from({ length: 9 }, () => 50),
      25,
    ])
    expect(value(answers[7])).toBeUndefined()
    expect(answers.filter((answer) => value(answer) !== undefined)).toHaveLength(475)
    expect(value(answers[474])).toMatchObject({ userId: 'u_474', openId: 'ou_474', active: true })
  })

  it('are asked for one by one where Feishu refuses all of them for one', async () => {
    const { feishu } = await setUp((one) => {
      one.script('/users/batch', refuse(40007))
      one.script('/users/u_anna', user())
      one.script('/users/u_x', refuse(41012))
    })
    const answers = await Promise.all(['u_anna', 'u_x'].map((id) => feishu.people.person(id)))
    expect(answers.map(value)).toMatchObject([{ userId: 'u_anna' }, undefined])
  })

  it('an outage is one for all of them', async () => {
    const { feishu } = await setUp((one) => one.script('/users/batch', refuse(40003, 500)))
    const answers = await Promise.all(['u_1', 'u_2'].map((id) => feishu.people.person(id)))
    expect(answers.map((answer) => answer.ok)).toEqual([false, false])
  })

  it('are looked at as they are now, and whoever is nobody is told from who is out of sight', async () => {
    const { feishu } = await setUp((one) => {
      one.script(
        '/users/batch',
        answering((id) => id === 'u_1'),
      )
      one.script('/users/u_2', refuse(41012))
      one.script('/users/u_3', refuse(41050))
    })
    const seen = value(await feishu.people.look(['u_1', 'u_2', 'u_3'])) as ReadonlyMap<string, unknown>
    expect([...seen]).toMatchObject([
      ['u_1', { userId: 'u_1' }],
      ['u_2', 'nobody'],
      ['u_3', 'hidden'],
    ])
  })
})

it('whoever logs in is looked up now, before others, and who has left meanwhile does not come in', async () => {
  const { fake, feishu } = await setUp((one) => {
    one.script('/oauth/token', { body: { code: 0, access_token: 'u-person' } })
    one.script('/user_info', ok({ open_id: 'ou_anna', user_id: 'u_anna' }))
    one.script('/users/u_anna', user(), user({ status: { ...ANNA.status, is_resigned: true } }))
  })
  expect(value(await feishu.people.person('u_anna'))).toMatchObject({ active: true })
  expect(failureOf(await feishu.people.login('c', 'login')).class).toBe('login_not_allowed')
  expect(fake.at('/users/u_anna')).toHaveLength(2)
  expect(value(await feishu.people.person('u_anna'))).toMatchObject({ active: false })
})
