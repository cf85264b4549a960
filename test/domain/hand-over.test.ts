import { describe, expect, it } from 'vitest'
import type { Instance } from '../../server/domain/instance.ts'
import { seatsOf } from '../../server/domain/engine/seats.ts'
import { handOver } from '../../server/domain/verbs/hand-over.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { resubmit } from '../../server/domain/verbs/resubmit.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { aRecord, aRouteNode, given } from '../support/builders.ts'
import { approve, back, begin, by, leave, move, openOf, ROUTE, SYSTEM, taskOf } from './moves.ts'

const ROW = [aRouteNode({ id: 'row', mode: 'sequential', approvers: ['bob', 'carol'] })]
const OPERATOR = { completeReason: 'admin_forward', hasLeft: false, people: {} } as const
const refused = (code: string) => expect.objectContaining({ code }) as Error

it('hands over a turn that is still to come in a sequence under way, and once', () => {
  const left = leave(begin(ROW), 'carol', 'gus')
  expect(openOf(approve(left, 'bob'))).toEqual(['gus'])
  expect(leave(left, 'carol', 'gus')).toBe(left)
})

it('hands over the turn of somebody who was added and waits for whom they asked in their turn', () => {
  const ask = (now: Instance, who: string, position: 'before' | 'parallel', whom: string) => {
    const known = { [whom]: { openId: `ou_${whom}`, name: whom } }
    const input = { taskId: taskOf(now, who), users: [whom], position, ...given({ known }) }
    return act(now, 'add-sign', input, by(who)).instance
  }
  const asked = ask(ask(begin(ROW), 'bob', 'parallel', 'gus'), 'gus', 'before', 'hal')
  expect(openOf(asked)).toEqual(['bob', 'hal'])
  expect(openOf(approve(leave(asked, 'gus', 'ivy'), 'hal'))).toEqual(['bob', 'ivy'])
})

it('names nobody whom it does not bring in', () => {
  const { instance } = aRecord({ route: ROUTE, ccAtEnd: ['pat'], people: {} })
  const hal = { hal: { openId: 'ou_hal', name: 'Hal' } }
  const left = { from: 'pat', candidates: ['hal'], completeReason: 'forward_resign', hasLeft: true } as const
  const { act: gone } = handOver(instance, { ...left, reason: null, people: hal }, SYSTEM)
  expect(gone).toMatchObject({ known: {}, events: [{ type: 'cc_dropped', userId: 'pat' }] })
})

it('an operator’s reason is kept also where no task moves', () => {
  const input = { from: 'carol', candidates: ['gus'], reason: '调岗', ...OPERATOR }
  expect(handOver(begin(ROW), input, SYSTEM).act).toMatchObject({
    reason: '调岗',
    events: [{ type: 'seat_moved', to: 'gus' }, { type: 'person_replaced' }],
  })
})

it('whoever was replaced does not come back with a rollback, and what they decided stays theirs', () => {
  const half = approve(begin(), 'bob', 'carol')
  const left = leave(half, 'bob', 'gus')
  expect(leave(left, 'bob', 'gus')).toBe(left)
  expect(seatsOf(left.route[0]!).map(({ person }) => person)).toEqual(['bob', 'carol'])
  expect(openOf(back(left, 'dave', 'all'))).toEqual(['gus', 'carol'])

  const open = leave(half, 'dave', 'gus')
  expect(openOf(approve(back(open, 'gus', 'all'), 'bob', 'carol'))).toEqual(['gus', 'erin'])
})

describe('an initiator who has left', () => {
  const again = (instance: Instance, who: string) =>
    resubmit(instance, { form: { days: 1 }, route: ROUTE, ccAtEnd: [], people: {} }, by(who)).instance

  it('is replaced at their own step: whoever comes in submits again, or withdraws', () => {
    const left = leave(back(begin(), 'bob', INITIATOR_NODE), 'u_alice', 'gus')
    expect(left.tasks.at(-2)).toMatchObject({ assignee: 'u_alice', completeReason: 'forward_resign' })
    expect(openOf(left)).toEqual(['gus'])
    expect(openOf(again(left, 'gus'))).toEqual(['bob', 'carol'])
    expect(act(left, 'withdraw', given(), by('gus')).instance.status).toBe('CANCELED')
    expect(() => again(left, 'u_alice')).toThrow(refused('instance_not_found'))
    expect(left.initiator.userId).toBe('u_alice')
  })

  it('is replaced before it comes back to them, however often it does', () => {
    const once = back(leave(begin(), 'u_alice', 'gus'), 'bob', INITIATOR_NODE)
    expect(openOf(once)).toEqual(['gus'])
    const twice = back(again(once, 'gus'), 'carol', INITIATOR_NODE)
    expect(openOf(twice)).toEqual(['gus'])
    expect(openOf(leave(twice, 'gus', 'hal'))).toEqual(['hal'])
  })

  it('neither is asked to approve, nor whoever took over', () => {
    const left = leave(begin(), 'u_alice', 'gus')
    for (const to of ['u_alice', 'gus'])
      expect(() => move(left, 'bob', to)).toThrow(refused('person_not_allowed'))
  })

  it('and one who has not left keeps what they started', () => {
    for (const instance of [begin(), back(begin(), 'bob', INITIATOR_NODE)]) {
      const input = { from: 'u_alice', candidates: ['gus'], reason: null, ...OPERATOR }
      expect(handOver(instance, input, SYSTEM).act).toBeNull()
    }
  })
})
