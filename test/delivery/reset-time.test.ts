import { expect, it } from 'vitest'
import { createGate } from '../../server/feishu/gate/pacing.ts'
import type { Answer } from '../../server/domain/outbox/answer.ts'
import type { ApiName } from '../../server/feishu/port.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { failure } from './fake-feishu.ts'

const OK: Answer<null> = { ok: true, value: null }

/** A gate, and when which request left through it; the first `refusals` are told to come back in 7 s. */
function setUp({ refusals = 0 } = {}) {
  const clock = createFakeClock()
  const begun = clock.now()
  const left: [ApiName, number][] = []
  const gate = createGate({ clock, signal: new AbortController().signal })
  const call = (api: ApiName) =>
    gate(api, async (): Promise<Answer<null>> => {
      left.push([api, clock.now() - begun])
      await clock.sleep(10)
      return refusals-- > 0 ? { ok: false, failure: failure('pace', { retryAfterMs: 7_000 }) } : OK
    })
  return { clock, call, left }
}

it('R13: after a refusal no request of that API leaves before the reset time, and those of others do', async () => {
  const { clock, call, left } = setUp({ refusals: 1 })
  const first = call('sync')
  await clock.advance(1_000)
  const others = [call('sync'), call('card_send')]
  await clock.advance(20_000)

  expect(await Promise.all([first, ...others])).toEqual([OK, OK, OK])
  const times = (wanted: ApiName) => left.filter(([api]) => api === wanted).map(([, at]) => at)
  expect(times('card_send')).toEqual([1_000])
  expect(times('sync')).toHaveLength(3)
  expect(Math.min(...times('sync').slice(1))).toBeGreaterThanOrEqual(7_010)
})

it('R13: each API has its own 50 a second', async () => {
  const { clock, call, left } = setUp()
  const calls = [...Array.from({ length: 50 }, () => call('sync')), call('card_send')]
  await clock.advance(500)
  await Promise.all(calls)

  expect(left).toHaveLength(51)
})
