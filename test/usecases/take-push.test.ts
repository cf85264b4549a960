import { describe, expect, it } from 'vitest'
import { Source } from '../../shared/source-file.ts'
import { takePush, type SourcePush } from '../../server/usecases/take-push.ts'
import { createUnknownLook } from '../../server/usecases/sources/unknown-look.ts'
import { lookForUnknown } from '../../server/usecases/sources/look-for-unknown.ts'
import { head, push, task } from '../domain/mirror/pushes.ts'
import { createHarness } from '../support/http-server.ts'
import { aFailure } from '../support/people.ts'

const aSource = (over: Partial<Record<keyof Source, unknown>> = {}): Source =>
  Source.parse({ id: 'erp', name: { 'zh-CN': '采购系统' }, format: 'feishu', ...over })

const KIND = { code: 'purchase', name: { 'zh-CN': '采购' } }

const aPush = (over: Partial<SourcePush> = {}): SourcePush => ({
  source: aSource(),
  definition: KIND,
  externalId: 'po-1',
  push: push({
    head: head({ initiator: { person: 'u_alice', name: null } }),
    tasks: [task({ person: 'u_bob' })],
  }),
  ...over,
})

describe('a push of a source', () => {
  it('is an approval below its source, of a kind of its own, with a to-do and its card', async () => {
    const { ctx, store, told } = await createHarness({ definitions: [] })
    expect(await takePush(ctx, aPush())).toEqual({ id: 'erp-po-1', isNews: true })
    const record = await store.instances.read('erp-po-1')
    expect(record?.instance).toMatchObject({
      definition: { code: 'erp.purchase', version: 1 },
      status: 'PENDING',
      initiator: { userId: 'u_alice', name: '爱丽丝' },
      tasks: [{ id: 'erp-po-1_t1', assignee: 'u_bob', status: 'PENDING' }],
    })
    expect(record?.effects.map(({ kind }) => kind)).toEqual(['sync', 'send_card'])
    expect(await store.definitions.read('erp.purchase')).toMatchObject({
      source: 'erp',
      definition: { name: KIND.name, form: [], flow: [], source: { 'zh-CN': '采购系统' } },
    })
    expect(told).toEqual(['erp.purchase'])
  })

  it('is stored also while contacts do not answer, and delivered when they do', async () => {
    const { ctx, store, people, advance } = await createHarness({ definitions: [], sources: [aSource()] })
    people.fail(aFailure())
    await takePush(ctx, aPush())
    expect((await store.instances.read('erp-po-1'))?.instance).toMatchObject({
      tasks: [],
      mirror: { unknown: ['u_alice', 'u_bob'] },
    })
    people.fail(undefined)
    advance(60_000)
    expect(await lookForUnknown(ctx)).toEqual({ looked: 1, delivered: 1 })
    expect((await store.instances.read('erp-po-1'))?.instance.tasks).toMatchObject([{ assignee: 'u_bob' }])
  })

  it('waits for contacts and for nothing else: soon after they answer again it is theirs, and meanwhile few are asked', async () => {
    const { ctx, store, people, advance } = await createHarness({ definitions: [], sources: [aSource()] })
    const look = createUnknownLook(ctx, ctx.now)
    await look()
    people.fail(aFailure())
    const ids = ['a', 'b', 'c', 'd'].map((externalId) => ({ externalId, id: `erp-${externalId}` }))
    for (const { externalId } of ids) await takePush(ctx, aPush({ externalId }))
    const before = people.calls.person.length
    for (let n = 0; n < 12; n += 1) {
      advance(5_000)
      await look()
    }
    expect(people.calls.person.length - before).toBeLessThan(12)
    people.fail(undefined)
    for (let n = 0; n < 5; n += 1) {
      advance(5_000)
      await look()
    }
    const opened = await Promise.all(
      ids.map(async ({ id }) => (await store.instances.read(id))?.instance.tasks),
    )
    expect(opened).toMatchObject(ids.map(() => [{ assignee: 'u_bob', status: 'PENDING' }]))
  })

  it('names whom nobody knows with counts, and is theirs the moment that a file says who they are', async () => {
    const source = aSource({ people: { file: 'people.csv' } })
    const { ctx, store, peopleFile } = await createHarness({ definitions: [], sources: [source] })
    peopleFile.ids.set('u_alice', 'u_alice')
    for (const externalId of ['a', 'b']) await takePush(ctx, aPush({ source, externalId }))
    const { open, unknown } = await store.instances.ofSource('erp')
    expect([open, [...unknown]]).toEqual([2, [['u_bob', 2]]])
    expect(await lookForUnknown(ctx)).toEqual({ looked: 2, delivered: 0 })
    peopleFile.ids.set('u_bob', 'u_bob')
    expect(await lookForUnknown(ctx)).toEqual({ looked: 2, delivered: 2 })
    expect(await store.instances.ofSource('erp')).toEqual({ open: 2, unknown: new Map() })
  })

  it.each([
    ['email', 'u_bob@example.com'],
    ['mobile', '+86u_bob'],
    ['employee_no', '1007'],
  ] as const)('names people by %s', async (by, person) => {
    const { ctx, store, people } = await createHarness({ definitions: [] })
    people.change('u_bob', { employeeNo: '1007' })
    const said = push({ head: head({ initiator: { person: null, name: null } }), tasks: [task({ person })] })
    await takePush(ctx, aPush({ source: aSource({ people: by }), push: said }))
    expect((await store.instances.read('erp-po-1'))?.instance.tasks).toMatchObject([{ assignee: 'u_bob' }])
    await takePush(ctx, aPush({ source: aSource({ people: by }), push: said, externalId: 'po-2' }))
    expect(people.calls.idsOf).toEqual([person])
  })

  it('looks up no more names a minute than a source may', async () => {
    const { ctx, people } = await createHarness({ definitions: [] })
    for (let at = 0; at < 40; at += 1) {
      const tasks = Array.from({ length: 20 }, (_, n) => task({ id: `T${n}`, person: `x_${at}_${n}` }))
      await takePush(ctx, aPush({ externalId: `po-${at}`, push: push({ tasks }) }))
    }
    expect(people.calls.person.length).toBeLessThanOrEqual(600)
  })

  it('is refused over the quota of a minute, and taken in the next', async () => {
    const { ctx, store, advance } = await createHarness({ definitions: [] })
    const source = aSource({ quota: { perMinute: 2 } })
    for (const externalId of ['a', 'b']) await takePush(ctx, aPush({ source, externalId }))
    await expect(takePush(ctx, aPush({ source, externalId: 'c' }))).rejects.toMatchObject({
      code: 'too_many_requests',
      details: [{ retryAfter: 60 }],
    })
    expect(await store.instances.read('erp-c')).toBeUndefined()
    advance(60_000)
    await takePush(ctx, aPush({ source, externalId: 'c' }))
  })

  it('opens no more to-dos than the quota, and may end them always', async () => {
    const { ctx } = await createHarness({ definitions: [] })
    const source = aSource({ quota: { open: 1 } })
    await takePush(ctx, aPush({ source }))
    await expect(takePush(ctx, aPush({ source, externalId: 'po-2' }))).rejects.toMatchObject({
      code: 'source_full',
    })
    const ended = push({
      head: head({ clock: 2, status: 'APPROVED', initiator: { person: null, name: null } }),
      tasks: [task({ person: 'u_bob', clock: 2, status: 'APPROVED' })],
    })
    await takePush(ctx, aPush({ source, push: ended }))
    await takePush(ctx, aPush({ source, externalId: 'po-2' }))
  })

  it('has an id that no other one gets, and that nothing of Feishu finds too long', async () => {
    const { ctx } = await createHarness({ definitions: [] })
    const strange = ['PO-1', 'po-1', 'a'.repeat(500), '../../x', 'x y', '中', '', '0'.repeat(32), '-a', 'a-']
    const ids = await Promise.all(
      strange.map(async (externalId) => (await takePush(ctx, aPush({ externalId }))).id),
    )
    expect(new Set(ids).size).toBe(strange.length)
    for (const id of ids) expect(id).toMatch(/^erp-[a-z0-9-]{1,32}$/)
  })

  it('never touches a definition of ours', async () => {
    const { ctx } = await createHarness({ definitions: [] })
    await ctx.store.definitions.change('erp.purchase', 1, () => ({
      code: 'erp.purchase',
      version: 1,
      approvalCode: null,
      appliedHash: null,
      savedAt: 0,
      state: 'live',
      definition: { code: 'erp.purchase', form: [], flow: [] } as never,
    }))
    await expect(takePush(ctx, aPush())).rejects.toThrow('a definition of ours')
  })
})
