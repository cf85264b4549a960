import { describe, expect, it } from 'vitest'
import { ServiceRight } from '../../shared/services.ts'
import { OPERATOR, type Answer } from '../support/http-server.ts'
import { upload } from '../support/files.ts'
import { LEAVE, openDoor } from '../support/services.ts'

type World = Awaited<ReturnType<typeof openDoor>> & { own: string; other: string; mine: string }

/** `own` was started by the system, `mine` by a person, `other` is of a definition that is not the system's. */
async function setUp(may: readonly ServiceRight[]): Promise<World> {
  const world = await openDoor({ may })
  const starter = await world.add('starter', ['leave', 'trip'])
  const own = await world.start(may.includes('start') ? world.erp : starter)
  const other = await world.start(starter, { definition: 'trip', form: { reason: '客户' } })
  const alice = await world.login('u_alice')
  const body = { definition: 'leave', form: LEAVE }
  const mine = await world.call('POST', '/api/v1/instances', { token: alice, body })
  return { ...world, own: own.body.id, other: other.body.id, mine: mine.body.id }
}

type Row = {
  name: string
  /** null: whoever is let in may. */
  right: ServiceRight | null
  ask: (world: World, token: string | undefined, of: 'own' | 'other') => Promise<Answer>
  ok: number
  absent: string | null
}

const ROWS: Row[] = [
  {
    name: 'GET definitions',
    right: null,
    ask: ({ call }, token) => call('GET', '/api/v1/definitions', { token }),
    ok: 200,
    absent: null,
  },
  {
    name: 'POST instances',
    right: 'start',
    ask: ({ start }, token, of) =>
      start(token, of === 'own' ? {} : { definition: 'trip', form: { reason: '客户' } }),
    ok: 201,
    absent: 'definition_not_found',
  },
  {
    name: 'GET instances/:id',
    right: 'read',
    ask: ({ call, ...ids }, token, of) => call('GET', `/api/v1/instances/${ids[of]}`, { token }),
    ok: 200,
    absent: 'instance_not_found',
  },
  {
    name: 'GET instances?definition=',
    right: 'read',
    ask: ({ call }, token, of) =>
      call('GET', `/api/v1/instances?definition=${of === 'own' ? 'leave' : 'trip'}`, { token }),
    ok: 200,
    absent: 'definition_not_found',
  },
  {
    name: 'POST instances/:id/comment',
    right: 'comment',
    ask: ({ call, ...ids }, token, of) =>
      call('POST', `/api/v1/instances/${ids[of]}/comment`, { token, body: { text: '已入库' } }),
    ok: 200,
    absent: 'instance_not_found',
  },
  {
    name: 'POST instances/:id/withdraw',
    right: 'withdraw',
    ask: ({ call, ...ids }, token, of) =>
      call('POST', `/api/v1/instances/${ids[of]}/withdraw`, { token, body: { reason: '订单取消' } }),
    ok: 200,
    absent: 'instance_not_found',
  },
]

const RIGHTS: (readonly ServiceRight[])[] = [
  ...ServiceRight.options.map((right) => [right]),
  ...ServiceRight.options.map((right) => ServiceRight.options.filter((one) => one !== right)),
]
const cells = ROWS.flatMap((row) => RIGHTS.map((may) => [row.name, may.join(), row, may] as const))

