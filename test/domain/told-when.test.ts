import { expect, it } from 'vitest'
import { messagesOf } from '../../server/domain/messages.ts'
import { replay } from '../../server/domain/engine/evolve.ts'
import type { Instance } from '../../server/domain/instance.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { submit } from '../../server/domain/verbs/submit.ts'
import { aRouteNode, aContext, aSubmission, given, T0 } from '../support/builders.ts'
import { taskOf } from './moves.ts'

const TOLD = { ccAtStart: ['sue'], ccIfApproved: ['amy', 'both'], ccAtEnd: ['eve', 'both'] }
const begin = (told: object = TOLD) =>
  submit(
    aSubmission({ route: [aRouteNode({ id: 'a', approvers: ['bob'] })], ...told }),
    aContext({ at: T0, by: 'u_alice' }),
  )
const told = ({ cc }: Instance): string[] => cc.map(({ userId }) => userId).sort()

it('who is told at the start knows at once; the others wait for how it ends', () => {
  const { instance, act: submitted } = begin()
  expect(told(instance)).toEqual(['sue'])
  expect(submitted && messagesOf(submitted, instance)).toMatchObject([{ kind: 'cc', to: 'sue' }])
})

it.each([
  ['approve', ['amy', 'both', 'eve', 'sue']],
  ['reject', ['both', 'eve', 'sue']],
] as const)('%s: %j have a copy, each once, and a message each', (verb, expected) => {
  const { instance: before } = begin()
  const context = aContext({ at: T0 + 1, by: 'bob' })
  const input = { taskId: taskOf(before, 'bob'), ...given({ reason: '-' }) }
  const { instance, act: done } = act(before, verb, input, context)
  expect(told(instance)).toEqual(expected)
  const messages = (done ? messagesOf(done, instance) : []).filter(({ kind }) => kind === 'cc')
  expect(messages.map(({ to }) => to).sort()).toEqual(expected.filter((one) => one !== 'sue'))
})

it('withdrawn: whoever is told of an approval hears nothing of it', () => {
  const { instance } = begin()
  const context = aContext({ at: T0 + 1, by: instance.initiator.userId })
  const { instance: after } = act(instance, 'withdraw', given(), context)
  expect(told(after)).toEqual(['both', 'eve', 'sue'])
})

it('one that was stored before keeps telling whom it would have told', () => {
  const { ccIfApproved: _, ...older } = TOLD
  const { instance, act: submitted } = begin(older)
  expect(instance).not.toHaveProperty('ccIfApproved')
  expect(replay(submitted ? [submitted] : [])).toEqual(instance)
})

it('those to be told later count for how many may be told', () => {
  const many = Array.from({ length: 199 }, (_, at) => `later${at}`)
  const { instance } = begin({ ccAtStart: [], ccAtEnd: [], ccIfApproved: many })
  const context = aContext({ at: T0 + 1, by: 'u_alice' })
  const tell = (...users: string[]) => act(instance, 'cc', { users, ...given() }, context)
  expect(tell('one').instance.cc).toHaveLength(1)
  expect(() => tell('one', 'two')).toThrow('no more than 200')
})
