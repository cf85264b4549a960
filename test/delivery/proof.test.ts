import { expect, it } from 'vitest'
import { createProof } from '../../server/delivery/proof.ts'
import type { Effect } from '../../server/domain/outbox/record.ts'

const LACKING = { instance: 0, tasks: 0, ccs: 1 }
const push = (instance: string) => ({ effect: { id: `${instance}.1`, kind: 'sync' } as Effect })
const givenUp = (instance: string) => ({ ...push(instance), became: 'parked', lacking: LACKING }) as const
const pushedAgain = (instance: string) =>
  ({ ...push(instance), became: 'retried', lacking: LACKING }) as const
const applied = (instance: string) => ({ ...push(instance), became: 'delivered' }) as const

function setUp() {
  const time = { now: 1_000 }
  const errors: object[] = []
  const proof = createProof({ now: () => time.now, log: { error: (facts) => void errors.push(facts) } })
  return { time, errors, proof }
}

it('whatever was queued before it began may have been sent by a process that is gone', () => {
  const { time, proof } = setUp()
  time.now = 5_000
  expect(proof.from()).toBe(1_000)
})

it('when an answer could not be written down, so may whatever is queued by then', () => {
  const { time, proof } = setUp()
  time.now = 5_000
  proof.answerLost()
  expect(proof.from()).toBe(5_000)
})

it('counts that call three approvals incomplete, though they were replaced, are left alone, which is said once', () => {
  const { errors, proof } = setUp()
  for (const id of ['a', 'b']) for (const one of [pushedAgain(id), givenUp(id)]) proof.told(one)
  expect([proof.from(), errors]).toEqual([1_000, []])
  for (const id of ['c', 'd']) proof.told(givenUp(id))
  expect([proof.from(), errors]).toEqual([null, [{ approvals: 3 }]])
})

it('one approval that stays incomplete with each of its changes is one, as long as it lives', () => {
  const { proof } = setUp()
  for (let n = 0; n < 50; n += 1) for (const one of [pushedAgain('a'), givenUp('a')]) proof.told(one)
  expect(proof.from()).toBe(1_000)
})

it('counts by which every push would have to be made twice are left alone, though each repair succeeds', () => {
  const { errors, proof } = setUp()
  let pushes = 0
  for (let n = 0; proof.from() !== null; n += 1) {
    for (const one of [pushedAgain(`i${n}`), applied(`i${n}`)]) proof.told(one)
    pushes += 2
  }
  expect(pushes).toBeLessThan(30)
  expect(errors).toHaveLength(1)
})

it('what is lost now and then, among many that are whole, is mended for ever', () => {
  const { time, proof } = setUp()
  for (let n = 0; n < 2_000; n += 1) {
    time.now += 60_000
    for (const one of n % 50 === 0 ? [pushedAgain(`i${n}`), givenUp(`i${n}`)] : [applied(`i${n}`)])
      proof.told(one)
  }
  expect(proof.from()).toBe(1_000)
})

it('cards and messages say nothing of pushes', () => {
  const { proof } = setUp()
  const card = { effect: { id: 'a.2', kind: 'send_card' } as Effect, became: 'parked' } as const
  for (let n = 0; n < 20; n += 1) proof.told(card)
  expect(proof.from()).toBe(1_000)
})
