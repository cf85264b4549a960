import { expect, it } from 'vitest'
import type { Act } from '../../server/domain/act.ts'
import { API_NAMES, IS_METERED } from '../../server/feishu/port.ts'
import { createUsage } from '../../server/usecases/usage.ts'

const NOVEMBER = Date.UTC(2026, 10, 30, 12)
const DECEMBER = Date.UTC(2026, 10, 30, 17)

function openUsage(stored: { note?: unknown } = {}) {
  const time = { now: NOVEMBER }
  const trouble = { isOn: false }
  const notes = {
    read: async () => stored.note,
    change: async (_name: string, decide: (current: unknown) => unknown) => {
      if (trouble.isOn) throw new Error('the disk is full')
      stored.note = decide(stored.note)
      return stored.note
    },
  }
  const open = () => createUsage(notes, { now: () => time.now, timeZone: 'Asia/Shanghai' })
  return { time, trouble, stored, open, usage: open() }
}

const submitted = { verb: 'submit' } as Act

it('counts what Feishu counts: answered calls, and none of contacts, logins and events', async () => {
  const { usage } = openUsage()
  for (const api of ['sync', 'card_send', 'sync', 'user', 'token', 'login', 'jsapi_ticket'] as const)
    usage.called(api, 'ok')
  usage.called('sync', 'pace')
  usage.called('card_send', 'refused')
  usage.acted(submitted)
  usage.acted({ verb: 'approve' } as Act)
  expect(await usage.read()).toEqual({ month: '2026-11', calls: { sync: 2, card_send: 1 }, approvals: 1 })
})

it('counts the very calls that wait for the quota', async () => {
  const { usage } = openUsage()
  for (const api of API_NAMES) usage.called(api, 'ok')
  expect(Object.keys((await usage.read()).calls)).toEqual(API_NAMES.filter((api) => IS_METERED[api]))
})

it('goes on after a restart with what was saved, of several servers too', async () => {
  const { usage, open } = openUsage()
  const other = open()
  usage.called('sync', 'ok')
  other.called('sync', 'ok')
  other.acted(submitted)
  await Promise.all([usage.save(), other.save()])
  await usage.save()
  expect(await open().read()).toEqual({ month: '2026-11', calls: { sync: 2 }, approvals: 1 })
})

it('loses nothing to a store that is away for a while', async () => {
  const { usage, trouble } = openUsage()
  usage.called('sync', 'ok')
  trouble.isOn = true
  await expect(usage.save()).rejects.toThrow('the disk is full')
  usage.called('check', 'ok')
  trouble.isOn = false
  await usage.save()
  expect((await usage.read()).calls).toEqual({ sync: 1, check: 1 })
})

it('begins anew with the month, by the clock of the time zone', async () => {
  const { usage, time } = openUsage()
  usage.called('sync', 'ok')
  await usage.save()
  usage.called('sync', 'ok')
  time.now = DECEMBER
  usage.called('check', 'ok')
  expect(await usage.read()).toEqual({ month: '2026-12', calls: { check: 1 }, approvals: 0 })
  await usage.save()
  expect(await usage.read()).toEqual({ month: '2026-12', calls: { check: 1 }, approvals: 0 })
})

it('takes a note that is none for nothing', async () => {
  expect(await openUsage({ note: { month: 11 } }).usage.read()).toMatchObject({ calls: {}, approvals: 0 })
})
