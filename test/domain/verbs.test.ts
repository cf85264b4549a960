import { describe, expect, it } from 'vitest'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { SignerPosition } from '../../shared/verbs/add-sign.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { MOST_TASKS } from '../../shared/instance-limits.ts'
import { handOver } from '../../server/domain/verbs/hand-over.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { resubmit } from '../../server/domain/verbs/resubmit.ts'
import { terminate } from '../../server/domain/verbs/terminate.ts'
import { aRecord, aRouteNode, aContext, given } from '../support/builders.ts'
import { approve, back, begin, by, move, openOf, ROUTE, taskOf } from './moves.ts'

const people = {}

const add = (instance: Instance, who: string, position: SignerPosition, ...users: string[]) =>
  act(instance, 'add-sign', { taskId: taskOf(instance, who), users, position, ...given() }, by(who)).instance
const reject = (instance: Instance, who: string) =>
  act(instance, 'reject', { taskId: taskOf(instance, who), ...given() }, by(who)).instance
const again = (instance: Instance) =>
  resubmit(instance, { form: { days: 1 }, route: ROUTE, ccAtEnd: [], people }, by('u_alice')).instance

const tasksOf = ({ tasks }: Instance) =>
  tasks.map(({ assignee, status, completeReason }) =>
    [assignee, status, completeReason ?? ''].join(' ').trim(),
  )
describe('what each verb leaves', () => {
  const DONE = 'DONE others'
  it.each<[string, () => Instance, string[]]>([
    [
      'transfer',
      () => move(begin(), 'bob', 'gus'),
      ['bob TRANSFERRED forward', 'carol PENDING', 'gus PENDING'],
    ],
    [
      'transfer at an or-sign node',
      () => approve(move(approve(begin(), 'bob', 'carol'), 'dave', 'gus'), 'gus'),
      [
        'bob APPROVED approved',
        'carol APPROVED approved',
        'dave TRANSFERRED forward',
        `erin ${DONE}`,
        'gus APPROVED approved',
        'frank PENDING',
      ],
    ],
    [
      'add-sign before',
      () => add(begin(), 'bob', 'before', 'gus'),
      ['bob TRANSFERRED add_pre', 'carol PENDING', 'gus PENDING'],
    ],
    [
      'add-sign before, done',
      () => approve(add(begin(), 'bob', 'before', 'gus'), 'gus'),
      ['bob TRANSFERRED add_pre', 'carol PENDING', 'gus APPROVED approved', 'bob PENDING'],
    ],
    [
      'add-sign after',
      () => add(begin(), 'bob', 'after', 'gus'),
      ['bob APPROVED add_post', 'carol PENDING', 'gus PENDING'],
    ],
    [
      'add-sign after at an or-sign node: it is taken',
      () => add(approve(begin(), 'bob', 'carol'), 'dave', 'after', 'gus'),
      [
        'bob APPROVED approved',
        'carol APPROVED approved',
        'dave APPROVED add_post',
        `erin ${DONE}`,
        'gus PENDING',
      ],
    ],
    [
      'add-sign beside',
      () => add(begin(), 'bob', 'parallel', 'gus'),
      ['bob PENDING', 'carol PENDING', 'gus PENDING'],
    ],
    [
      'rollback to the initiator',
      () => back(begin(), 'bob', INITIATOR_NODE),
      ['bob REJECTED specific_rollback', `carol ${DONE}`, 'u_alice PENDING'],
    ],
    [
      'rollback to an earlier node',
      () => back(approve(begin(), 'bob', 'carol'), 'dave', 'all'),
      [
        'bob APPROVED approved',
        'carol APPROVED approved',
        'dave REJECTED specific_rollback',
        `erin ${DONE}`,
        'bob PENDING',
        'carol PENDING',
      ],
    ],
    [
      'resubmit',
      () => again(back(begin(), 'bob', INITIATOR_NODE)),
      [
        'bob REJECTED specific_rollback',
        `carol ${DONE}`,
        'u_alice APPROVED submit_again',
        'bob PENDING',
        'carol PENDING',
      ],
    ],
    [
      'withdraw after a rollback',
      () => act(back(begin(), 'bob', INITIATOR_NODE), 'withdraw', given(), by('u_alice')).instance,
      ['bob REJECTED specific_rollback', `carol ${DONE}`, 'u_alice DONE recall'],
    ],
    [
      'terminate',
      () => terminate(begin(), '重复', aContext({ by: null, via: 'admin' })).instance,
      [`bob ${DONE}`, `carol ${DONE}`],
    ],
    [
      'hand over',
      () =>
        handOver(
          begin(),
          {
            from: 'bob',
            candidates: ['gus'],
            completeReason: 'forward_resign',
            hasLeft: true,
            reason: null,
            people,
          },
          by('x'),
        ).instance,
      ['bob TRANSFERRED forward_resign', 'carol PENDING', 'gus PENDING'],
    ],
  ])('%s', (_, play, expected) => {
    expect(tasksOf(play())).toEqual(expected)
  })
})

