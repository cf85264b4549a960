import { describe, expect, it } from 'vitest'
import { comment, MOST_COMMENTS, type Remark } from '../../server/domain/comment.ts'
import { toRecord } from '../../server/domain/effects.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { isPostponed, LONGEST_POSTPONEMENT_MS, postpone } from '../../server/domain/postpone.ts'
import { readCc } from '../../server/domain/read-cc.ts'
import { aRecord, aContext, decided, delivered, T0 } from '../support/builders.ts'

const aRemark = (overrides: Partial<Remark> = {}): Remark => ({
  ...{ text: '请补充材料', mentions: [], people: {}, files: {} },
  ...overrides,
})

describe('a comment', () => {
  it('is numbered within its instance, and brings its people and files along', () => {
    const record = delivered(aRecord())
    const people = { u_lead: { openId: 'ou_lead', name: '李德' } }
    const files = { f1: { name: '发票.pdf', size: 12, type: 'application/pdf' } }
    const first = comment(record.instance, aRemark({ mentions: ['u_lead'], people, files }), aContext())
    const second = comment(first.instance, aRemark(), aContext({ by: 'u_bob', at: T0 + 5 }))

    expect(second.instance.comments).toMatchObject([
      { id: 'i1_m1', by: 'u_alice', at: T0, mentions: ['u_lead'], attachments: ['f1'] },
      { id: 'i1_m2', by: 'u_bob', at: T0 + 5, mentions: [], attachments: [] },
    ])
    expect(second.instance.people['u_lead']?.name).toBe('李德')
    expect(second.instance.files).toEqual(files)
  })

  it('never changes the name that Feishu was told of somebody', () => {
    const people = { u_alice: { openId: 'ou_alice', name: 'Alice Renamed' } }
    const { instance } = comment(aRecord().instance, aRemark({ people }), aContext())
    expect(instance.people['u_alice']?.name).toBe('爱丽丝')
  })

  it('tells Feishu nothing: no clock moves and no effect waits', () => {
    const record = delivered(aRecord())
    const next = toRecord(record, comment(record.instance, aRemark(), aContext({ at: T0 + 60_000 })))
    expect(next.effects).toEqual([])
    expect(next.instance.clock).toBe(record.pushedClock)
    expect(next.history).toHaveLength(record.history.length + 1)
  })

  it('is refused when there are too many', () => {
    let { instance }: { instance: Instance } = aRecord()
    for (let n = 0; n < MOST_COMMENTS; n += 1) ({ instance } = comment(instance, aRemark(), aContext()))
    expect(() => comment(instance, aRemark(), aContext())).toThrow(
      expect.objectContaining({ code: 'too_many_comments' }),
    )
  })
})

describe('opening what one was told of', () => {
  const told = aRecord({ ccAtStart: ['u_payroll', 'u_carol'] })

  it('marks the own entry read, once, with a clock that grows, and Feishu is told', () => {
    const record = delivered(told)
    const outcome = readCc(record.instance, aContext({ by: 'u_payroll', at: T0 - 1 }))
    const next = toRecord(record, outcome)

    const [own, other] = next.instance.cc
    expect(own).toMatchObject({ userId: 'u_payroll', readAt: T0 - 1 })
    expect(own?.clock).toBeGreaterThan(record.instance.clock)
    expect(other).toEqual(record.instance.cc[1])
    expect(next.effects.map(({ kind }) => kind)).toEqual(['sync'])
    expect(readCc(next.instance, aContext({ by: 'u_payroll' })).entries).toEqual([])
  })

  it('is no change for who was not told', () => {
    expect(readCc(told.instance, aContext({ by: 'u_bob' })).entries).toEqual([])
  })
})

describe('putting a task off', () => {
  const { instance } = aRecord()
  const taskId = 'i1_t1'
  const put = (until: number | null, by = 'u_bob', from: Instance = instance) =>
    postpone(from, { taskId, until }, aContext({ by }))
  const code = (expected: string) => expect.objectContaining({ code: expected }) as Error

  it('holds until then and no longer, and can be taken back', () => {
    const { instance: put1 } = put(T0 + 10)
    const task = put1.tasks[0]!
    expect([isPostponed(task, T0 + 9), isPostponed(task, T0 + 10)]).toEqual([true, false])
    expect(isPostponed(put(null, 'u_bob', put1).instance.tasks[0]!, T0)).toBe(false)
  })

  it('to the same time again, or back when it was not away, is no change', () => {
    expect(put(null).entries).toEqual([])
    expect(put(T0 + 10, 'u_bob', put(T0 + 10).instance).entries).toEqual([])
  })

  it('tells Feishu nothing, nor anybody when it changed', () => {
    const record = delivered(aRecord())
    const next = toRecord(record, put(T0 + 10))
    expect(next.effects).toEqual([])
    expect([next.instance.clock, next.instance.updatedAt]).toEqual([
      record.instance.clock,
      record.instance.updatedAt,
    ])
  })

  it('ends with the task', () => {
    const record = toRecord(aRecord(), put(T0 + 3_600_000))
    expect(decided(record, taskId).instance.tasks[0]?.postponedUntil).toBeUndefined()
  })

  it('is for its person alone, while it is open, within 90 days', () => {
    expect(() => put(T0 + 1, 'u_carol')).toThrow(code('task_not_found'))
    expect(() => put(T0)).toThrow(code('bad_request'))
    expect(() => put(T0 + LONGEST_POSTPONEMENT_MS + 1)).toThrow(code('bad_request'))
    expect(put(T0 + LONGEST_POSTPONEMENT_MS).entries).toHaveLength(1)
    const ended = decided(aRecord(), taskId).instance
    expect(() => put(T0 + 1, 'u_bob', ended)).toThrow(code('task_already_ended'))
  })
})
