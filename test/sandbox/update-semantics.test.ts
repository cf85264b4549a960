import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLeave, type Leave } from './support/leave.ts'

let feishu: Leave
beforeEach(async () => {
  feishu = await openLeave()
  await feishu.push()
})
afterEach(() => feishu.close())

const APPROVED = { 'task_list.0.status': 'APPROVED', 'task_list.0.end_time': '1795000000009' }
const statusOf = (taskId: string) => feishu.held()?.tasks[taskId]?.wire.status
const rules = () => feishu.sandbox.world.oracle.violations().map(({ rule }) => rule)

describe('UPDATE', () => {
  it('applies what is newer, each clock for itself', async () => {
    await feishu.push({
      update_time: '1795000000002',
      'task_list.0.update_time': '1795000000002',
      ...APPROVED,
    })

    expect(statusOf('task-1')).toBe('APPROVED')
    expect(feishu.held()?.ccs['cc-1']?.wire.update_time).toBe('1795000000001')
  })

  it('ignores an equal task clock with code 0', async () => {
    const { status, body } = await feishu.push({ update_time: '1795000000002', ...APPROVED })

    expect({ status, code: body.code }).toEqual({ status: 200, code: 0 })
    expect(statusOf('task-1')).toBe('PENDING')
    expect(feishu.held()?.wire.update_time).toBe('1795000000002')
  })

  it.each(['1795000000001', '1795000000000'])(
    'drops the whole push when the instance clock is not newer: %s',
    async (update_time) => {
      const { body } = await feishu.push({
        update_time,
        'task_list.0.update_time': '1795000000007',
        'cc_list.0.update_time': '1795000000007',
        ...APPROVED,
      })

      expect(body.code).toBe(0)
      expect(statusOf('task-1')).toBe('PENDING')
    },
  )

  it('takes a newer cc alone', async () => {
    await feishu.push({
      update_time: '1795000000002',
      'cc_list.0.read_status': 'READ',
      'cc_list.0.update_time': '1795000000002',
    })

    expect(feishu.held()?.ccs['cc-1']?.wire.read_status).toBe('READ')
  })

  it('keeps tasks and cc that the push leaves out', async () => {
    await feishu.push({ update_time: '1795000000002', task_list: [], cc_list: undefined })

    expect(Object.keys(feishu.held()?.tasks ?? {})).toEqual(['task-1'])
    expect(Object.keys(feishu.held()?.ccs ?? {})).toEqual(['cc-1'])
  })

  it('does not change person, create_time or node of a task, and says so', async () => {
    await feishu.push({
      update_time: '1795000000002',
      'task_list.0.update_time': '1795000000002',
      'task_list.0.user_id': 'u_cto',
      'task_list.0.node_id': 'other',
      'task_list.0.create_time': '1795000000003',
    })

    expect(feishu.held()?.tasks['task-1']).toMatchObject({
      userId: 'u_lead',
      wire: { node_id: 'manager', create_time: '1795000000000' },
    })
    expect(rules()).toEqual(['sync'])
  })

  it('moves a transferred task by a new task id', async () => {
    await feishu.push({
      update_time: '1795000000002',
      'task_list.0.update_time': '1795000000002',
      'task_list.0.status': 'TRANSFERRED',
      'task_list.0.end_time': '1795000000002',
    })
    await feishu.push({
      update_time: '1795000000003',
      'task_list.0.task_id': 'task-2',
      'task_list.0.user_id': 'u_cto',
    })

    const { todo } = await feishu.lists('u_cto')
    expect(todo).toMatchObject([{ taskId: 'task-2' }])
    expect(rules()).toEqual([])
  })
})

describe('REPLACE', () => {
  it('is what a push without update_mode means', async () => {
    await feishu.push({ update_mode: undefined, task_list: [] })

    expect(feishu.held()?.tasks).toEqual({})
  })

  it('checks no clock, and the oracle sees the view go back', async () => {
    await feishu.push({ update_time: '1795000000005' })
    await feishu.push({ update_mode: 'REPLACE', update_time: '1795000000004' })

    expect(feishu.held()?.wire.update_time).toBe('1795000000004')
    expect(rules()).toEqual(['R7'])
  })

  it('cleans up in the documented way: APPROVED, nobody, nothing', async () => {
    const { body } = await feishu.push({
      update_mode: 'REPLACE',
      status: 'APPROVED',
      end_time: '1795000000009',
      update_time: '1795000000009',
      user_id: undefined,
      task_list: [],
      cc_list: [],
    })

    expect(body.code).toBe(0)
    expect(await feishu.lists('u_lead')).toEqual({ todo: [], done: [], started: [], cc: [] })
    expect(await feishu.lists('u_dev')).toMatchObject({ started: [] })
  })
})
