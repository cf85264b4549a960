import { describe, expect, it } from 'vitest'
import type { Timeout } from '../../shared/flow.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { replay } from '../../server/domain/engine/evolve.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { turnsOf } from '../../server/domain/engine/turns.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { timeOut, type TimeOut } from '../../server/domain/verbs/time-out.ts'
import { aRecord, aRouteNode, aContext, given, T0 } from '../support/builders.ts'

const ROUTE = [
  aRouteNode({ id: 'both', mode: 'all', approvers: ['bob', 'carol'] }),
  aRouteNode({ id: 'last', approvers: ['dave'] }),
]
const begin = () => aRecord({ route: ROUTE }).instance
const BY_TIME = { at: T0 + 5, by: null, via: 'system' } as const
const PEOPLE = { gus: { openId: 'ou_gus', name: '古斯' } }

const lapse = (instance: Instance, input: TimeOut) => timeOut(instance, input, BY_TIME)
/** Bob has Gus sign before him. */
const askBefore = (at: number): Instance => {
  const position = 'before' as const
  const ask = { taskId: 'i1_t1', users: ['gus'], position, ...given({ known: PEOPLE }) }
  return act(begin(), 'add-sign', ask, aContext({ by: 'bob', at })).instance
}
const tasksOf = ({ tasks }: Instance) =>
  tasks.map(({ assignee, status, completeReason }) =>
    [assignee, status, completeReason ?? ''].join(' ').trim(),
  )
/** What is left to do at the node, each as `task action since hours`. */
const openOf = (instance: Instance, timeout: Timeout) =>
  turnsOf(instance)
    .filter(({ nodeId }) => nodeId === 'both')
    .flatMap(({ taskId, since, taken }) =>
      Object.entries(timeout)
        .filter(([action]) => !taken.some((one) => one === action))
        .map(([action, hours]) => [taskId, action, since - T0, hours].join(' ')),
    )

describe('what nobody did in time', () => {
  it('is approved as if they had, and the history says that time did it', () => {
    const { instance, act: done } = lapse(begin(), { taskId: 'i1_t1', action: 'approve' })
    expect(tasksOf(instance)).toEqual(['bob APPROVED approved', 'carol PENDING'])
    expect(done).toMatchObject({ verb: 'time-out', by: null, via: 'system' })
    expect(done?.events.map(({ type }) => type)).toEqual(['timed_out', 'task_ended'])
    const both = lapse(instance, { taskId: 'i1_t2', action: 'approve' }).instance
    expect(tasksOf(both).at(-1)).toBe('dave PENDING')
  })

  it('is rejected', () => {
    const { instance } = lapse(begin(), { taskId: 'i1_t1', action: 'reject' })
    expect(instance.status).toBe('REJECTED')
    expect(tasksOf(instance)).toEqual(['bob REJECTED node_auto_reject', 'carol DONE others'])
  })

  it('goes to their manager, once for a place', () => {
    const { instance } = lapse(begin(), {
      taskId: 'i1_t1',
      action: 'escalate',
      candidates: ['gus'],
      people: PEOPLE,
    })
    expect(tasksOf(instance)).toEqual(['bob TRANSFERRED system_forward', 'carol PENDING', 'gus PENDING'])
    expect(instance.people['gus']?.name).toBe('古斯')
    expect(openOf(instance, { escalate: 8 })).toEqual(['i1_t2 escalate 0 8'])
    const again = lapse(instance, { taskId: 'i1_t3', action: 'escalate', candidates: ['hal'], people: {} })
    expect(again.act).toBeNull()
  })

  it('stays where it is when whoever would take over is there already', () => {
    const { instance } = lapse(begin(), {
      taskId: 'i1_t1',
      action: 'escalate',
      candidates: ['carol'],
      people: {},
    })
    expect(tasksOf(instance)).toEqual(['bob PENDING', 'carol PENDING'])
    expect(openOf(instance, { escalate: 8 })).toEqual(['i1_t2 escalate 0 8'])
  })

  it.each([
    ['u_bob', 'approve', '已同意'],
    ['u_carol', 'approve', '已同意'],
    ['u_bob', 'reject', '已拒绝'],
  ] as const)('is not said to have been decided by anybody: to %s, %s', (by, action, status) => {
    const route = [aRouteNode({ id: 'one', approvers: ['u_bob', 'u_carol'] })]
    const { instance } = lapse(aRecord({ route }).instance, { taskId: 'i1_t1', action })
    const taskId = by === 'u_bob' ? 'i1_t1' : 'i1_t2'
    const verb = action === 'approve' ? 'reject' : 'approve'
    const late = () => act(instance, verb, { taskId, ...given() }, aContext({ by }))
    const words = { 'zh-CN': `该审批超时未处理，已自动处理：${status}` }
    expect(late).toThrow(
      expect.objectContaining({ words: expect.objectContaining(words) as object }) as Error,
    )
  })

  it('is reminded of once', () => {
    const first = lapse(begin(), { taskId: 'i1_t1', action: 'remind' })
    expect(first.act?.events).toHaveLength(1)
    expect(lapse(first.instance, { taskId: 'i1_t1', action: 'remind' }).act).toBeNull()
    expect(openOf(first.instance, { remind: 4, approve: 16 })).toEqual([
      'i1_t1 approve 0 16',
      'i1_t2 remind 0 4',
      'i1_t2 approve 0 16',
    ])
  })

  it('is counted anew when it comes back from those who were asked before', () => {
    const asked = askBefore(T0 + 2)
    const yes = { taskId: 'i1_t3', ...given() }
    const { instance } = act(asked, 'approve', yes, aContext({ at: T0 + 5, by: 'gus' }))
    expect(openOf(instance, { reject: 3 })).toEqual(['i1_t2 reject 0 3', 'i1_t4 reject 5 3'])
  })

  it('reminds also of what was put off', () => {
    const later = { taskId: 'i1_t1', until: T0 + 9, ...given() }
    const put = act(begin(), 'postpone', later, aContext({ by: 'bob' })).instance
    const { instance } = lapse(put, { taskId: 'i1_t1', action: 'remind' })
    expect(instance.tasks[0]?.postponedUntil).toBeUndefined()
  })

  it('is told to the one with whom it lies, and once', () => {
    const record = { ...aRecord({ route: ROUTE }), effects: [] }
    const { effects } = toRecord(record, lapse(record.instance, { taskId: 'i1_t1', action: 'remind' }))
    expect(effects.map(({ kind, message }) => [kind, message?.kind, message?.to])).toEqual([
      ['send_message', 'urged', 'bob'],
    ])
  })

  it('changes nothing once somebody acted, or the approval has ended', () => {
    const no = { taskId: 'i1_t1', ...given() }
    const decided = act(begin(), 'reject', no, aContext({ by: 'bob' })).instance
    for (const action of ['approve', 'reject', 'remind'] as const)
      for (const taskId of ['i1_t1', 'i1_t2', 'i1_t9'])
        expect(lapse(decided, { taskId, action }).act).toBeNull()
    expect(openOf(decided, { approve: 1 })).toEqual([])
  })

  it('counts from when it became a place’s turn, whoever has it now', () => {
    const added = askBefore(T0 + 1_000)
    expect(openOf(added, { approve: 9 })).toEqual(['i1_t2 approve 0 9', 'i1_t3 approve 1000 9'])
  })

  it('replays', () => {
    const record = aRecord({ route: ROUTE })
    const { instance, act: done } = lapse(record.instance, { taskId: 'i1_t1', action: 'approve' })
    expect(replay(done ? [...record.history, done] : [])).toEqual(instance)
  })
})
