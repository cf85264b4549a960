import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../server/domain/act.ts'
import { effectsInTurn, toRecord } from '../../server/domain/outbox/effects.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { isTimely, noticeOf } from '../../server/domain/messages.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { MOST_CC } from '../../shared/instance-limits.ts'
import { handOver } from '../../server/domain/verbs/hand-over.ts'
import { act, may } from '../../server/domain/verbs/index.ts'
import { terminate } from '../../server/domain/verbs/terminate.ts'
import { timeOut } from '../../server/domain/verbs/time-out.ts'
import { URGE_AGAIN_MS } from '../../server/domain/verbs/urge.ts'
import { aRecord, aRouteNode, aContext, decided, delivered, given, T0 } from '../support/builders.ts'

const nobody = { muted: [], locale: undefined, isManager: false }

/** Who is told what by a record's effects, by whom and in which words. */
const told = (record: InstanceRecord) =>
  record.effects.flatMap(({ message }) => {
    if (!message) return []
    const notice = noticeOf(record, message, nobody)
    return [`${message.kind} ${message.to} by ${notice?.by ?? '-'}: ${notice?.said ?? '-'}`]
  })

const after = (outcome: (record: InstanceRecord) => Outcome, record = delivered(aRecord())) =>
  toRecord(record, outcome(record))

const bob = aContext({ by: 'u_bob', at: T0 + 1 })

