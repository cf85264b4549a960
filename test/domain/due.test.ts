import { describe, expect, it } from 'vitest'
import { hasCome, LONGEST_WAIT_MS } from '../../server/domain/outbox/due.ts'
import { dueEffect } from '../../server/domain/outbox/effects.ts'
import type { Effect } from '../../server/domain/outbox/record.ts'
import { claim } from '../../server/domain/reminder.ts'
import { aRecord, T0 } from '../support/builders.ts'

const MINUTE_MS = 60_000

describe('what was stored while the clock was 55 minutes ahead', () => {
  const ahead = T0 + 55 * MINUTE_MS

  it('has come, and so has what lies a year ahead; what waits as long as anything may has not', () => {
    expect([T0, ahead, T0 + 525_600 * MINUTE_MS].map((at) => hasCome(at, T0))).toEqual([true, true, true])
    expect([T0 + 1, T0 + LONGEST_WAIT_MS].map((at) => hasCome(at, T0))).toEqual([false, false])
  })

  it('is delivered now: what was never tried, what was refused, and what is probed', () => {
    const record = aRecord({ id: 'i1', at: ahead })
    expect(dueEffect(record, T0)?.kind).toBe('sync')
    const probed = (probeAt: number): Effect[] =>
      record.effects.map((effect) => ({
        ...effect,
        parked: {
          at: ahead,
          cause: 'configuration',
          reason: '',
          code: 1,
          logId: null,
          payload: null,
          probeAt,
        },
      }))
    expect(dueEffect({ effects: probed(ahead + 10 * MINUTE_MS) }, T0)?.kind).toBe('sync')
    expect(dueEffect({ effects: probed(T0 + 10 * MINUTE_MS) }, T0)).toBeUndefined()
  })

  it('is a reminder that is tried again now', () => {
    const one = { userId: 'u_lead', day: '2026-11-20', uuid: 'r1' }
    const first = claim(undefined, { ...one, now: T0 }).next
    const later = first && { ...first, firstTriedAt: null, nextTryAt: ahead }
    expect(claim(later, { ...one, now: T0 }).claim.is).toBe('due')
    const waits = first && { ...first, nextTryAt: T0 + 10 * MINUTE_MS }
    expect(claim(waits, { ...one, now: T0 }).claim.is).toBe('wait')
  })
})
