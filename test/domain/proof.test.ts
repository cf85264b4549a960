import { describe, expect, it } from 'vitest'
import { afterPush } from '../../server/domain/outbox/after-push.ts'
import { expectedOf, lackingOf, lackingText } from '../../server/domain/outbox/proof.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { aRecord, decided, delivered, T0 } from '../support/builders.ts'

const facts = { mode: 'UPDATE', queuedAt: T0 + 1, provenFrom: T0 } as const
/** Bob has approved: his task ended, and Carol's opened. */
const next = () => decided(delivered(aRecord({ ccAtStart: ['u_payroll'], ccAtEnd: [] })), 'i1_t1')
const ALL = { tasks: 2, ccs: 1, mayBeThere: false }

describe('what a push has to change', () => {
  it('is what is newer than what Feishu took last', () => {
    expect(expectedOf(next(), facts)).toEqual({ tasks: 2, ccs: 0, mayBeThere: false })
    expect(expectedOf({ ...next(), pushedClock: null }, facts)).toEqual(ALL)
  })

  it('is less where an earlier push may have arrived', () => {
    const { instance } = next()
    const opened = instance.tasks[1]?.clock ?? 0
    expect(expectedOf({ ...next(), sentClocks: [opened - 1] }, facts)).toMatchObject({ tasks: 1 })
  })

  it('may be nothing at all where the very same may have arrived', () => {
    const record = { ...next(), sentClocks: [next().instance.clock] }
    expect(expectedOf(record, facts)).toEqual({ tasks: 2, ccs: 0, mayBeThere: true })
  })

  it('is all of it when it replaces', () => {
    expect(expectedOf(next(), { ...facts, mode: 'REPLACE' })).toEqual(ALL)
    expect(expectedOf(next(), { ...facts, mode: 'REPLACE', provenFrom: T0 + 9 })).toEqual(ALL)
  })

  it('is not known for what may have been sent before, nor where counts are not believed', () => {
    expect(expectedOf(next(), { ...facts, provenFrom: T0 + 1 })).toBeNull()
    expect(expectedOf(next(), { ...facts, mode: 'REPLACE', provenFrom: null })).toBeNull()
  })
})

describe('what is lacking', () => {
  const expected = { tasks: 2, ccs: 1, mayBeThere: false }
  const applied = { instance: 1, tasks: 2, ccs: 1, isRepeat: false }
  const nothing = { instance: 0, tasks: 0, ccs: 0, isRepeat: false }

  it.each([
    [{}, null],
    [{ tasks: 5, ccs: 9 }, null],
    [{ tasks: 1 }, { instance: 0, tasks: 1, ccs: 0 }],
    [{ ccs: 0 }, { instance: 0, tasks: 0, ccs: 1 }],
    [
      { instance: 0, tasks: 0, ccs: 0 },
      { instance: 1, tasks: 2, ccs: 1 },
    ],
  ])('of %o is %o', (more, lacking) => {
    expect(lackingOf(expected, { ...applied, ...more })).toEqual(lacking)
  })

  it('is nothing where nothing is known', () => {
    expect(lackingOf(null, nothing)).toBeNull()
    expect(lackingOf(expected, null)).toBeNull()
  })

  it('is nothing of a push that was ignored as a whole and may be there; of one that was not, it is', () => {
    const again = { ...expected, mayBeThere: true }
    expect(lackingOf(again, nothing)).toBeNull()
    expect(lackingOf(expected, { ...nothing, isRepeat: true })).toBeNull()
    expect(lackingOf(expected, { ...applied, ccs: 0, isRepeat: true })).toMatchObject({ ccs: 1 })
    expect(lackingOf(again, { ...applied, ccs: 0 })).toEqual({ instance: 0, tasks: 0, ccs: 1 })
  })

  it('is said in words', () => {
    expect(lackingText({ instance: 1, tasks: 2, ccs: 1 })).toBe(
      'Feishu took the push and did not apply the approval itself, 2 tasks, 1 copy',
    )
  })
})

describe('a push that Feishu took', () => {
  const nothing = { instance: 0, tasks: 0, ccs: 0, isRepeat: false }
  const push = (record: InstanceRecord, applied = nothing, meanwhile = (one: InstanceRecord) => one) => {
    const effect = record.effects.find(({ kind }) => kind === 'sync')
    const mode = record.repairBy ?? 'UPDATE'
    const plan = {
      do: 'sync',
      clock: record.instance.clock,
      mode,
      expected: expectedOf(record, { ...facts, mode }),
    } as const
    const taken = { effectId: effect?.id ?? '', plan, applied, payload: 'what was sent' }
    return afterPush(meanwhile(record), taken, T0, 0)
  }
  const syncsOf = ({ effects }: InstanceRecord) => effects.filter(({ kind }) => kind === 'sync')

  it('and did not apply is pushed again in two seconds, as a whole', () => {
    const { next: again, became, lacking } = push(next())
    expect([became, lacking]).toEqual(['retried', { instance: 1, tasks: 2, ccs: 0 }])
    expect(again.repairBy).toBe('REPLACE')
    expect(syncsOf(again)).toMatchObject([{ nextTryAt: T0 + 2_000, attempts: 0, parked: null }])
  })

  it('and did not apply even then is given up, and the next change replaces', () => {
    const { next: given, became } = push({ ...next(), repairBy: 'REPLACE' })
    expect(became).toBe('parked')
    expect(syncsOf(given)).toMatchObject([
      { parked: { cause: 'not_applied', probeAt: null, payload: 'what was sent' } },
    ])
    expect(given.repairBy).toBe('REPLACE')
  })

  it('and which was overtaken by a change is pushed with that one', () => {
    const overtaken = (one: InstanceRecord) => decided(one, 'i1_t2')
    const { next: again, became } = push({ ...next(), repairBy: 'REPLACE' }, nothing, overtaken)
    expect(became).toBe('retried')
    expect(syncsOf(again)).toMatchObject([{ parked: null }])
    expect(again.repairBy).toBe('REPLACE')
  })

  it('and applied leaves no mark of earlier ones', () => {
    const { clock } = next().instance
    const record = { ...next(), repairBy: 'REPLACE', sentClocks: [clock - 1, clock] } as const
    const { next: held, became } = push(
      { ...record, replaceLeftAt: T0 },
      { instance: 1, tasks: 2, ccs: 1, isRepeat: false },
    )
    expect(became).toBe('delivered')
    expect(held).not.toHaveProperty('replaceLeftAt')
    expect(held).not.toHaveProperty('repairBy')
    expect(held).not.toHaveProperty('sentClocks')
    expect([syncsOf(held), held.pushedClock]).toEqual([[], clock])
  })
})
