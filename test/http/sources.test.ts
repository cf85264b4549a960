import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Source } from '../../shared/source-file.ts'
import type { Pushed } from '../../server/domain/mirror/pushed.ts'
import { merge } from '../../server/domain/mirror/merge.ts'
import { whatCounts } from '../../server/domain/mirror/what-counts.ts'
import { endedPush } from '../../server/sources/deletion.ts'
import { readItem, scopeOf, taskIdOf, type Remark } from '../../server/sources/ofs/ofs-item.ts'
import { makeSourceSecret } from '../../server/usecases/sources/source-secret.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { createMemoryFiles } from '../support/memory-store.ts'
import { createHarness, OPERATOR, startHttp } from '../support/http-server.ts'

const ofs = (id = 'oa', over: object = {}) =>
  Source.parse({ id, name: { 'zh-CN': '协同' }, format: 'ofs', ...over })
const seeyon = Source.parse({ id: 'a8', name: { 'zh-CN': 'A8' }, format: 'seeyon' })

const item = (over: object = {}) => ({
  syscode: 'OA',
  flowid: '1',
  receiver: 'u_bob',
  workflowname: '采购',
  isremark: '0',
  ...over,
})

async function open(sources = [ofs(), seeyon], options: Parameters<typeof startHttp>[1] = {}) {
  const harness = await createHarness({ definitions: [], sources })
  const http = await startHttp(harness, options)
  const secrets = Object.fromEntries(
    await Promise.all(
      sources.map(async ({ id }) => [id, (await makeSourceSecret(harness.ctx, id)).secret] as const),
    ),
  )
  const push = (source: string, body: unknown = item(), secret = secrets[source] ?? '', headers = {}) =>
    http.call('POST', `/sources/${source}/${secret}/rest/ofs/ReceiveRequestInfoByJson`, { body, headers })
  const snapshot = (items: unknown, more: object = {}) =>
    http.call('POST', `/sources/oa/${secrets['oa'] ?? ''}/snapshot`, { body: { items, ...more } })
  return { harness, http, secrets, push, snapshot }
}

describe('who may push', () => {
  it('has the secret of that very source; every failure looks the same, and none is told to the log', async () => {
    const { http, harness, secrets, push } = await open([ofs('oa'), ofs('hr'), seeyon])
    const before = harness.dump()
    const wrong: [string, string][] = [
      ['oa', 'x'],
      ['oa', secrets['hr']!],
      ['oa', secrets['oa']!.slice(0, -1)],
      ['oa', `${secrets['oa']!}x`],
      ['oa', harness.ctx.hash(secrets['oa']!)],
      ['nobody', secrets['oa']!],
      ['constructor', 'constructor'],
      ['__proto__', secrets['oa']!],
    ]
    const answers = await Promise.all(wrong.map(([id, secret]) => push(id, item(), secret)))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, body: { operResult: '0' } })
    expect(harness.dump()).toBe(before)
    expect((await push('oa')).status).toBe(200)
    await http.call('POST', `/sources/oa/${secrets['oa']!}/nowhere`, { body: {} })
    for (const secret of Object.values(secrets)) {
      expect(http.lines.join('\n')).not.toContain(secret)
      expect(harness.dump()).not.toContain(secret)
    }
  })

  it('does so in the format of the source', async () => {
    const { push } = await open()
    expect((await push('a8')).status).toBe(404)
  })

  it('who guesses is slowed down, and does not lock out who knows', async () => {
    const { push } = await open([ofs()], { limits: { source: { attempts: 3, windowMs: 60_000 } } })
    const guesses = []
    for (let at = 0; at < 5; at += 1) guesses.push((await push('oa', item(), `guess${at}`)).status)
    expect(guesses).toEqual([401, 401, 401, 429, 429])
    expect((await push('oa')).status).toBe(200)
  })

  it('a secret that was made anew ends the one before', async () => {
    const { harness, push, secrets } = await open()
    const { secret } = await makeSourceSecret(harness.ctx, 'oa')
    expect((await push('oa')).status).toBe(401)
    expect((await push('oa', item(), secret)).status).toBe(200)
    expect(secret).not.toBe(secrets['oa'])
  })

  it.each([
    [['127.0.0.1'], undefined, 200],
    [['127.0.0.0/8'], undefined, 200],
    [['10.0.0.0/8'], undefined, 401],
    [['10.1.2.3'], '10.1.2.3', 200],
    [['10.1.2.3'], '10.1.2.4', 401],
    [['2001:db8::/32'], '2001:db8::5', 200],
    [['10.1.2.3'], '10.1.2.3, 10.9.9.9', 401],
  ])('calls from %s: %s', async (addresses, forwarded, status) => {
    const { push } = await open([ofs('oa', { addresses })], { trustedProxies: ['127.0.0.1'] })
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    expect((await push('oa', item(), undefined, headers)).status).toBe(status)
  })
})

