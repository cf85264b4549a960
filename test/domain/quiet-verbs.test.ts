import { describe, expect, it } from 'vitest'
import { eventsOf } from '../../server/domain/act.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { MOST_COMMENTS } from '../../server/domain/verbs/comment.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { isPostponed, LONGEST_POSTPONEMENT_MS } from '../../server/domain/verbs/postpone.ts'
import type { InputOf } from '../../server/domain/verbs/verb.ts'
import { aRecord, aContext, decided, delivered, given, T0 } from '../support/builders.ts'

type Remark = Partial<InputOf<'comment'>>
const comment = (
  instance: Instance,
  { text = '请补充材料', mentions = [], ...more }: Remark,
  context = aContext(),
) => act(instance, 'comment', { text, mentions, ...given(more) }, context)

describe('a comment', () => {
  it('is numbered within its instance, and brings its people and files along', () => {
    const record = delivered(aRecord())
    const known = { u_lead: { openId: 'ou_lead', name: '李德' } }
    const files = { f1: { name: '发票.pdf', size: 12, type: 'application/pdf' } }
    const first = comment(record.instance, { mentions: ['u_lead'], known, files })
    const second = comment(first.instance, {}, aContext({ by: 'u_bob', at: T0 + 5 }))

    expect(first.act).toMatchObject({ by: 'u_alice', at: T0, people: ['u_lead'] })
    expect([first.act?.files, first.act && eventsOf(first.act, 'commented')]).toMatchObject([
      files,
      [{ commentId: 'i1_m1' }],
    ])
    expect(second.act).toMatchObject({ by: 'u_bob', at: T0 + 5, people: [] })
    expect([second.act?.files, second.act && eventsOf(second.act, 'commented')]).toMatchObject([
      {},
      [{ commentId: 'i1_m2' }],
    ])
    expect(second.instance.commentCount).toBe(2)
    expect(second.instance.people['u_lead']?.name).toBe('李德')
    expect(second.instance.files).toEqual(files)
  })

  it('never changes the name that Feishu was told of somebody', () => {
    const known = { u_alice: { openId: 'ou_alice', name: 'Alice Renamed' } }
    const { instance } = comment(aRecord().instance, { known })
    expect(instance.people['u_alice']?.name).toBe('爱丽丝')
  })

  it('tells Feishu nothing: no clock moves and no effect waits', () => {
    const record = delivered(aRecord())
    const next = toRecord(record, comment(record.instance, {}, aContext({ at: T0 + 60_000 })))
    expect(next.effects).toEqual([])
    expect(next.instance.clock).toBe(record.pushedClock)
    expect(next.history).toHaveLength(record.history.length + 1)
  })

  it('is refused when there are too many', () => {
    let { instance }: { instance: Instance } = aRecord()
    for (let n = 0; n < MOST_COMMENTS; n += 1) ({ instance } = comment(instance, {}))
    expect(() => comment(instance, {})).toThrow(expect.objectContaining({ code: 'too_many_comments' }))
  })
})

describe('opening what one was told of', () => {
  const told = aRecord({ ccAtStart: ['u_payroll', 'u_carol'] })

  it('marks the own entry read, once, with a clock that grows, and Feishu is told', () => {
    const record = delivered(told)
    const outcome = act(record.instance, 'read', given(), aContext({ by: 'u_payroll', at: T0 - 1 }))
    const next = toRecord(record, outcome)

    const [own, other] = next.instance.cc
    expect(own).toMatchObject({ userId: 'u_payroll', readAt: T0 - 1 })
    expect(own?.clock).toBeGreaterThan(record.instance.clock)
    expect(other).toEqual(record.instance.cc[1])
    expect(next.effects.map(({ kind }) => kind)).toEqual(['sync'])
    expect(act(next.instance, 'read', given(), aContext({ by: 'u_payroll' })).act).toBeNull()
  })

  it('is no change for who was not told', () => {
    expect(act(told.instance, 'read', given(), aContext({ by: 'u_bob' })).act).toBeNull()
  })
})

describe('putting a task off', () => {
  const { instance } = aRecord()
  const taskId = 'i1_t1'
  const put = (until: number | null, by = 'u_bob', from: Instance = instance) =>
    act(from, 'postpone', { taskId, until, ...given() }, aContext({ by }))
  const code = (expected: string) => expect.objectContaining({ code: expected }) as Error

  it('holds until then and no longer, and can be taken back', () => {
    const { instance: put1 } = put(T0 + 10)
    const task = put1.tasks[0]!
    expect([isPostponed(task, T0 + 9), isPostponed(task, T0 + 10)]).toEqual([true, false])
    expect(isPostponed(put(null, 'u_bob', put1).instance.tasks[0]!, T0)).toBe(false)
  })

  it('to the same time again, or back when it was not away, is no change', () => {
    expect(put(null).act).toBeNull()
    expect(put(T0 + 10, 'u_bob', put(T0 + 10).instance).act).toBeNull()
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
    expect(put(T0 + LONGEST_POSTPONEMENT_MS).act?.events).toHaveLength(1)
    const ended = decided(aRecord(), taskId).instance
    expect(() => put(T0 + 1, 'u_bob', ended)).toThrow(code('task_already_ended'))
  })
})
