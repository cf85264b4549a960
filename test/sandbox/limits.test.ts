import { expect, it } from 'vitest'
import { createLimiter } from '../../sandbox/platform/limiter.ts'
import type { RateLimit } from '../../sandbox/settings.ts'
import { createOracle } from '../../sandbox/oracle/oracle.ts'
import { openState } from '../../sandbox/store/state.ts'
import { body } from './support/bodies.ts'
import { openClient } from './support/client.ts'
import { SEND } from './support/routes.ts'

function limiterOf(rateLimit: Partial<Exclude<RateLimit, 'off'>>) {
  const clock = { at: 1_800_000_000_000 }
  const oracle = createOracle(openState(undefined), () => clock.at)
  const limit: RateLimit = {
    perSecond: 50,
    perMinute: 1_000,
    window: 'fixed',
    status: 429,
    resetAtLeast: 1,
    ...rateLimit,
  }
  const limiter = createLimiter({ now: () => clock.at, onMove: () => undefined }, () => limit, oracle)
  const passed = (times: number) =>
    Array.from({ length: times }, () => limiter.admit('x')).filter((one) => !one).length
  return { clock, limiter, passed, rules: () => oracle.violations().map(({ what }) => what) }
}

it('lets 50 pass in a fixed second, then says when to come back', () => {
  const { clock, limiter, passed } = limiterOf({})
  clock.at += 900
  expect(passed(50)).toBe(50)
  expect(limiter.admit('x')).toMatchObject({
    status: 429,
    body: { code: 99991400 },
    headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '1' },
  })
  expect(limiter.admit('another api')).toBeUndefined()
  clock.at += 1_000
  expect(passed(50)).toBe(50)
})

it('lets 100 pass around a boundary of fixed seconds, but not of sliding ones', () => {
  const around = (window: 'fixed' | 'sliding') => {
    const { clock, passed } = limiterOf({ window })
    clock.at += 990
    const before = passed(50)
    clock.at += 20
    return before + passed(50)
  }
  expect(around('fixed')).toBe(100)
  expect(around('sliding')).toBe(50)
})

it.each(['fixed', 'sliding'] as const)('lets 1000 pass in a %s minute', (window) => {
  const { clock, limiter, passed } = limiterOf({ window })
  let total = 0
  for (let second = 0; second < 20; second += 1) {
    total += passed(50)
    clock.at += 1_000
  }
  expect(total).toBe(1_000)
  expect(limiter.admit('x')?.headers).toMatchObject({ 'x-ogw-ratelimit-reset': '40' })
  clock.at += 40_000
  expect(limiter.admit('x')).toBeUndefined()
})

it('counts a request over the limit, and one before the reset time, as broken rules', () => {
  const { clock, limiter, passed, rules } = limiterOf({ perSecond: 2, perMinute: 4 })
  passed(3)
  expect(rules()).toEqual(['a request over the frequency limit'])
  clock.at += 500
  limiter.admit('x')
  expect(rules()).toEqual(['a request over the frequency limit', 'a request before the reset time'])
})

it('answers HTTP 400 when set so, and nothing for updates, which state no limit', async () => {
  const feishu = await openClient({
    settings: { rateLimit: { perSecond: 1, perMinute: 1, window: 'fixed', status: 400 } },
  })
  await feishu.post(SEND, body('card'))
  const limited = await feishu.post(SEND, body('card'))
  expect({ status: limited.status, code: limited.body.code }).toEqual({ status: 400, code: 99991400 })
  expect(Number(limited.headers.get('x-ogw-ratelimit-reset'))).toBeGreaterThan(0)
  await feishu.close()
})
