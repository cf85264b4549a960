import { expect, it } from 'vitest'
import type { NodeMode } from '../../shared/flow.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { handOverPerson } from '../../server/usecases/hand-over.ts'
import { createLeavers } from '../../server/usecases/leavers.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { resubmitInstance } from '../../server/usecases/resubmit-instance.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { createHarness } from '../support/http-server.ts'
import { aDefinition, anInitiator, aRecord } from '../support/builders.ts'
import { anActor } from '../support/people.ts'

const REASON = '离职'

async function setUp(mode: NodeMode = 'all') {
  const definition = aDefinition({
    flow: [
      { id: 'first', name: { 'zh-CN': '一' }, approvers: { users: ['u_hr'] }, mode: 'any' },
      { id: 'second', name: { 'zh-CN': '二' }, approvers: { users: ['u_bob', 'u_hr'] }, mode },
    ],
  })
  const harness = await createHarness({ definitions: [definition] })
  const { ctx } = harness
  const submit = () =>
    submitInstance(ctx, {
      definition: definition.code,
      form: { kind: 'annual', days: 2 },
      approvers: {},
      cc: [],
      userId: 'u_alice',
      locale: undefined,
    })
  const open = async (id: string) => {
    const { tasks, nodes } = await readInstance(ctx, { id, userId: 'u_alice', locale: undefined })
    return {
      tasks: tasks.map(({ assignee, status, completeReason }) => [assignee.userId, status, completeReason]),
      ahead: nodes.at(-1)?.approvers.map(({ userId }) => userId),
    }
  }
  return { ...harness, submit, open }
}

it('moves open tasks and those to come, in every approval under way', async () => {
  const { ctx, submit, open } = await setUp()
  const { id } = await submit()
  await submit()
  const answer = await handOverPerson(ctx, { from: 'u_hr', to: 'u_carol', reason: REASON })
  expect(answer).toEqual({ from: 'u_hr', to: 'u_carol', instances: 2, tasks: 2, passedOver: [] })
  expect(await open(id)).toEqual({
    tasks: [
      ['u_hr', 'TRANSFERRED', 'admin_forward'],
      ['u_carol', 'PENDING', null],
    ],
    ahead: ['u_bob', 'u_carol'],
  })
  const again = await handOverPerson(ctx, { from: 'u_hr', to: 'u_carol', reason: REASON })
  expect(again).toMatchObject({ instances: 0, tasks: 0 })
})

it('a sequence under way names whoever comes in, and no longer who went', async () => {
  const { ctx, submit, open } = await setUp('sequential')
  const { id } = await submit()
  await doVerb(ctx, { verb: 'approve', id: `${id}_t1`, body: {} }, anActor('u_hr'))
  expect((await open(id)).ahead).toEqual(['u_bob', 'u_hr'])
  await handOverPerson(ctx, { from: 'u_hr', to: 'u_carol', reason: REASON })
  expect((await open(id)).ahead).toEqual(['u_bob', 'u_carol'])
})

it('to nobody who is not there, and not to themselves', async () => {
  const { ctx, submit, dump } = await setUp()
  await submit()
  const before = dump()
  for (const [to, code] of [
    ['u_gone', 'person_not_found'],
    ['u_hr', 'person_not_allowed'],
  ] as const)
    await expect(handOverPerson(ctx, { from: 'u_hr', to, reason: REASON })).rejects.toMatchObject({ code })
  expect(dump()).toBe(before)
})

it("a leaver's manager takes over; while Feishu is away nothing is lost, the next run does it", async () => {
  const { ctx, submit, open, people } = await setUp()
  const { id } = await submit()
  await createLeavers(ctx).note({ userId: 'u_hr', manager: 'u_lead' })
  people.fail({ class: 'not_sent' })
  await expect(createLeavers(ctx).run()).rejects.toMatchObject({ code: 'feishu_unavailable' })
  expect((await open(id)).tasks).toEqual([['u_hr', 'PENDING', null]])
  people.fail(undefined)
  await createLeavers(ctx).run()
  expect((await open(id)).tasks).toEqual([
    ['u_hr', 'TRANSFERRED', 'forward_resign'],
    ['u_lead', 'PENDING', null],
  ])
  people.fail({ class: 'not_sent' })
  await createLeavers(ctx).run()
})

it('what a leaver started passes to their manager, who sees it and may submit again or withdraw', async () => {
  const { ctx, submit, open } = await setUp()
  const { id } = await submit()
  const reader = { userId: 'u_bob', locale: undefined }
  await expect(readInstance(ctx, { id, ...reader })).rejects.toMatchObject({ code: 'instance_not_found' })
  const leavers = createLeavers(ctx)
  await leavers.note({ userId: 'u_alice', manager: 'u_bob' })
  await leavers.run()
  const { initiator, actions } = await readInstance(ctx, { id, ...reader })
  expect(initiator.userId).toBe('u_alice')
  expect(actions.map(({ action }) => action)).toContain('withdraw')

  const back = { verb: 'rollback', id: `${id}_t1`, body: { toNode: INITIATOR_NODE } } as const
  await doVerb(ctx, back, anActor('u_hr'))
  expect((await open(id)).tasks.at(-1)).toEqual(['u_bob', 'PENDING', null])
  const form = { kind: 'annual', days: 3 }
  const again = await resubmitInstance(ctx, { id, form, approvers: {}, ...reader })
  expect(again.tasks.at(-1)).toMatchObject({ assignee: { userId: 'u_hr' }, status: 'PENDING' })
})

it('an operator’s hand-over takes what somebody started only once they have left', async () => {
  const { ctx, submit } = await setUp()
  await submit()
  expect(await handOverPerson(ctx, { from: 'u_alice', to: 'u_carol', reason: REASON })).toMatchObject({
    instances: 0,
    tasks: 0,
  })
  const left = aRecord({ id: 'i9', initiator: anInitiator({ userId: 'u_gone' }) })
  await ctx.store.instances.change('i9', () => ({ next: left, result: undefined }))
  expect(await handOverPerson(ctx, { from: 'u_gone', to: 'u_carol', reason: REASON })).toMatchObject({
    instances: 1,
    tasks: 0,
  })
  expect((await ctx.store.instances.read('i9'))?.instance.successor).toBe('u_carol')
})

it('without a manager the managers of the definition take over', async () => {
  const { ctx, submit, open } = await setUp()
  const { id } = await submit()
  const leavers = createLeavers(ctx)
  await leavers.note({ userId: 'u_hr', manager: 'u_gone' })
  await leavers.run()
  expect((await open(id)).tasks.at(-1)).toEqual(['u_admin', 'PENDING', null])
})
