import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openClient, type Client, type Reply } from './support/client.ts'

let feishu: Client
beforeEach(async () => {
  feishu = await openClient()
})
afterEach(() => feishu.close())

const WRITE = '/open-apis/attendance/v1/user_approvals'
const QUERY = `${WRITE}/query?employee_type=employee_id`
const PROCESS = '/open-apis/attendance/v1/approval_infos/process'

const leave = (changes: object = {}) => ({
  uniq_id: 'annual',
  unit: 3,
  interval: 43_200,
  start_time: '2026-11-20 00:00:00',
  end_time: '2026-11-20 12:00:00',
  i18n_names: { ch: '年假', en: 'Annual leave' },
  default_locale: 'ch',
  reason: '家里有事',
  idempotent_id: 'i1',
  ...changes,
})
const approval = (changes: object = {}) => ({
  user_id: 'u_dev',
  date: '20261120',
  leaves: [leave()],
  ...changes,
})
const write = (given: object = approval(), type = 'employee_id'): Promise<Reply> =>
  feishu.post(`${WRITE}?employee_type=${type}`, { user_approval: given })
const held = () => [...feishu.sandbox.world.state.attendance.values()]
const idIn = ({ body }: Reply) =>
  (body.data['user_approval'] as { leaves: { approval_id: string }[] }).leaves[0]?.approval_id ?? ''

it('writes each of the four kinds and names its approval_id', async () => {
  const { uniq_id: _, i18n_names: __, default_locale: ___, interval: ____, unit: _____, ...span } = leave()
  const times = { approve_pass_time: '2026-11-19 12:00:00', approve_apply_time: '2026-11-19 11:00:00' }
  const { body } = await write(
    approval({
      outs: [leave()],
      overtime_works: [{ ...span, duration: 1.5, unit: 2, category: 1, type: 0 }],
      trips: [{ ...span, ...times }],
    }),
  )
  expect(body.code).toBe(0)
  expect(held().map(({ kind }) => kind)).toEqual(['out', 'leave', 'overtime', 'trip'])
  expect(body.data['user_approval']).toMatchObject({
    time_zone: 'Asia/Shanghai',
    trips: [{ approval_id: expect.stringMatching(/^\d{19}$/) }],
  })
})

describe('refuses what the page refuses', () => {
  it.each([
    ['a uniq_id of fourteen', approval({ leaves: [leave({ uniq_id: '12345678901234' })] }), 1220001],
    ['an outing without uniq_id', approval({ outs: [leave({ uniq_id: undefined })] }), 1220001],
    ['a time with a T', approval({ leaves: [leave({ start_time: '2026-11-20T00:00:00' })] }), 1220001],
    [
      'a day that is on no calendar',
      approval({ leaves: [leave({ start_time: '2026-02-30 00:00:00' })] }),
      1220001,
    ],
    ['an end before its start', approval({ leaves: [leave({ end_time: '2026-11-19 00:00:00' })] }), 1220001],
    ['no time at all', approval({ leaves: [leave({ end_time: '2026-11-20 00:00:00' })] }), 1220001],
    ['an unknown unit', approval({ leaves: [leave({ unit: 5 })] }), 1220001],
    ['no name in the default language', approval({ leaves: [leave({ default_locale: 'ja' })] }), 1220001],
    ['no reason', approval({ leaves: [leave({ reason: '' })] }), 1220001],
    ['a date with dashes', approval({ date: '2026-11-20' }), 1220001],
    ['nothing that was approved', approval({ leaves: [] }), 1220001],
    ['somebody whom nobody knows', approval({ user_id: 'u_nobody' }), 1220004],
  ])('%s', async (_, given, code) => {
    const reply = await write(given)
    expect([reply.status, reply.body.code]).toEqual([400, code])
    expect(held()).toEqual([])
  })

  it('an employee_type that there is not', async () => {
    expect((await write(approval(), 'user_id')).body).toMatchObject({ code: 1220001 })
  })

  it('an app without the scope', async () => {
    await feishu.control('POST', 'settings', { scopes: ['attendance:task:readonly'] })
    expect((await write()).body.code).toBe(99991672)
    expect((await feishu.post(PROCESS, {})).body.code).toBe(99991672)
  })
})

it('takes an open_id, and writes for somebody who has left', async () => {
  const openId = feishu.sandbox.world.state.people.get('u_dev')?.openId ?? ''
  expect((await write(approval({ user_id: openId }), 'open_id')).body.code).toBe(0)
  const left = await write(approval({ user_id: 'u_gone', leaves: [leave({ idempotent_id: 'i2' })] }))
  expect(left.body.data['user_approval']).toMatchObject({ time_zone: '' })
})

it('makes one record of two writes with one idempotent_id, and says so in one of two ways', async () => {
  const first = await write()
  expect((await write()).body).toMatchObject({ code: 1220600, msg: 'the object already exists' })
  await feishu.control('POST', 'settings', { duplicateAttendance: 'same_id' })
  expect(idIn(await write())).toBe(idIn(first))
  expect(held()).toMatchObject([{ writes: 3, status: 2 }])
})

it('withdraws what is approved, once', async () => {
  const approval_id = idIn(await write())
  const withdraw = (changes = {}) =>
    feishu.post(PROCESS, { approval_id, approval_type: 'leave', status: 4, ...changes })
  expect((await withdraw({ status: 2 })).body.code).toBe(1220001)
  expect((await withdraw({ approval_type: 'out' })).body.code).toBe(1220600)
  expect((await withdraw()).body.data).toEqual({
    approval_info: { approval_id, approval_type: 'leave', status: 4 },
  })
  expect((await withdraw()).body.code).toBe(1220600)
  expect(held()).toMatchObject([{ status: 4, withdrawals: 2 }])
})

it('answers what was approved by the day of its making and by its own days, thirty at most, up to tomorrow', async () => {
  await feishu.control('POST', 'settings', { duplicateAttendance: 'same_id' })
  const today = Number(
    new Date(feishu.sandbox.world.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', ''),
  )
  await write()
  const ask = (changes = {}) =>
    feishu.post(QUERY, {
      user_ids: ['u_dev'],
      check_date_from: today,
      check_date_to: today,
      check_date_type: 'CreateTime',
      ...changes,
    })
  const found = async (changes = {}) =>
    ((await ask(changes)).body.data['user_approvals'] as { leaves: { idempotent_id: string }[] }[]).flatMap(
      ({ leaves }) => leaves.map(({ idempotent_id }) => idempotent_id),
    )
  expect(await found()).toEqual(['i1'])
  expect(await found({ status: 4 })).toEqual([])
  expect(await found({ user_ids: ['u_hr'] })).toEqual([])
  expect((await ask({ check_date_to: today + 10_000 })).body.code).toBe(1220001)
  expect((await ask({ check_date_from: today - 10_000 })).body.code).toBe(1220001)
})