it('one that sends a hundredfold is told to come later, and keeps nobody else from pushing', async () => {
  const { push } = await open([
    ofs('oa', { quota: { perMinute: 20 } }),
    ofs('hr', { quota: { perMinute: 20 } }),
  ])
  const flood = Array.from({ length: 200 }, (_, at) => push('oa', item({ flowid: `${at}` })))
  const calm = await Promise.all([1, 2, 3].map((at) => push('hr', item({ flowid: `${at}` }))))
  expect(calm.map(({ status }) => status)).toEqual([200, 200, 200])
  const statuses = (await Promise.all(flood)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 200).length).toBe(20)
  expect(statuses.filter((status) => status === 429).length).toBe(180)
})

describe('a snapshot', () => {
  it('brings what is missing, ends what is gone, and leaves the rest untouched', async () => {
    const { harness, snapshot, push } = await open()
    for (const flowid of ['1', '2', '3']) await push('oa', item({ flowid }))
    harness.advance(1_000)
    const before = new Map(harness.files.texts)
    const { body } = await snapshot([item({ flowid: '1' }), item({ flowid: '4' })])
    expect(body).toEqual({ operResult: '1', message: '', open: 2, changed: 1, ended: 2 })
    expect((await harness.store.instances.ofSource('oa')).open).toBe(2)
    const written = [...harness.files.texts].filter(([path, text]) => before.get(path) !== text)
    expect(written.filter(([path]) => path.startsWith('instances/')).length).toBe(3)
    expect((await snapshot([item({ flowid: '1' }), item({ flowid: '4' })])).body).toMatchObject({
      changed: 0,
      ended: 0,
    })
  })

  it.each([
    ['with clocks', { receivets: '5' }],
    ['without', {}],
  ])('brings back what it ended before, or what was deleted by mistake, %s', async (_says, more) => {
    const { harness, snapshot, http, secrets } = await open()
    const one = item(more)
    await snapshot([one])
    harness.advance(1_000)
    expect((await snapshot([])).body).toMatchObject({ ended: 1 })
    harness.advance(1_000)
    expect((await snapshot([one])).body).toMatchObject({ changed: 1 })
    await http.call('POST', `/sources/oa/${secrets['oa'] ?? ''}/rest/ofs/deleteRequestInfoByJson`, {
      body: { syscode: 'OA', flowid: '1' },
    })
    expect((await harness.store.instances.ofSource('oa')).open).toBe(0)
    harness.advance(1_000)
    await snapshot([one])
    expect((await harness.store.instances.ofSource('oa')).open).toBe(1)
  })

  it('ends one of two to-dos of an approval', async () => {
    const { harness, snapshot, push } = await open()
    await push('oa')
    await push('oa', item({ receiver: 'u_carol' }))
    harness.advance(1_000)
    expect((await snapshot([item()])).body).toMatchObject({ changed: 1, ended: 0 })
    expect((await harness.store.instances.ofSource('oa')).open).toBe(1)
  })

  it('says nothing of what was pushed after it was made', async () => {
    const { harness, snapshot, push } = await open()
    const takenAt = String(harness.ctx.now())
    harness.advance(1_000)
    await push('oa')
    harness.advance(1_000)
    expect((await snapshot([], { takenAt })).body).toMatchObject({ ended: 0 })
  })

  it.each([[undefined], ['x'], [{}], [['x']]])('is refused whole where it is no list: %j', async (items) => {
    const { snapshot, push, harness } = await open()
    await push('oa')
    harness.advance(1_000)
    expect((await snapshot(items)).body.operResult).toBe('0')
    expect((await harness.store.instances.ofSource('oa')).open).toBe(1)
  })

  it('of a thousand to-dos with a hundred differences has Feishu told of a hundred', async () => {
    const { harness, snapshot } = await open()
    const many = (from: number) => Array.from({ length: 1_000 }, (_, at) => item({ flowid: `${from + at}` }))
    expect((await snapshot(many(0))).body).toMatchObject({ operResult: '1', changed: 1_000 })
    harness.advance(1_000)
    const before = new Map(harness.files.texts)
    expect((await snapshot(many(50))).body).toMatchObject({ open: 1_000, changed: 50, ended: 50 })
    const written = [...harness.files.texts].filter(([path, text]) => before.get(path) !== text)
    expect(written.filter(([path]) => path.startsWith('instances/')).length).toBe(100)
  })
})