describe('add-sign', () => {
  it('a node is passed when everybody who was added has approved, however deep', () => {
    const deep = add(add(begin(), 'bob', 'after', 'gus'), 'gus', 'before', 'hal')
    expect(openOf(deep)).toEqual(['carol', 'hal'])
    const near = approve(deep, 'hal', 'carol')
    expect(openOf(near)).toEqual(['gus'])
    expect(openOf(approve(near, 'gus'))).toEqual(['dave', 'erin'])
  })

  it('somebody added beside me at a sequential node does not wait for me, the next one for both', () => {
    const route = [aRouteNode({ id: 'row', mode: 'sequential', approvers: ['bob', 'carol'] })]
    const both = add(aRecord({ route }).instance, 'bob', 'parallel', 'gus')
    expect(openOf(both)).toEqual(['bob', 'gus'])
    expect(openOf(approve(both, 'bob'))).toEqual(['gus'])
    expect(openOf(approve(both, 'bob', 'gus'))).toEqual(['carol'])
  })

  it('a rejection by somebody who was added ends the approval', () => {
    const added = add(begin(), 'bob', 'before', 'gus')
    const instance = reject(added, 'gus')
    expect([instance.status, openOf(instance)]).toEqual(['REJECTED', []])
  })

  it('transferred, it comes back to the one who has the place then', () => {
    const moved = add(move(begin(), 'bob', 'gus'), 'gus', 'before', 'hal')
    expect(openOf(approve(moved, 'hal'))).toEqual(['carol', 'gus'])
  })
})

describe('votes', () => {
  const vote = (mode: 'atLeast' | 'share', value: number) => {
    const node = { id: 'vote', approvers: ['a', 'b', 'c', 'd'] }
    const route = [aRouteNode({ ...node, mode: mode === 'share' ? { share: value } : { atLeast: value } })]
    return aRecord({ route }).instance
  }

  it('enough have agreed: the rest need not act', () => {
    const passed = approve(vote('atLeast', 2), 'a', 'c')
    expect(passed.status).toBe('APPROVED')
    expect(tasksOf(passed)).toEqual([
      'a APPROVED approved',
      'b DONE others',
      'c APPROVED approved',
      'd DONE others',
    ])
  })

  it('a share is rounded up', () => {
    expect(approve(vote('share', 0.6), 'a', 'b').status).toBe('PENDING')
    expect(approve(vote('share', 0.6), 'a', 'b', 'c').status).toBe('APPROVED')
  })

  it('rejections count only once too few are left', () => {
    const two = reject(reject(vote('atLeast', 2), 'a'), 'b')
    expect([two.status, openOf(two)]).toEqual(['PENDING', ['c', 'd']])
    expect(reject(two, 'c').status).toBe('REJECTED')
    expect(approve(two, 'c', 'd').status).toBe('APPROVED')
  })

  it('of fewer people than asked for, all have to agree', () => {
    expect(approve(vote('atLeast', 9), 'a', 'b', 'c').status).toBe('PENDING')
    expect(approve(vote('atLeast', 9), 'a', 'b', 'c', 'd').status).toBe('APPROVED')
  })
})

describe('what is refused, changing nothing', () => {
  const closed = () => back(begin(), 'bob', INITIATOR_NODE)
  it.each<[string, () => Instance, string]>([
    ['transfer to oneself', () => move(begin(), 'bob', 'bob'), 'person_not_allowed'],
    ['transfer to one who is there', () => move(begin(), 'bob', 'carol'), 'person_not_allowed'],
    ['transfer to the initiator', () => move(begin(), 'bob', 'u_alice'), 'person_not_allowed'],
    ['adding the same person twice', () => add(begin(), 'bob', 'after', 'gus', 'gus'), 'person_not_allowed'],
    ['rolling back to a node ahead', () => back(begin(), 'bob', 'last'), 'node_not_allowed'],
    ['rolling back to where one is', () => back(begin(), 'bob', 'all'), 'node_not_allowed'],
    ["approving one's own step", () => approve(closed(), 'u_alice'), 'resubmit_needed'],
    [
      'rolling back what was closed by it',
      () => back(closed(), 'carol', INITIATOR_NODE),
      'task_already_ended',
    ],
    ['submitting again what was not rolled back', () => again(begin()), 'node_not_allowed'],
  ])('%s', (_, attempt, code) => {
    expect(attempt).toThrow(expect.objectContaining({ code }) as Error)
  })

  it('more tasks than Feishu takes', () => {
    const users = Array.from({ length: MOST_TASKS }, (_, at) => `p${at}`)
    expect(() => add(begin(), 'bob', 'before', ...users)).toThrow(
      expect.objectContaining({ code: 'too_many_tasks' }) as Error,
    )
  })
})

it('a copy is given once, and hands over nothing', () => {
  const twice = act(begin(), 'cc', { users: ['gus', 'gus'], ...given() }, by('bob'))
  expect(twice.instance.cc.map(({ userId }) => userId)).toEqual(['gus'])
  expect(act(twice.instance, 'cc', { users: ['gus'], ...given() }, by('carol')).act).toBeNull()
})

it('each change is one write with what Feishu has to be told: the lists, the cards that ended, the new ones', () => {
  const record = aRecord({ route: ROUTE })
  const quiet = { ...record, effects: [] }
  const input = { taskId: taskOf(record.instance, 'bob'), to: 'gus', ...given() }
  const outcome = act(record.instance, 'transfer', input, by('bob'))
  expect(toRecord(quiet, outcome).effects.map(({ kind, taskId }) => [kind, taskId])).toEqual([
    ['sync', null],
    ['settle_card', 'i1_t1'],
    ['send_card', 'i1_t3'],
  ])
})
