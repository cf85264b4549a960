import { describe, expect, it } from 'vitest'
import { delegatesIn } from '../../server/domain/engine/delegation.ts'
import type { Instance, RouteNode } from '../../server/domain/instance.ts'
import { MOST_TASKS } from '../../shared/instance-limits.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { submit } from '../../server/domain/verbs/submit.ts'
import { timeOut } from '../../server/domain/verbs/time-out.ts'
import { aRouteNode, aSubmission, given, T0 } from '../support/builders.ts'
import { approve, back, begin, by, leave, SYSTEM, taskOf } from './moves.ts'

// Alice asks.
const ALICE = 'u_alice'
const people = {}
const startAt = (...route: RouteNode[]): Instance => begin(route)
const node = (id: string, approvers: string[], more: Partial<RouteNode> = {}) =>
  aRouteNode({ id, approvers, ...more })
const openAt = ({ tasks }: Instance) =>
  tasks.filter(({ status }) => status === 'PENDING').map(({ nodeId, assignee }) => `${nodeId} ${assignee}`)
const refuses = (attempt: () => unknown, code: string) =>
  expect(attempt).toThrow(expect.objectContaining({ code }) as Error)

describe('nobody decides on what is their own', () => {
  it('a leaver’s task passes over the initiator to the next who may take it', () => {
    const instance = leave(startAt(node('n1', ['bob']), node('n2', ['bob'])), 'bob', ALICE, 'carol')
    expect(openAt(instance)).toEqual(['n1 carol'])
    expect(instance.route[1]?.approvers).toEqual(['carol'])
  })

  it('with nobody else it stays where it is', () => {
    const instance = startAt(node('n1', ['bob']))
    expect(leave(instance, 'bob', ALICE)).toBe(instance)
  })
})

describe('nobody decides twice at a node', () => {
  it('whose successor is there already has no place any more', () => {
    const vote = startAt(node('n1', ['bob', 'carol', 'dan'], { mode: { atLeast: 2 } }))
    const left = leave(vote, 'bob', 'carol')
    expect(openAt(left)).toEqual(['n1 carol', 'n1 dan'])
    expect(openAt(approve(left, 'carol'))).toEqual(['n1 dan'])
    expect(approve(left, 'carol', 'dan').status).toBe('APPROVED')
  })

  it('nor has whose turn comes later in the sequence', () => {
    const row = startAt(node('n1', ['bob', 'carol'], { mode: 'sequential' }))
    const left = leave(row, 'bob', 'carol')
    expect(openAt(left)).toEqual(['n1 carol'])
    expect(approve(left, 'carol').status).toBe('APPROVED')
  })

  it('but a place stays where a vote has lost one already: it could not be decided any more', () => {
    const vote = startAt(node('n1', ['bob', 'carol'], { mode: { share: 0.5 } }))
    const { instance } = act(vote, 'reject', { taskId: taskOf(vote, 'carol'), ...given() }, by('carol'))
    expect(leave(instance, 'bob', 'carol')).toMatchObject({ status: 'PENDING' })
    expect(openAt(leave(instance, 'bob', 'carol'))).toEqual(['n1 bob'])
    expect(openAt(leave(instance, 'bob', 'carol', 'gus'))).toEqual(['n1 gus'])
  })

  it('who approved already is enough when the last one beside them leaves', () => {
    const both = approve(startAt(node('n1', ['bob', 'carol'], { mode: 'all' })), 'carol')
    expect(leave(both, 'bob', 'carol').status).toBe('APPROVED')
  })

  it('a delegate who approved for one of them cannot be given the other’s task', () => {
    const person = { openId: 'ou_dan', name: 'dan' }
    const away = { to: 'dan', person, from: T0 - 1, until: T0 + 9 }
    const delegateOf = delegatesIn([{ userId: 'bob', muted: [], delegation: away }])
    const route = [node('n1', ['bob', 'carol'], { mode: 'sequential' })]
    const begun = submit(aSubmission({ route }), { ...by(ALICE), delegateOf }).instance
    const approved = approve(begun, 'dan')
    const input = { taskId: taskOf(approved, 'carol'), to: 'dan', ...given() }
    refuses(() => act(approved, 'transfer', input, by('carol')), 'person_not_allowed')
    const escalated = timeOut(
      approved,
      { taskId: taskOf(approved, 'carol'), action: 'escalate', candidates: ['dan', 'eve'], people },
      SYSTEM,
    )
    expect(openAt(escalated.instance)).toEqual(['n1 eve'])
  })
})

describe('a leaver is never asked again', () => {
  const TWO = [node('n1', ['bob']), node('n2', ['eve'])]
  it.each([
    ['left before they decided', () => approve(leave(startAt(...TWO), 'bob', 'carol'), 'carol')],
    ['left after they had decided', () => leave(approve(startAt(...TWO), 'bob'), 'bob', 'carol')],
  ])('when an approval goes back to a node that they %s', (_, play) => {
    expect(openAt(back(play(), 'eve', 'n1'))).toEqual(['n1 carol'])
  })
  it('whose place was a delegate’s: it passes to the successor, not to the delegate', () => {
    const person = { openId: 'ou_dan', name: 'dan' }
    const away = { to: 'dan', person, from: T0 - 1, until: T0 + 9 }
    const delegateOf = delegatesIn([{ userId: 'bob', muted: [], delegation: away }])
    const begun = submit(aSubmission({ route: TWO }), { ...by(ALICE), delegateOf }).instance
    expect(openAt(begun)).toEqual(['n1 dan'])
    expect(openAt(leave(begun, 'bob', 'carol'))).toEqual(['n1 carol'])
    expect(openAt(leave(begun, 'dan', 'carol'))).toEqual(['n1 bob'])
  })
})

describe('whoever approved just before need not do so again', () => {
  it('but has to when time approved in their place', () => {
    const begun = startAt(node('n1', ['bob']), node('n2', ['bob']))
    const { instance } = timeOut(begun, { taskId: 'i1_t1', action: 'approve' }, SYSTEM)
    expect([instance.status, openAt(instance)]).toEqual(['PENDING', ['n2 bob']])
  })

  it('but has to when it was sent back to them', () => {
    const skipped = approve(startAt(node('n1', ['bob']), node('n2', ['bob']), node('n3', ['eve'])), 'bob')
    expect(openAt(skipped)).toEqual(['n3 eve'])
    const sent = back(skipped, 'eve', 'n2')
    expect(openAt(sent)).toEqual(['n2 bob'])
    expect(openAt(approve(sent, 'bob'))).toEqual(['n3 eve'])
    expect(openAt(approve(back(approve(sent, 'bob'), 'eve', 'n1'), 'bob'))).toEqual(['n3 eve'])
  })
})

it('no more tasks than Feishu takes, counting those that are still to come', () => {
  const many = (id: string) =>
    node(
      id,
      Array.from({ length: MOST_TASKS / 3 }, (_, at) => `${id}_${at}`),
    )
  const begun = startAt(many('n1'), many('n2'), many('n3'))
  const input = { taskId: taskOf(begun, 'n1_0'), to: 'gus', ...given() }
  refuses(() => act(begun, 'transfer', input, by('n1_0')), 'too_many_tasks')
  const there = approve(begun, 'n1_0')
  refuses(() => back(there, 'n2_0', 'n1'), 'too_many_tasks')
})
