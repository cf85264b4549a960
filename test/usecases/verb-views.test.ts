import { expect, it } from 'vitest'
import { doVerb } from '../../server/usecases/act.ts'
import { previewInstance } from '../../server/usecases/preview-instance.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'
import { anActor } from '../support/people.ts'

const locale = 'zh-CN' as const
const [alice, bob, carol] = ['u_alice', 'u_bob', 'u_carol'].map((userId) => ({ userId, locale }))
const leave = { definition: 'leave', form: { kind: 'annual', days: 5 }, approvers: {}, cc: [] }
const definition = aDefinition({
  flow: [
    { id: 'manager', name: { 'zh-CN': '直属上级' }, approvers: { manager: 1 } },
    { id: 'own', name: { 'zh-CN': '自选' }, approvers: { initiatorChoice: true } },
  ],
})

async function started(definitions = [aDefinition()], approvers = {}) {
  const { ctx } = await createHarness({ definitions })
  const { id, tasks } = await submitInstance(ctx, { ...alice!, ...leave, approvers })
  return { ctx, id, taskId: tasks[0]!.id }
}

it('a hand-on and a rollback name their task, and have the reason that was given with them', async () => {
  const { ctx, taskId } = await started()
  const handOn = { verb: 'transfer', id: taskId, body: { to: 'u_carol', reason: '休假' } } as const
  const moved = await doVerb(ctx, handOn, anActor('u_bob', locale))
  expect(moved.history.find(({ verb }) => verb === 'transfer')).toMatchObject({
    by: { userId: 'u_bob' },
    reason: '休假',
    task: { id: taskId },
    to: { userId: 'u_carol' },
  })
  const next = moved.tasks.at(-1)!.id
  const sendBack = { verb: 'rollback', id: next, body: { toNode: '_initiator', reason: '请补充' } } as const
  const back = await doVerb(ctx, sendBack, anActor('u_carol', locale))
  expect(back.history.find(({ verb }) => verb === 'rollback')).toMatchObject({
    reason: '请补充',
    task: { id: next, nodeId: 'manager' },
    toNodeId: '_initiator',
    round: 2,
  })
  expect(back.tasks.map(({ round, completeReason }) => [round, completeReason])).toEqual([
    [1, 'forward'],
    [1, 'specific_rollback'],
    [2, null],
  ])
})

it('a signer is shown with whoever asked for them, an approver is not', async () => {
  const { ctx, taskId } = await started()
  const body = { users: ['u_carol'], position: 'before' as const }
  const { tasks } = await doVerb(ctx, { verb: 'add-sign', id: taskId, body }, anActor('u_bob'))
  expect(tasks.map(({ assignee, added }) => [assignee.userId, added])).toEqual([
    ['u_bob', null],
    ['u_carol', { by: { userId: 'u_bob', name: '鲍勃' }, position: 'before' }],
  ])
})

it('what came back names the nodes to choose for, and is previewed for its initiator alone', async () => {
  const { ctx, id, taskId } = await started([definition], { own: ['u_carol'] })
  await doVerb(ctx, { verb: 'rollback', id: taskId, body: { toNode: '_initiator' } }, anActor('u_bob'))
  const preview = (reader: typeof alice) =>
    previewInstance(ctx, { ...reader!, ...leave, approvers: { own: ['u_carol'] }, instance: id })
  expect((await preview(alice)).nodes.map((node) => node.id)).toEqual(['manager', 'own'])
  await expect(preview(bob)).rejects.toMatchObject({ code: 'instance_not_found' })
  await expect(preview(carol)).rejects.toMatchObject({ code: 'instance_not_found' })
})

it('a vote is shown with how many have agreed, a branch with its place, a node with its time limit', async () => {
  const [first, second] = ['u_bob', 'u_carol'].map((user) => ({
    id: user,
    name: { 'zh-CN': user },
    approvers: { users: [user] },
    timeout: { remind: 4, reject: 9 },
  }))
  const board = {
    id: 'board',
    name: { 'zh-CN': '评审会' },
    mode: { atLeast: 2 },
    approvers: { users: ['u_bob', 'u_carol', 'u_lead'] },
  }
  const { ctx, id, taskId } = await started([
    aDefinition({ flow: [board, { parallel: [[first!], [second!]] }] }),
  ])
  const agreed = ({ nodes }: Awaited<ReturnType<typeof readInstance>>) => nodes.map((node) => node.agreed)
  const body = { users: ['u_hr'], position: 'after' as const, reason: '同意' }
  const asked = await doVerb(ctx, { verb: 'add-sign', id: taskId, body }, anActor('u_bob'))
  expect(agreed(asked)).toEqual([0, 0, 0])
  const signed = await readInstance(ctx, { ...bob!, id })
  const last = { verb: 'approve', id: signed.tasks.at(-1)!.id, body: {} } as const
  await doVerb(ctx, last, anActor('u_hr'))
  const whole = await readInstance(ctx, { ...bob!, id })
  expect(agreed(whole)).toEqual([1, 0, 0])
  expect(whole.nodes.map(({ lane, timeout }) => [lane, timeout])).toEqual([
    [null, null],
    [
      { group: '1', branch: 0 },
      { remind: 4, reject: 9 },
    ],
    [
      { group: '1', branch: 1 },
      { remind: 4, reject: 9 },
    ],
  ])
})
