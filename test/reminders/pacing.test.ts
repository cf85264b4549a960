import { expect, it } from 'vitest'
import { aRouteNode } from '../support/builders.ts'
import { openRig } from './rig.ts'

const PEOPLE = 1_200

it('1,200 people get theirs within the limits, each as true as a second ago', async () => {
  const rig = await openRig({ pacedMs: 80 })
  for (let n = 0; n < PEOPLE; n += 1) {
    await rig.begin(`i${n}`, { route: [aRouteNode({ approvers: [`u_${n}`] })] })
  }
  let isOver = false
  const looking = rig
    .reminders()
    .look()
    .then(() => (isOver = true))
  await rig.clock.advanceUntil(() => isOver, 10 * 60_000)
  await looking

  const { messages } = rig.feishu
  expect(new Set(messages.map(({ userId }) => userId)).size).toBe(PEOPLE)
  expect(messages).toHaveLength(PEOPLE)
  const times = messages.map(({ sentAt }) => sentAt)
  for (const [most, spanMs] of [
    [50, 1_000],
    [1_000, 60_000],
  ] as const) {
    const tooSoon = times.filter((at, n) => n >= most && at - times[n - most]! < spanMs)
    expect(tooSoon).toEqual([])
  }
  const ages = messages.map(({ sentAt, contents }) => sentAt - contents[0]!.now)
  expect(Math.max(...ages)).toBeLessThanOrEqual(1_080)
})
