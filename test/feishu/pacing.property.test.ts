import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createGate } from '../../server/feishu/gate/pacing.ts'
import type { Answer } from '../../server/domain/outbox/answer.ts'
import { createRequestLog } from '../../server/store/embedded/request-log.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { createMemoryFiles } from '../support/memory-store.ts'

type Limits = { perSecond: number; perMinute: number }

/** Feishu's side: counts requests as they arrive, and knows when one comes too early. */
function createServer(clock: FakeClock, { perSecond, perMinute }: Limits, kind: 'fixed' | 'sliding') {
  const arrivals: number[] = []
  const full = (now: number, limit: number, spanMs: number): boolean => {
    const from = kind === 'fixed' ? now - (now % spanMs) : now - spanMs + 1
    return arrivals.filter((at) => at >= from).length >= limit
  }
  return {
    arrivals,
    refused: 0,
    arrive(): Answer<null> {
      const now = clock.now()
      if (!full(now, perSecond, 1_000) && !full(now, perMinute, 60_000)) {
        arrivals.push(now)
        return { ok: true, value: null }
      }
      this.refused += 1
      return { ok: false, failure: paced(1_000) }
    },
  }
}

const paced = (retryAfterMs: number | null) => ({
  class: 'pace' as const,
  code: 99991400,
  httpStatus: 429,
  message: '',
  logId: null,
  retryAfterMs,
})

/** Drains `count` calls through the gate; answers the ms it took. */
async function drain(
  clock: FakeClock,
  server: ReturnType<typeof createServer>,
  limits: Limits,
  count: number,
  latency: () => { thereMs: number; backMs: number },
): Promise<number> {
  const gate = createGate({
    clock,
    limits: { sync: { ...limits, maxWaitMs: Infinity } },
    signal: new AbortController().signal,
  })
  const begun = clock.now()
  let done = 0
  let last = begun
  for (let n = 0; n < count; n += 1) {
    void gate('sync', async () => {
      const { thereMs, backMs } = latency()
      await clock.sleep(thereMs)
      const answer = server.arrive()
      await clock.sleep(backMs)
      return answer
    }).then(() => {
      done += 1
      last = clock.now()
    })
  }
  await clock.advanceUntil(() => done === count, 3_600_000)
  return last - begun
}

const seconds = fc.integer({ min: 1, max: 12 })

it('R13: neither a fixed nor a sliding window ever refuses, whatever the requests take on their way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('fixed' as const, 'sliding' as const),
      seconds,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 59_999 }),
      fc.array(fc.record({ thereMs: fc.nat(1_900), backMs: fc.nat(3_000) }), { minLength: 1, maxLength: 40 }),
      async (kind, perSecond, perMinute, offset, latencies) => {
        const clock = createFakeClock(Date.UTC(2026, 10, 20) + offset)
        const limits = { perSecond, perMinute }
        const server = createServer(clock, limits, kind)
        let n = 0
        const latency = () => latencies[n++ % latencies.length]!

        await drain(clock, server, limits, Math.min(150, perMinute * 3), latency)

        expect(server.refused).toBe(0)
      },
    ),
    { numRuns: 60 },
  )
})

it('R13: nor for whoever comes after a process that was killed in the middle of sending, once or often', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('fixed' as const, 'sliding' as const),
      fc.record({ perSecond: seconds, perMinute: fc.integer({ min: 1, max: 60 }) }),
      fc.integer({ min: 0, max: 59_999 }),
      fc.array(fc.record({ livesMs: fc.nat(9_000), downMs: fc.nat(3_000) }), { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(1_900), { minLength: 1, maxLength: 20 }),
      async (kind, limits, offset, lives, ways) => {
        const clock = createFakeClock(Date.UTC(2026, 10, 20) + offset)
        const server = createServer(clock, limits, kind)
        const log = createRequestLog(createMemoryFiles())
        let sent = 0
        const send = async (): Promise<Answer<null>> => {
          sent += 1
          await clock.sleep(ways[sent % ways.length] ?? 0)
          return server.arrive()
        }
        for (const { livesMs, downMs } of lives) {
          const killed = new AbortController()
          const gate = createGate({
            clock,
            limits: { sync: { ...limits, maxWaitMs: Infinity } },
            signal: killed.signal,
            requests: { earlier: await log.earlier(), note: log.note },
          })
          for (let n = 0; n < 80; n += 1) void gate('sync', send)
          await clock.advance(livesMs)
          killed.abort()
          await clock.advance(downMs)
        }

        expect(sent).toBeGreaterThan(0)
        expect(server.refused).toBe(0)
      },
    ),
    { numRuns: 60 },
  )
})

it.each(['fixed', 'sliding'] as const)(
  'drains 3,000 calls in at most 1.02 of the time that 1000 a minute and 50 a second allow (%s)',
  async (kind) => {
    const clock = createFakeClock(Date.UTC(2026, 10, 20))
    const limits = { perSecond: 50, perMinute: 1_000 }
    const server = createServer(clock, limits, kind)
    let seed = 7
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647

    const took = await drain(clock, server, limits, 3_000, () => ({
      thereMs: Math.round(5 + 30 * random()),
      backMs: Math.round(5 + 30 * random()),
    }))

    expect(server.refused).toBe(0)
    expect(took / 140_000).toBeLessThanOrEqual(1.02)
  },
)
