import { expect, it } from 'vitest'
import { LEAVE, openDoor } from '../support/services.ts'

const idsOf = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id)

async function setUp() {
  const world = await openDoor()
  const { call, start, erp, add, login, advance } = world
  const all = await add('all', ['leave', 'trip'])
  const trip = { definition: 'trip', form: { reason: '客户' } }
  const ids: string[] = []
  for (const more of [{}, trip, {}, {}]) {
    advance(1_000)
    ids.push((await start(all, more)).body.id)
  }
  const list = async (query = '', token = erp) => await call('GET', `/api/v1/instances?${query}`, { token })
  const approve = async (id: string) => {
    const { body } = await call('GET', `/api/v1/instances/${id}`, { token: all })
    advance(1_000)
    const token = await login('u_bob')
    await call('POST', `/api/v1/tasks/${body.tasks[0].id}/approve`, { token, body: {} })
  }
  return { ...world, all, ids, list, approve }
}

it('lists what there is of its definitions, the oldest change first, whoever started it', async () => {
  const { call, list, ids, all, login, advance } = await setUp()
  advance(1_000)
  const body = { definition: 'leave', form: LEAVE }
  const mine = await call('POST', '/api/v1/instances', { token: await login('u_alice'), body })
  const leaves = [ids[0], ids[2], ids[3], mine.body.id]
  expect(idsOf((await list()).body)).toEqual(leaves)
  expect(idsOf((await list('', all)).body)).toEqual([...ids, mine.body.id])
  expect(idsOf((await list('definition=trip', all)).body)).toEqual([ids[1]])
  expect((await list()).body.items[0]).toMatchObject({
    definition: { code: 'leave' },
    status: 'PENDING',
    initiator: { userId: 'u_alice' },
    summary: [{ value: '年假' }, { value: '1' }],
    updatedAt: expect.any(Number),
  })
})

it('asks by status and since when, from page to page, and misses none that changes meanwhile', async () => {
  const { list, ids, approve } = await setUp()
  const [first = '', , third = '', fourth = ''] = ids
  expect(idsOf((await list('status=APPROVED')).body)).toEqual([])
  const page = (await list('limit=1')).body
  expect(idsOf(page)).toEqual([first])
  await approve(third)
  await approve(first)
  const seen: string[] = []
  for (let cursor = page.nextCursor; cursor !== null;) {
    const { body } = await list(`limit=1&cursor=${cursor}`)
    seen.push(...idsOf(body))
    cursor = body.nextCursor
  }
  expect(seen).toEqual([fourth, third, first])
  const approved = (await list('status=APPROVED')).body
  expect(idsOf(approved)).toEqual([third, first])
  const since = approved.items[1].updatedAt as number
  expect(idsOf((await list(`updatedSince=${since}`)).body)).toEqual([first])
  expect(idsOf((await list(`updatedSince=${since + 1}`)).body)).toEqual([])
})

it.each([
  ['box=todo', 'box'],
  ['node=manager', 'node'],
  ['status=approved', 'status'],
  ["status=APPROVED' OR '1'='1", 'status'],
  ['updatedSince=yesterday', 'updatedSince'],
  ['updatedSince=-1', 'updatedSince'],
  ['limit=0', 'limit'],
  ['limit=1000', 'limit'],
  ['cursor=zzz', 'cursor'],
  ['definition=leave&definition=trip', 'definition'],
])('refuses ?%s, with the field', async (query, field) => {
  const { list } = await setUp()
  const { status, body } = await list(query)
  expect([status, body.error.details[0].field]).toEqual([400, field])
})

it.each(["leave' OR '1'='1", '../leave', 'constructor', '__proto__', 'LEAVE', 'gone'])(
  'knows no definition %s',
  async (definition) => {
    const { list } = await setUp()
    const { status, body } = await list(`definition=${encodeURIComponent(definition)}`)
    expect([status, body.error.code]).toEqual([404, 'definition_not_found'])
  },
)

it.each(['..%2f..%2fetc', 'A', '%00', 'i1.1', "'%20OR%201=1", 'constructor', '__proto__'])(
  'knows no approval %s',
  async (id) => {
    const { call, erp } = await setUp()
    for (const [method, path] of [
      ['GET', `/api/v1/instances/${id}`],
      ['POST', `/api/v1/instances/${id}/withdraw`],
      ['POST', `/api/v1/instances/${id}/comment`],
    ] as const) {
      const answer = await call(method, path, {
        token: erp,
        ...(method === 'POST' && { body: { text: '好' } }),
      })
      expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true])
    }
  },
)

it('names the definitions that it was let in for', async () => {
  const { call, erp, all } = await setUp()
  const codes = async (token: string) =>
    (await call('GET', '/api/v1/definitions', { token })).body.items.map(({ code }: { code: string }) => code)
  expect([await codes(erp), await codes(all)]).toEqual([['leave'], ['leave', 'trip']])
})
