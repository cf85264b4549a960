import { expect, it } from 'vitest'
import { addSignTask } from '../../server/usecases/add-sign-task.ts'
import { decideTask } from '../../server/usecases/decide-task.ts'
import { previewInstance } from '../../server/usecases/preview-instance.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { rollbackTask } from '../../server/usecases/rollback-task.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { transferTask } from '../../server/usecases/transfer-task.ts'
import { aDefinition } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'

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

it('a hand-on and a rollback have the reason of the task that ended with them', async () => {
  const { ctx, taskId } = await started()
  const moved = await transferTask(ctx, { ...bob!, taskId, to: 'u_carol', reason: '休假' })
  expect(moved.history.find(({ event }) => event === 'seat_moved')).toMatchObject({
    ...{ taskId, reason: '休假', by: { userId: 'u_bob' }, people: [{ userId: 'u_carol' }] },
  })
  const next = moved.tasks.at(-1)!.id
  const back = await rollbackTask(ctx, { ...carol!, taskId: next, toNode: '_initiator', reason: '请补充' })
  expect(back.history.find(({ event }) => event === 'rolled_back')).toMatchObject({
    ...{ taskId: next, reason: '请补充', nodeId: 'manager', toNodeId: '_initiator' },
  })
  expect(back.tasks.map(({ round, completeReason }) => [round, completeReason])).toEqual([
    [1, 'forward'],
    [1, 'specific_rollback'],
    [2, null],
  ])
})

it('a signer is shown with whoever asked for them, an approver is not', async () => {
  const { ctx, taskId } = await started()
  const asked = { ...bob!, taskId, users: ['u_carol'], position: 'before' as const, reason: null }
  const { tasks } = await addSignTask(ctx, asked)
  expect(tasks.map(({ assignee, added }) => [assignee.userId, added])).toEqual([
    ['u_bob', null],
    ['u_carol', { by: { userId: 'u_bob', name: '鲍勃' }, position: 'before' }],
  ])
})

it('what came back names the nodes to choose for, and is previewed for its initiator alone', async () => {
  const { ctx, id, taskId } = await started([definition], { own: ['u_carol'] })
  await rollbackTask(ctx, { ...bob!, taskId, toNode: '_initiator', reason: null })
  const preview = (reader: typeof alice) =>
    previewInstance(ctx, { ...reader!, ...leave, approvers: { own: ['u_carol'] }, instance: id })
  expect((await preview(alice)).nodes.map((node) => node.id)).toEqual(['manager', 'own'])
  await expect(preview(bob)).rejects.toMatchObject({ code: 'instance_not_found' })
  await expect(preview(carol)).rejects.toMatchObject({ code: 'instance_not_found' })
})

it('a vote is shown with how many have agreed, a branch with its place, a node with its time limit', async () => {
  const [first, second] = ['u_bob', 'u_carol'].map((user) => ({
    ...{ id: user, name: { 'zh-CN': user }, approvers: { users: [user] } },
    timeout: { remind: 4, reject: 9 },
  }))
  const board = {
    ...{ id: 'board', name: { 'zh-CN': '评审会' }, mode: { atLeast: 2 } },
    approvers: { users: ['u_bob', 'u_carol', 'u_lead'] },
  }
  const { ctx, id, taskId } = await started([
    aDefinition({ flow: [board, { parallel: [[first!], [second!]] }] }),
  ])
  const agreed = ({ nodes }: Awaited<ReturnType<typeof readInstance>>) => nodes.map((node) => node.agreed)
  const asked = { ...bob!, taskId, users: ['u_hr'], position: 'after' as const, reason: '同意' }
  expect(agreed(await addSignTask(ctx, asked))).toEqual([0, 0, 0])
  const signed = await readInstance(ctx, { ...bob!, id })
  const last = { taskId: signed.tasks.at(-1)!.id, verdict: 'APPROVED', reason: null } as const
  await decideTask(ctx, { userId: 'u_hr', locale, ...last })
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
