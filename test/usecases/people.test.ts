import { expect, it, vi } from 'vitest'
import { applyCallback } from '../../server/usecases/apply-callback.ts'
import { createDailyLook } from '../../server/usecases/daily-look.ts'
import { handOverPerson } from '../../server/usecases/hand-over.ts'
import { listDefinitions } from '../../server/usecases/list-definitions.ts'
import { listInstances } from '../../server/usecases/list-instances.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { readSettings } from '../../server/usecases/read-settings.ts'
import { saveSettings } from '../../server/usecases/save-settings.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition, aSession, T0 } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'

const HR = { userId: 'u_hr', openId: 'ou_hr' }
const session = (who: { userId: string; openId: string }) => aSession({ tokenHash: 'h1', ...who })

async function setUp() {
  const definition = aDefinition({
    viewers: [
      { type: 'USER', id: 'u_alice' },
      { type: 'USER', id: 'u_hr' },
      { type: 'USER', id: 'u_carol' },
    ],
    flow: [
      { id: 'first', name: { 'zh-CN': '一' }, approvers: { users: ['u_hr'] }, mode: 'all' },
      { id: 'second', name: { 'zh-CN': '二' }, approvers: { users: ['u_bob', 'u_hr'] }, mode: 'all' },
    ],
  })
  const harness = await createHarness({ definitions: [definition] })
  const { ctx, store } = harness
  const submit = (userId = 'u_alice', key?: string) =>
    submitInstance(ctx, {
      definition: definition.code,
      form: { kind: 'annual', days: 2 },
      approvers: {},
      cc: [],
      userId,
      locale: undefined,
      ...(key !== undefined && { idempotencyKey: key }),
    })
  const openIn = async (id: string) =>
    (await store.instances.read(id))?.instance.tasks
      .filter(({ status }) => status === 'PENDING')
      .map(({ assignee }) => assignee)
  const delegate = (userId: string, to: string) =>
    saveSettings(ctx, { userId, muted: [], delegation: { to, from: T0 - 1, until: T0 + 86_400_000 } })
  const settled = () =>
    vi.waitUntil(async () => JSON.stringify(await store.notes.read('leavers')) === '[]', { timeout: 60_000 })
  return { ...harness, definition, submit, openIn, delegate, settled }
}

it.each([
  ['suspended', { active: false }],
  ['not there any more', null],
])('who is %s without an event is found by the look, and out at once', async (_, patch) => {
  const { people, store, watch, submit, openIn, delegate, settled } = await setUp()
  const { id } = await submit()
  await store.sessions.save(session(HR))
  await delegate('u_carol', 'u_hr')
  await delegate('u_hr', 'u_payroll')
  people.change('u_hr', patch)
  const found = await watch.look()
  expect(found.gone).toEqual([HR])
  await settled()
  expect(await store.sessions.people()).toEqual([])
  expect(await store.settings.delegating(T0)).toEqual([])
  expect(await openIn(id)).toEqual([patch ? 'u_lead' : 'u_admin'])
  expect((await watch.look()).gone).toEqual([])
})

it('so is whoever a lookup finds gone, whatever it was made for', async () => {
  const { people, store, watch, submit, openIn, settled } = await setUp()
  const { id } = await submit()
  await store.sessions.save(session(HR))
  people.change('u_hr', { active: false })
  const answer = await people.person('u_hr')
  watch.saw('u_hr', answer.ok ? answer.value : undefined)
  await settled()
  expect([await store.sessions.people(), await openIn(id)]).toEqual([[], ['u_lead']])
})

it('whom contacts do not show is not gone, and a suspension that is over is none', async () => {
  const { people, watch, submit, openIn, settled } = await setUp()
  const { id } = await submit()
  people.hide('u_hr')
  expect(await watch.look()).toMatchObject({ gone: [], hidden: [HR] })
  people.hide(undefined)
  await watch.left({ ...HR, manager: 'ou_lead', isToConfirm: true })
  await settled()
  expect(await openIn(id)).toEqual(['u_hr'])
})

