import { expect, it } from 'vitest'
import { instantOf, readWeekdays, type Calendar } from '../../server/domain/calendar.ts'
import { createTimeouts } from '../../server/timeouts/timeouts.ts'
import { timeOutTask } from '../../server/usecases/time-out-task.ts'
import { readInstance } from '../../server/usecases/read-instance.ts'
import { submitInstance } from '../../server/usecases/submit-instance.ts'
import { aDefinition, T0 } from '../support/builders.ts'
import { createHarness } from '../support/http-server.ts'

// T0 is Friday, 20 November 2026, 10:00 in Shanghai.
const ZONE = 'Asia/Shanghai'
const HOUR = 3_600_000
const calendar = (holidays: string[] = [], hours = [{ from: 9 * 60, to: 18 * 60 }]): Calendar => ({
  timeZone: ZONE,
  weekdays: readWeekdays('1-5'),
  holidays: new Set(holidays),
  workdays: new Set(),
  hours,
})

async function setUp(timeout: object | undefined, days: Calendar | (() => Calendar) = calendar()) {
  const definition = aDefinition({
    flow: [
      { id: 'first', name: { 'zh-CN': '一' }, approvers: { users: ['u_hr'] }, ...(timeout && { timeout }) },
      { id: 'second', name: { 'zh-CN': '二' }, approvers: { users: ['u_carol'] } },
    ],
  })
  const harness = await createHarness({ definitions: [definition] })
  const { ctx, advance } = harness
  const log = { info: () => undefined, warn: () => undefined }
  const timeouts = () =>
    createTimeouts({
      store: ctx.store,
      now: ctx.now,
      log,
      calendar: () => Promise.resolve(typeof days === 'function' ? days() : days),
      act: (due) => timeOutTask(ctx, due),
    })
  const submit = () =>
    submitInstance(ctx, {
      definition: definition.code,
      form: { kind: 'annual', days: 2 },
      approvers: {},
      cc: [],
      userId: 'u_alice',
      locale: undefined,
    })
  const { id } = await submit()
  const shownOf = async (one: string) => {
    const { tasks, status } = await readInstance(ctx, { id: one, userId: 'u_alice', locale: undefined })
    return [status, ...tasks.map(({ assignee, status: how }) => `${assignee.userId} ${how}`)]
  }
  const shown = () => shownOf(id)
  return {
    ...harness,
    timeouts,
    submit,
    shown,
    shownOf,
    at: (instant: number) => advance(instant - ctx.now()),
  }
}

const WAITING = ['PENDING', 'u_hr PENDING']

it('counts working hours: over the night and the weekend nothing is due', async () => {
  const { timeouts, shown, at } = await setUp({ approve: 9 })
  const running = timeouts()
  // Eight hours on Friday, the ninth on Monday.
  for (const instant of [T0, T0 + 8 * HOUR, T0 + 60 * HOUR, instantOf('2026-11-23', 10 * 60, ZONE) - 1]) {
    at(instant)
    await running.run()
    expect(await shown()).toEqual(WAITING)
  }
  at(instantOf('2026-11-23', 10 * 60, ZONE))
  await running.run()
  expect(await shown()).toEqual(['PENDING', 'u_hr APPROVED', 'u_carol PENDING'])
})

it('a holiday does not count', async () => {
  const { timeouts, shown, at } = await setUp({ reject: 9 }, calendar(['2026-11-23']))
  at(instantOf('2026-11-24', 10 * 60, ZONE) - 1)
  await timeouts().run()
  expect(await shown()).toEqual(WAITING)
  at(instantOf('2026-11-24', 10 * 60, ZONE))
  await timeouts().run()
  expect(await shown()).toEqual(['REJECTED', 'u_hr REJECTED'])
})

const DAY = [{ from: 9 * 60, to: 18 * 60 }]
const WITH_BREAK = [
  { from: 9 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 18 * 60 },
]
const APPROVED = ['PENDING', 'u_hr APPROVED', 'u_carol PENDING']

it.each([
  ['later, by a break that is left out', DAY, WITH_BREAK, WAITING],
  ['earlier, by hours that are added', WITH_BREAK, DAY, APPROVED],
])('a change of calendar.yaml moves what is due: %s', async (_, before, after, expected) => {
  let hours = before
  const { timeouts, submit, shown, at } = await setUp({ approve: 4 }, () => calendar([], hours))
  const running = timeouts()
  at(T0 + HOUR)
  await submit()
  at(T0 + 4 * HOUR - 1)
  await running.run()
  hours = after
  at(T0 + 4 * HOUR)
  await running.run()
  expect(await shown()).toEqual(expected)
  at(T0 + 5 * HOUR)
  await running.run()
  expect(await shown()).toEqual(APPROVED)
})

it('what changes after the clock was set back a day is noticed too', async () => {
  const { timeouts, submit, shown, shownOf, at } = await setUp({ approve: 2 })
  const running = timeouts()
  await running.run()
  at(T0 - 24 * HOUR)
  const { id: second } = await submit()
  await running.run()
  at(T0 - 22 * HOUR - 1)
  await running.run()
  expect(await shownOf(second)).toEqual(WAITING)
  at(T0 - 22 * HOUR)
  await running.run()
  expect(await shownOf(second)).toEqual(['PENDING', 'u_hr APPROVED', 'u_carol PENDING'])
  expect(await shown()).toEqual(WAITING)
})

it('a server that was down catches up, and two that run at once act once', async () => {
  const { timeouts, shown, at } = await setUp({ escalate: 2 })
  at(T0 + 3 * 24 * HOUR)
  await Promise.all([timeouts().run(), timeouts().run()])
  expect(await shown()).toEqual(['PENDING', 'u_hr TRANSFERRED', 'u_lead PENDING'])
  at(T0 + 9 * 24 * HOUR)
  await timeouts().run()
  expect(await shown()).toEqual(['PENDING', 'u_hr TRANSFERRED', 'u_lead PENDING'])
})

it('one after the other: reminded, then escalated, then approved', async () => {
  const { timeouts, shown, at } = await setUp({ remind: 1, escalate: 2, approve: 3 })
  const running = timeouts()
  for (const [hours, expected] of [
    [1, WAITING],
    [2, ['PENDING', 'u_hr TRANSFERRED', 'u_lead PENDING']],
    [3, ['PENDING', 'u_hr TRANSFERRED', 'u_lead APPROVED', 'u_carol PENDING']],
  ] as const) {
    at(T0 + hours * HOUR)
    await running.run()
    await running.run()
    expect(await shown()).toEqual(expected)
  }
})

it('without a timeout nothing is read and nothing happens', async () => {
  const { timeouts, shown, at, dump } = await setUp(undefined)
  const before = dump()
  at(T0 + 400 * 24 * HOUR)
  await timeouts().run()
  expect(await shown()).toEqual(WAITING)
  expect(dump()).toBe(before)
})
