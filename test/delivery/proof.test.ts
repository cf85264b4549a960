import { expect, it } from 'vitest'
import { createProof } from '../../server/delivery/proof.ts'

const LACKING = { instance: 0, tasks: 0, ccs: 1 }
const givenUp = { became: 'parked', lacking: LACKING } as const
const pushedAgain = { became: 'retried', lacking: LACKING } as const
const replaced = { became: 'delivered', replaced: true } as const

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

it('counts that call three approvals in a row incomplete, though they were replaced, are left alone, which is said once', () => {
  const { errors, proof } = setUp()
  for (const delivered of [pushedAgain, givenUp, pushedAgain, givenUp, pushedAgain]) proof.told(delivered)
  expect([proof.from(), errors]).toEqual([1_000, []])
  for (let n = 0; n < 3; n += 1) proof.told(givenUp)
  expect([proof.from(), errors.length]).toEqual([null, 1])
})

it('one repair that comes to its end shows that the counts can be believed', () => {
  const { proof } = setUp()
  for (const delivered of [givenUp, givenUp, replaced, givenUp, givenUp]) proof.told(delivered)
  expect(proof.from()).toBe(1_000)
})