it('where contacts know nearly nobody of those concerned, nothing is done about it', async () => {
  const { people, watch, store, submit, openIn } = await setUp()
  const { id } = await submit()
  for (let n = 0; n < 8; n += 1) {
    const one = { userId: `u_${n}`, openId: `ou_${n}` }
    await store.sessions.save(aSession({ tokenHash: `h${n}`, ...one }))
  }
  people.change('u_hr', null)
  expect(await watch.look()).toMatchObject({ isDoubtful: true })
  expect(await openIn(id)).toEqual(['u_hr'])
  expect(await store.sessions.people()).toHaveLength(8)
})

it('nobody is asked for when nothing is open and nobody logged in', async () => {
  const { people, watch } = await setUp()
  expect(await watch.look()).toMatchObject({ asked: 0, gone: [] })
  expect(people.calls.person).toEqual([])
})

it('a hand-over of somebody who is gone logs them out, and takes nobody who has just left', async () => {
  const { ctx, people, store, submit, delegate } = await setUp()
  await submit()
  await store.sessions.save(session(HR))
  await delegate('u_carol', 'u_hr')
  people.change('u_hr', { active: false })
  const handOver = (from: string, to: string) => handOverPerson(ctx, { from, to, reason: '离职' })
  people.change('u_bob', { active: false })
  await expect(handOver('u_hr', 'u_bob')).rejects.toMatchObject({ code: 'person_not_found' })
  expect(await store.sessions.people()).toEqual([HR])
  expect(await handOver('u_hr', 'u_carol')).toMatchObject({ instances: 1, passedOver: [] })
  expect([await store.sessions.people(), await store.settings.delegating(T0)]).toEqual([[], []])
})

it('a hand-over of nobody is refused, of somebody whom only we still know is not', async () => {
  const { ctx, people, submit } = await setUp()
  await submit()
  const handOver = (from: string) => handOverPerson(ctx, { from, to: 'u_carol', reason: '离职' })
  await expect(handOver('u_nobody')).rejects.toMatchObject({
    code: 'person_not_found',
    details: [{ field: 'from', person: 'u_nobody' }],
  })
  people.change('u_hr', null)
  expect(await handOver('ou_hr')).toMatchObject({ from: 'u_hr', instances: 1 })
})

it('an approval with as many tasks as Feishu takes is named, as is one that nobody may take', async () => {
  const { ctx, store, submit } = await setUp()
  const [full, own] = [await submit(), await submit('u_carol')]
  await store.instances.change(full.id, (current) => {
    if (!current) throw new Error('no such instance')
    const [task] = current.instance.tasks
    const ended = Array.from({ length: 297 }, (_, at) => ({
      ...(task as NonNullable<typeof task>),
      id: `${full.id}_x${at}`,
      status: 'DONE' as const,
      endedAt: T0,
    }))
    const instance = { ...current.instance, tasks: [...ended, ...current.instance.tasks] }
    return { next: { ...current, instance }, result: undefined }
  })
  const answer = await handOverPerson(ctx, { from: 'u_hr', to: 'u_carol', reason: '离职' })
  expect(answer).toMatchObject({ instances: 0, tasks: 0 })
  expect(answer.passedOver).toHaveLength(2)
  expect(answer.passedOver).toEqual(
    expect.arrayContaining([
      { instance: full.id, reason: 'too_many_tasks' },
      { instance: own.id, reason: 'nobody_may_take' },
    ]),
  )
})

it('somebody has another user_id: lists, session, settings, delegations and keys of submissions go on', async () => {
  const set = await setUp()
  const { ctx, people, store, watch, submit, delegate } = set
  const [mine, theirs] = [await submit('u_hr', 'a-key'), await submit()]
  await store.sessions.save(session(HR))
  await delegate('u_hr', 'u_payroll')
  await delegate('u_carol', 'u_hr')
  people.change('u_hr', { userId: 'hanmei' })
  await watch.renamed({ from: 'u_hr', to: 'hanmei', openId: 'ou_hr' })
  await vi.waitUntil(async () => (await store.sessions.people())[0]?.userId === 'hanmei', { timeout: 60_000 })

  const reader = { userId: 'hanmei', locale: undefined }
  const list = async (box: 'todo' | 'started') =>
    (await listInstances(ctx, { ...reader, box, limit: 10, postponed: 'without' })).items.map(({ id }) => id)
  expect(await list('todo')).toContain(theirs.id)
  expect(await list('started')).toEqual([mine.id])
  expect(
    await listInstances(ctx, {
      userId: 'u_hr',
      locale: undefined,
      box: 'todo',
      limit: 10,
      postponed: 'without',
    }),
  ).toMatchObject({
    items: [],
  })
  expect((await readInstance(ctx, { id: mine.id, ...reader })).initiator.userId).toBe('hanmei')
  expect((await readSettings(ctx, 'hanmei')).delegation?.to).toBe('u_payroll')
  expect((await readSettings(ctx, 'u_carol')).delegation?.to).toBe('hanmei')
  expect((await submit('hanmei', 'a-key')).id).toBe(mine.id)
  expect(await listDefinitions(ctx, reader)).toHaveLength(1)
  // Its file still names them by the old id; their delegate has it.
  const later = await submit()
  expect(await set.openIn(later.id)).toEqual(['u_payroll'])
})