describe('who is told', () => {
  it('the initiator, of the end and who brought it about in which words; a copy, whoever gets one', () => {
    const half = delivered(decided(aRecord(), 'i1_t1', { reason: '先过' }))
    expect(told(decided(half, 'i1_t2', { reason: '同意' }))).toEqual([
      'cc u_payroll by -: -',
      'approved u_alice by u_carol: 同意',
    ])
    expect(told(decided(half, 'i1_t2', { verdict: 'REJECTED', reason: '不行' }))).toEqual([
      'cc u_payroll by -: -',
      'rejected u_alice by u_carol: 不行',
    ])
    expect(told(half)).toEqual([])
  })

  it.each([INITIATOR_NODE, 'manager'])('the initiator, of a rollback to %s', (toNode) => {
    const half = delivered(decided(aRecord(), 'i1_t1'))
    const carol = aContext({ by: 'u_carol' })
    const back = (record: InstanceRecord) =>
      act(record.instance, 'rollback', { taskId: 'i1_t2', toNode, ...given({ reason: '请补材料' }) }, carol)
    expect(told(after(back, half))).toEqual(['rolled_back u_alice by u_carol: 请补材料'])
  })

  it('whoever sends it back to themselves: no card says that it waits for them', () => {
    const record = delivered(aRecord({ route: [aRouteNode({ approvers: ['u_alice'] })] }))
    const own = { taskId: 'i1_t1', toNode: INITIATOR_NODE, ...given({ reason: '改一下' }) }
    const sendBack = ({ instance }: InstanceRecord) => act(instance, 'rollback', own, aContext())
    expect(told(after(sendBack, record))).toEqual(['rolled_back u_alice by u_alice: 改一下'])
  })

  it('those who had an open task, of a withdrawal; each once', () => {
    const route = [aRouteNode({ mode: 'all', approvers: ['u_bob', 'u_carol', 'u_alice'] })]
    const record = delivered(aRecord({ route, ccAtEnd: [] }))
    expect(
      told(
        after(({ instance }) => act(instance, 'withdraw', given({ reason: '填错了' }), aContext()), record),
      ),
    ).toEqual(['withdrawn u_bob by u_alice: 填错了', 'withdrawn u_carol by u_alice: 填错了'])
  })

  it('the initiator, of a termination', () => {
    const record = delivered(aRecord({ ccAtEnd: [] }))
    const outcome = terminate(record.instance, '系统下线', aContext({ via: 'admin', by: null }))
    expect(told(toRecord(record, outcome))).toEqual(['terminated u_alice by -: 系统下线'])
  })

  it('the initiator, of what time decided: nobody did', () => {
    const half = delivered(decided(aRecord(), 'i1_t1'))
    for (const [action, kind] of [
      ['approve', 'approved'],
      ['reject', 'rejected'],
    ] as const) {
      const byTime = { at: T0 + 9, by: null, via: 'system' } as const
      const record = toRecord(half, timeOut(half.instance, { taskId: 'i1_t2', action }, byTime))
      expect(told(record)).toEqual(['cc u_payroll by -: -', `${kind} u_alice by -: -`])
      const message = record.effects.findLast(({ kind: one }) => one === 'send_message')?.message
      expect(noticeOf(record, message!, nobody)).toMatchObject({ by: null, overdueNode: 'hr' })
      expect(isTimely(record, message!)).toBe(true)
    }
  })

  it('the initiator, of an approval that nobody was asked for: neither somebody nor time decided', () => {
    const route = [aRouteNode({ skipped: 'condition' })]
    const record = aRecord({ route, ccAtEnd: [] })
    expect(told(record)).toEqual(['approved u_alice by -: -'])
    const message = record.effects.findLast(({ kind }) => kind === 'send_message')?.message
    expect(noticeOf(record, message!, nobody)).toMatchObject({ overdueNode: null })
  })

  it('whoever took over from an initiator who left, in their place', () => {
    const left = {
      from: 'u_alice',
      candidates: ['u_hr'],
      completeReason: 'forward_resign',
      hasLeft: true,
    } as const
    const given = after(
      ({ instance }) => handOver(instance, { ...left, reason: null, people: {} }, bob),
      delivered(aRecord({ ccAtEnd: [] })),
    )
    // In their lists, and told.
    expect(given.instance.cc.map(({ userId }) => userId)).toEqual(['u_hr'])
    expect(told(given)).toEqual(['handed_over u_hr by -: -'])
    const record = delivered(given)
    expect(told(decided(record, 'i1_t1', { verdict: 'REJECTED', reason: '不行' }))).toEqual([
      'rejected u_hr by u_bob: 不行',
    ])
  })

  it('the initiator, of a comment that is not theirs; those mentioned, once and not both', () => {
    const say = (by: string, mentions: string[]) =>
      told(
        after(({ instance }) =>
          act(instance, 'comment', { text: '看一下', mentions, ...given() }, aContext({ by })),
        ),
      )
    expect(say('u_bob', ['u_carol', 'u_bob'])).toEqual([
      'mentioned u_carol by u_bob: 看一下',
      'commented u_alice by u_bob: 看一下',
    ])
    expect(say('u_bob', ['u_alice'])).toEqual(['mentioned u_alice by u_bob: 看一下'])
    expect(say('u_alice', [])).toEqual([])
  })

  it('whom somebody gives a copy, with the reason, each once', () => {
    const input = { users: ['u_hr', 'u_bob'], ...given({ reason: ' 供参考 ' }) }
    const record = after(({ instance }) => act(instance, 'cc', input, bob))
    expect(told(record)).toEqual(['cc u_hr by u_bob: 供参考'])
    expect(act(record.instance, 'cc', input, bob).act).toBeNull()
    const users = Array.from({ length: MOST_CC }, (_, n) => `u_${n}`)
    expect(() => act(record.instance, 'cc', { ...input, users }, bob)).toThrow(
      expect.objectContaining({ code: 'too_many_cc' }),
    )
  })

  it('nobody, of what opens, goes on or is added: those have cards', () => {
    expect(told(aRecord())).toEqual([])
    const signers = { taskId: 'i1_t1', users: ['u_hr'], ...given() }
    expect(
      told(after(({ instance }) => act(instance, 'add-sign', { ...signers, position: 'parallel' }, bob))),
    ).toEqual([])
  })
})

describe('a message', () => {
  it('comes after lists and cards and holds back nothing, nor does another hold it back', () => {
    const { effects } = decided(decided(aRecord(), 'i1_t1'), 'i1_t2', { verdict: 'REJECTED' })
    expect(effectsInTurn({ effects }).map(({ kind }) => kind)).toEqual(['sync'])
    const pushed = effects.filter(({ kind }) => kind !== 'sync')
    expect(effectsInTurn({ effects: pushed }).map(({ kind }) => kind)).toEqual([
      ...['send_card', 'send_card', 'send_message', 'send_message'],
    ])
  })

  it('has an id of its own as uuid', () => {
    const uuids = decided(aRecord(), 'i1_t1', { verdict: 'REJECTED' }).effects.flatMap(({ id, message }) =>
      message ? [[message.uuid === id, message.firstTriedAt]] : [],
    )
    expect(uuids).toEqual([
      [true, null],
      [true, null],
    ])
  })

  it('is none for who muted its kind, and links nowhere for who may not see the instance', () => {
    const known = { u_hr: { openId: 'ou_hr', name: '韩' } }
    const remark = { text: '看', mentions: ['u_hr', 'u_bob'], ...given({ known }) }
    const record = after(({ instance }) => act(instance, 'comment', remark, aContext()))
    const [hr, toBob] = record.effects.flatMap(({ message }) => message ?? [])
    expect(noticeOf(record, hr!, { ...nobody, muted: ['mentioned'] })).toBeUndefined()
    expect(noticeOf(record, hr!, { ...nobody, muted: ['commented'] })).toMatchObject({ mayOpen: false })
    expect(noticeOf(record, hr!, { ...nobody, isManager: true })).toMatchObject({ mayOpen: true })
    expect(noticeOf(record, toBob!, nobody)).toMatchObject({ mayOpen: true, name: '爱丽丝' })
  })
})