describe('a system', () => {
  it.each(cells)('%s with the rights %s', async (_name, _may, { right, ask, ok, absent }, may) => {
    const world = await setUp(may)
    const isAllowed = right === null || may.includes(right)
    const before = world.dump()
    const other = await ask(world, world.erp, 'other')
    if (!isAllowed) {
      expect(other).toMatchObject({ status: 403, body: { error: { code: 'service_not_allowed' } } })
      expect(other.body.error.message).toContain(`may not ${right}`)
      expect(await ask(world, world.erp, 'own')).toMatchObject({ status: 403 })
    } else if (absent !== null) {
      expect(other).toMatchObject({ status: 404, body: { error: { code: absent } } })
    }
    expect(world.dump()).toBe(before)
    // Withdrawn is only what it started itself.
    const isOthers = right === 'withdraw' && !may.includes('start')
    if (isAllowed) expect((await ask(world, world.erp, 'own')).status).toBe(isOthers ? 403 : ok)
  })

  it.each(ROWS.map((row) => [row.name, row] as const))('%s: no other token opens it', async (_, row) => {
    const world = await setUp(ServiceRight.options)
    const gone = await world.add('gone', ['leave', 'trip'], ServiceRight.options)
    expect((await world.remove('gone')).status).toBe(200)
    const before = world.dump()
    const hash = JSON.parse(
      world
        .dump()
        .match(/"tokenHash":"[0-9a-f]{64}"/)?.[0]
        .replace('"tokenHash":', '') ?? '""',
    )
    for (const token of [
      undefined,
      gone,
      OPERATOR,
      'svc_',
      `${world.erp}x`,
      world.erp.slice(0, -1),
      hash,
      `svc_${hash}`,
    ])
      expect([token, (await row.ask(world, token as string, 'own')).status]).toEqual([token, 401])
    expect(world.dump()).toBe(before)
  })

  it('is kept to its doors: every other route is closed, and says so', async () => {
    const world = await setUp(ServiceRight.options)
    const { call, erp, own } = world
    const { body: document } = await call('GET', '/openapi.json')
    const closed: string[] = []
    const before = world.dump()
    for (const [path, operations] of Object.entries<Record<string, { security: object[] }>>(document.paths)) {
      for (const [method, { security }] of Object.entries(operations)) {
        const kinds = security.flatMap((one) => Object.keys(one))
        if (kinds.length === 0 || kinds.includes('service')) continue
        const at = path.replace('{id}', own).replace('{code}', 'leave')
        const answer = await call(method.toUpperCase(), at, {
          token: erp,
          ...(method !== 'get' && { body: {} }),
        })
        expect([path, answer.status]).toEqual([path, kinds[0] === 'admin' ? 401 : 403])
        expect(answer.body.error.code).toBe(kinds[0] === 'admin' ? 'unauthorized' : 'service_not_allowed')
        closed.push(path)
      }
    }
    expect(closed.length).toBeGreaterThan(30)
    expect(world.dump()).toBe(before)
  })

  it('sees what people start of its definitions, withdraws none of it, and comments on it', async () => {
    const { call, erp, mine } = await setUp(ServiceRight.options)
    const read = await call('GET', `/api/v1/instances/${mine}`, { token: erp })
    expect(read.body.actions.map(({ action }: { action: string }) => action)).toEqual(['comment'])
    const withdraw = await call('POST', `/api/v1/instances/${mine}/withdraw`, { token: erp, body: {} })
    expect(withdraw).toMatchObject({ status: 403, body: { error: { code: 'service_not_allowed' } } })
    const comment = await call('POST', `/api/v1/instances/${mine}/comment`, {
      token: erp,
      body: { text: '好' },
    })
    expect(comment.status).toBe(200)
  })

  it('withdraws once, again without a change, and not what was decided', async () => {
    const { call, erp, own, start, login, dump } = await setUp(ServiceRight.options)
    const withdraw = (id: string) =>
      call('POST', `/api/v1/instances/${id}/withdraw`, { token: erp, body: {} })
    expect((await withdraw(own)).body.status).toBe('CANCELED')
    const before = dump()
    expect((await withdraw(own)).status).toBe(200)
    expect(dump()).toBe(before)
    const { id, tasks } = (await start(erp)).body
    await call('POST', `/api/v1/tasks/${tasks[0].id}/approve`, { token: await login('u_bob'), body: {} })
    expect((await withdraw(id)).body.error.code).toBe('instance_already_ended')
  })

  it('that was removed is out at once, wherever it was', async () => {
    const { call, erp, own, remove, start } = await setUp(ServiceRight.options)
    expect((await call('GET', `/api/v1/instances/${own}`, { token: erp })).status).toBe(200)
    const many = Array.from({ length: 40 }, () => start(erp))
    const removed = await remove('erp')
    expect(removed.status).toBe(200)
    const answers = (await Promise.all(many)).map(({ status }) => status)
    expect(answers.every((status) => status === 201 || status === 401)).toBe(true)
    expect((await start(erp)).status).toBe(401)
    expect((await call('GET', `/api/v1/instances/${own}`, { token: erp })).status).toBe(401)
  })

  it('uploads to a form or a comment, and nothing otherwise', async () => {
    const { url, add, start, call, login } = await openDoor()
    const hire = await add('hire', ['offer'])
    const reader = await add('reader', ['offer'], ['read', 'withdraw'])
    expect((await upload(url, reader)).status).toBe(403)
    const { body: file, status } = await upload(url, hire)
    expect(status).toBe(201)
    // What a system uploaded is nobody else's to name, nor a person's the system's.
    const carol = await login('u_carol')
    const form = { reason: '录用', letter: [file.id] }
    const stolen = { definition: 'offer', form }
    expect((await call('POST', '/api/v1/instances', { token: carol, body: stolen })).status).toBe(422)
    const { body: hers } = await upload(url, carol)
    const named = { definition: 'offer', initiator: 'u_carol', form: { ...form, letter: [hers.id] } }
    expect((await start(hire, named)).body.error.code).toBe('form_invalid')
    const started = await start(hire, { ...named, form })
    expect([started.status, started.text]).toEqual([201, started.text])
    const there = started.body.files[file.id].url as string
    expect((await fetch(there.replace('https://approvals.example.com/app', url))).status).toBe(200)
  })

  it('has links to files for as long as it may read them', async () => {
    const { url, add, remove, start } = await openDoor()
    const hire = await add('hire', ['offer'])
    const { body: file } = await upload(url, hire)
    const form = { reason: '录用', letter: [file.id] }
    const started = await start(hire, { definition: 'offer', initiator: 'u_carol', form })
    const there = (started.body.files[file.id].url as string).replace(
      'https://approvals.example.com/app',
      url,
    )
    expect((await fetch(there)).status).toBe(200)
    await remove('hire')
    expect((await fetch(there)).status).toBe(404)
  })
})