it('a card that was sent before is theirs under the new user_id, and nobody else’s', async () => {
  const { callbacks, people, ring, store, watch, submit, openIn } = await setUp()
  const { id } = await submit()
  const context = ring.sign({ instanceId: id, taskId: `${id}_t1`, userId: 'u_hr', round: 1 })
  people.change('u_hr', { userId: 'hanmei' })
  await watch.renamed({ from: 'u_hr', to: 'hanmei', openId: 'ou_hr' })
  await vi.waitUntil(async () => (await openIn(id))?.[0] === 'hanmei', { timeout: 60_000 })
  const press = (userId: string) =>
    applyCallback(callbacks, {
      action: 'APPROVE',
      userId,
      approvalCode: undefined,
      reason: null,
      actionContext: context,
      instanceId: undefined,
      taskId: undefined,
      messageId: '7',
      id: undefined,
    })
  await expect(press('u_carol')).rejects.toMatchObject({ code: 'callback_refused' })
  await expect(press('u_hr')).rejects.toMatchObject({ code: 'callback_refused' })
  await press('hanmei')
  expect((await store.instances.read(id))?.instance.tasks[0]).toMatchObject({
    assignee: 'hanmei',
    status: 'APPROVED',
  })
})

it('two who take each other’s place are never taken for one, whichever event comes first', async () => {
  const { people, store, watch, submit, openIn } = await setUp()
  const { id } = await submit()
  people.change('u_bob', { userId: 'bob' })
  people.change('u_hr', { userId: 'u_bob' })
  await watch.renamed({ from: 'u_hr', to: 'u_bob', openId: 'ou_hr' })
  expect(await openIn(id)).toEqual(['u_hr'])
  await watch.renamed({ from: 'u_bob', to: 'bob', openId: 'ou_bob' })
  await vi.waitUntil(async () => (await openIn(id))?.[0] === 'u_bob', { timeout: 60_000 })
  const route = (await store.instances.read(id))?.instance.route
  expect(route?.[1]?.approvers).toEqual(['bob', 'u_bob'])
})

it('a changed user_id without an event is found by the look, or at the next login', async () => {
  const { people, watch, submit, openIn } = await setUp()
  const { id } = await submit()
  people.change('u_hr', { userId: 'hanmei' })
  expect(await watch.find()).toMatchObject({ renamed: [{ from: 'u_hr', to: 'hanmei', openId: 'ou_hr' }] })
  expect(await openIn(id)).toEqual(['u_hr'])
  const answer = await people.person('ou_hr')
  watch.saw('ou_hr', answer.ok ? answer.value : undefined)
  await vi.waitUntil(async () => (await openIn(id))?.[0] === 'hanmei', { timeout: 60_000 })
})

it('the look is made at the start and once a day, and sooner again when it failed', async () => {
  let now = T0
  const looked: number[] = []
  let fails = true
  const daily = createDailyLook(
    async () => {
      looked.push((now - T0) / 60_000)
      if (fails) throw new Error('Feishu is away')
    },
    () => now,
  )
  await expect(daily.run()).rejects.toThrow('away')
  fails = false
  for (const minutes of [5, 10, 20, 1_440, 1_450, 2_890]) {
    now = T0 + minutes * 60_000
    await daily.run()
  }
  expect(looked).toEqual([0, 10, 1_450, 2_890])
})
