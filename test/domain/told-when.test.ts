import { expect, it } from 'vitest'
import { messagesOf } from '../../server/domain/messages.ts'
import { start } from '../../server/domain/start.ts'
import { decide } from '../../server/domain/decide.ts'
import { replay } from '../../server/domain/evolve.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { tell } from '../../server/domain/tell.ts'
import { withdraw } from '../../server/domain/withdraw.ts'
import { aRouteNode, aContext, aSubmission, T0 } from '../support/builders.ts'
import { taskOf } from './moves.ts'

const TOLD = { ccAtStart: ['sue'], ccIfApproved: ['amy', 'both'], ccAtEnd: ['eve', 'both'] }
const begin = (told: object = TOLD) =>
  start(
    aSubmission({ route: [aRouteNode({ id: 'a', approvers: ['bob'] })], ...told }),
    aContext({ at: T0, by: 'u_alice' }),
  )
const told = ({ cc }: Instance): string[] => cc.map(({ userId }) => userId).sort()

it('who is told at the start knows at once; the others wait for how it ends', () => {
  const { instance, entries } = begin()
  expect(told(instance)).toEqual(['sue'])
  expect(messagesOf({ instance, entries }, 0)).toMatchObject([{ kind: 'cc', to: 'sue' }])
})

it.each([
  ['APPROVED', ['amy', 'both', 'eve', 'sue']],
  ['REJECTED', ['both', 'eve', 'sue']],
] as const)('%s: %j have a copy, each once, and a message each', (verdict, expected) => {
  const { instance: before } = begin()
  const stamp = aContext({ at: T0 + 1, by: 'bob' })
  const { instance, entries } = decide(before, { taskId: taskOf(before, 'bob'), verdict, reason: '-' }, stamp)
  expect(told(instance)).toEqual(expected)
  const messages = messagesOf({ instance, entries }, 9).filter(({ kind }) => kind === 'cc')
  expect(messages.map(({ to }) => to).sort()).toEqual(expected.filter((one) => one !== 'sue'))
})

it('withdrawn: whoever is told of an approval hears nothing of it', () => {
  const { instance } = begin()
  const { instance: after } = withdraw(
    instance,
    null,
    aContext({ at: T0 + 1, by: instance.initiator.userId }),
  )
  expect(told(after)).toEqual(['both', 'eve', 'sue'])
})

it('one that was stored before keeps telling whom it would have told', () => {
  const { ccIfApproved: _, ...older } = TOLD
  const { instance, entries } = begin(older)
  expect(instance).not.toHaveProperty('ccIfApproved')
  expect(replay(entries)).toEqual(instance)
})

it('those to be told later count for how many may be told', () => {
  const many = Array.from({ length: 199 }, (_, at) => `later${at}`)
  const { instance } = begin({ ccAtStart: [], ccAtEnd: [], ccIfApproved: many })
  const stamp = aContext({ at: T0 + 1, by: 'u_alice' })
  expect(tell(instance, { users: ['one'], people: {} }, stamp).instance.cc).toHaveLength(1)
  expect(() => tell(instance, { users: ['one', 'two'], people: {} }, stamp)).toThrow('no more than 200')
})