describe('urging', () => {
  const route = [aRouteNode({ mode: 'all', approvers: ['u_bob', 'u_carol'] })]
  const begun = delivered(aRecord({ route }))
  const urged = (at: number, record = begun) =>
    after(({ instance }) => act(instance, 'urge', given({ reason: '很急' }), aContext({ at })), record)

  it('tells everybody whom it waits for, and nobody else', () => {
    const half = delivered(decided(begun, 'i1_t1'))
    expect(told(urged(T0 + 9))).toEqual(['urged u_bob by u_alice: 很急', 'urged u_carol by u_alice: 很急'])
    expect(told(urged(T0 + 60_009, half))).toEqual(['urged u_carol by u_alice: 很急'])
  })

  it('is possible once per task in four hours, and says when it is again', () => {
    const record = urged(T0)
    expect(may(record.instance, 'urge', { who: 'u_alice' }, T0 + URGE_AGAIN_MS - 1)).toBe(false)
    expect(() => urged(T0 + URGE_AGAIN_MS - 60_001, record)).toThrow(
      expect.objectContaining({
        code: 'urged_too_soon',
        details: [{ possibleAt: T0 + URGE_AGAIN_MS }],
        words: expect.objectContaining({ 'zh-CN': '刚刚催办过，请在 2 分钟后再试' }) as unknown,
      }),
    )
    expect(told(urged(T0 + URGE_AGAIN_MS, delivered(record)))).toHaveLength(2)
  })

  it('leaves out a task that was urged, where another one was not', () => {
    const hr = aRouteNode({ id: 'hr', approvers: ['u_hr'] })
    const first = delivered(aRecord({ route: [aRouteNode(), hr] }))
    const record = delivered(decided(urged(T0, first), 'i1_t1', { at: T0 + 5 }))
    expect(told(urged(T0 + 6, record))).toEqual(['urged u_hr by u_alice: 很急'])
  })

  it('brings a postponed task back', () => {
    const until = { taskId: 'i1_t1', until: T0 + 99_999, ...given() }
    const later = act(begun.instance, 'postpone', until, bob)
    const { instance } = act(later.instance, 'urge', given(), aContext({ at: T0 + 2 }))
    expect(instance.tasks[0]?.postponedUntil).toBeUndefined()
  })

  it('is the initiator’s, while it is pending and waits for others', () => {
    const refused = (record: InstanceRecord, by = 'u_alice') => {
      expect(may(record.instance, 'urge', { who: by }, T0)).toBe(false)
      return () => act(record.instance, 'urge', given(), aContext({ by }))
    }
    expect(refused(begun, 'u_bob')).toThrow(expect.objectContaining({ code: 'instance_not_found' }))
    const ended = decided(begun, 'i1_t1', { verdict: 'REJECTED' })
    expect(refused(ended)).toThrow(expect.objectContaining({ code: 'instance_already_ended' }))
    const own = { taskId: 'i1_t1', toNode: INITIATOR_NODE, ...given() }
    const back = act(begun.instance, 'rollback', own, bob)
    expect(refused(toRecord(begun, back))).toThrow(expect.objectContaining({ code: 'resubmit_needed' }))
  })

  it('is not said any more when the task has ended meanwhile', () => {
    const record = urged(T0)
    const messages = record.effects.flatMap(({ message }) => message ?? [])
    const half = decided(record, 'i1_t1')
    expect(messages.map((message) => isTimely(half, message))).toEqual([false, true])
  })
})
