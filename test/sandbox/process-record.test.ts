import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLeave, type Leave } from './support/leave.ts'

let feishu: Leave
beforeEach(async () => {
  feishu = await openLeave()
})
afterEach(() => feishu.close())

const NOTHING = { insert_num: 0, update_num: 0, delete_num: 0 }
const counts = (insert_num: number, update_num: number, delete_num = 0) => ({
  insert_num,
  update_num,
  delete_num,
})

const record = async (changes: Record<string, unknown> = {}) =>
  (await feishu.push(changes)).body.data['process_record']

describe('the answer to a push says what was really applied', () => {
  it('of a new instance: everything is new', async () => {
    expect(await record()).toEqual({ instance: counts(1, 0), task: counts(1, 0), cc: counts(1, 0) })
  })

  it('of an UPDATE: each clock for itself', async () => {
    await feishu.push()
    const newer = { update_time: '1795000000002', 'cc_list.0.update_time': '1795000000002' }
    expect(await record(newer)).toEqual({ instance: counts(0, 1), task: NOTHING, cc: counts(0, 1) })
  })

  it('of an UPDATE that is not newer: nothing', async () => {
    await feishu.push()
    const equal = { 'task_list.0.update_time': '1795000000009' }
    expect(await record(equal)).toEqual({ instance: NOTHING, task: NOTHING, cc: NOTHING })
  })

  it('of a REPLACE: what it names is renewed, the rest removed', async () => {
    await feishu.push()
    const replaced = { update_mode: 'REPLACE', 'task_list.0.task_id': 'task-2', cc_list: [] }
    expect(await record(replaced)).toEqual({
      instance: counts(0, 1),
      task: counts(1, 0, 1),
      cc: counts(0, 0, 1),
    })
  })

  it('and leaves out what was lost', async () => {
    await feishu.control('POST', 'settings', { loses: ['cc'] })
    expect(await record()).toEqual({ instance: counts(1, 0), task: counts(1, 0), cc: NOTHING })
    expect(await feishu.lists('u_payroll')).toMatchObject({ cc: [] })
  })

  it('unless it is told not to', async () => {
    await feishu.control('POST', 'settings', { processRecord: false })
    expect(await record()).toBeUndefined()
  })
})