it('what was pushed of people whom nobody knows is read again at the next start', async () => {
  const { harness, push } = await open()
  await push('oa', item({ creator: undefined, receiver: 'zhang.san' }))
  const again = createEmbeddedStore(createMemoryFiles(harness.files.texts), async () => undefined)
  expect(await again.load()).toEqual([])
  expect(await again.store.instances.ofSource('oa')).toEqual({
    open: 1,
    unknown: new Map([['zhang.san', 1]]),
  })
  const [id = ''] = await again.store.instances.idsOfSource('oa', 'unknown')
  expect((await again.store.instances.read(id))?.instance.status).toBe('PENDING')
})

it('operators see what is open, refused and unknown, and look once more', async () => {
  const { http, push, harness } = await open([ofs('oa', { quota: { open: 10 } })])
  await push('oa', item({ receiver: 'zhang.san' }))
  await push('oa', item({ isremark: '7' }))
  const { body } = await http.call('GET', '/admin/v1/sources', { token: OPERATOR })
  expect(body.items).toMatchObject([
    {
      id: 'oa',
      format: 'ofs',
      hasSecret: true,
      open: 1,
      pushes: 1,
      lastPushAt: harness.ctx.now(),
      refused: [{ count: 1, reason: expect.stringContaining('isremark') }],
      unknown: [{ name: 'zhang.san', approvals: 1 }],
      quotaUsed: { open: 0.1 },
    },
  ])
  harness.people.change('zhang.san', { name: '张三' })
  harness.advance(600_000)
  const looked = await http.call('POST', '/admin/v1/sources/look', { token: OPERATOR, body: {} })
  expect(looked.body).toEqual({ looked: 1, delivered: 1 })
  expect(
    (await http.call('POST', '/admin/v1/sources/nobody/secret', { token: OPERATOR, body: {} })).status,
  ).toBe(404)
  const made = await http.call('POST', '/admin/v1/sources/oa/secret', { token: OPERATOR, body: {} })
  expect(made.body).toEqual({ id: 'oa', secret: expect.stringMatching(/^[\w-]{43}$/) })
})

it('a source of approvals is not offered to be started', async () => {
  const { harness, http, push } = await open()
  await push('oa')
  const token = await http.login('u_alice')
  expect((await http.call('GET', '/api/v1/definitions', { token })).body).toEqual({ items: [] })
  const [kind] = await harness.store.definitions.list()
  const started = await http.call('POST', '/api/v1/instances', {
    token,
    body: { definition: kind?.code, form: {} },
  })
  expect(started.status).toBe(404)
})

type Event = { does: Remark | 'delete' | 'delete all'; flow: string; person: string; clock: number }

const anEvent: fc.Arbitrary<Event> = fc.record({
  does: fc.constantFrom('0', '0', '2', '4', '8', 'delete', 'delete all'),
  flow: fc.constantFrom('1', '2'),
  person: fc.constantFrom('u_bob', 'u_carol'),
  clock: fc.integer({ min: 1, max: 9 }),
})

const SOURCE = ofs()

function after(events: readonly Event[]): Pushed | undefined {
  return events.reduce<Pushed | undefined>((held, { does, flow, person, clock }) => {
    const fields = { flowid: flow, receiver: person, receivets: String(clock), requestname: `t${clock}` }
    const push =
      does === 'delete' || does === 'delete all'
        ? endedPush(held, {
            isMeant: () => true,
            scope: does === 'delete' ? taskIdOf(flow, person) : scopeOf(flow),
            clock,
          })
        : readItem(fields, does, { source: SOURCE, hash: (text) => text }).push(held, undefined)
    return push ? merge(held, push) : held
  }, undefined)
}

const shown = (pushed: Pushed | undefined) => {
  const counted = pushed && whatCounts(pushed)
  const sorted = (items: object = {}) => Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    head: counted?.head,
    tasks: sorted(counted?.tasks),
    cc: sorted(counted?.cc),
    deleted: sorted(counted?.deleted),
  }
}

it('the same is left whatever order pushes and deletions come in, and however often', () => {
  const shuffled = fc.array(anEvent, { minLength: 1, maxLength: 8 }).chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events], {
        minLength: events.length * 2,
        maxLength: events.length * 2,
      }),
    ),
  )
  fc.assert(
    fc.property(shuffled, ([events, others]) => {
      expect(shown(after(others))).toEqual(shown(after(events)))
    }),
    { numRuns: 2_000 },
  )
})
