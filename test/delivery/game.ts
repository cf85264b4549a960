import fc from 'fast-check'
import { AppError } from '../../server/domain/errors.ts'
import { T0 } from '../support/builders.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import type { Fault } from './fake-feishu.ts'
import { openRig, type Rig } from './rig.ts'

/** Moves of somebody, under faults of the network and kills of the process. */
export type Game<Move> = {
  moves: Move[]
  faults: (Fault | undefined)[]
  travels: number[]
  duplicateUuid: 'same_id' | 'no_id'
  /** Steps after which the process is killed. */
  kills: number[]
}

const refused = (kind: Extract<Fault, { kind: 'refused' }>['class']): Fault => ({
  kind: 'refused',
  class: kind,
})
const aFault: fc.Arbitrary<Fault | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constant<Fault>({ kind: 'lost' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('late' as const),
      afterMs: fc.constantFrom(10, 3_000, 60_000, 600_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Fault>({ kind: 'no_id' }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...(['pace', 'not_sent', 'unclear', 'being_done', 'quota', 'configuration', 'token'] as const).map(
        refused,
      ),
    ),
  },
)

export const aGameOf = <Move>(aMove: fc.Arbitrary<Move>): fc.Arbitrary<Game<Move>> =>
  fc.record({
    moves: fc.array(aMove, { minLength: 3, maxLength: 14 }),
    faults: fc.array(aFault, { minLength: 1, maxLength: 25 }),
    travels: fc.array(fc.constantFrom(0, 0, 5, 400, 7_000), { minLength: 1, maxLength: 10 }),
    duplicateUuid: fc.constantFrom('same_id' as const, 'no_id' as const),
    kills: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
  })

export const aWait = fc.record({
  do: fc.constant('wait' as const),
  ms: fc.constantFrom(1, 50, 1_000, 5_000, 60_000, 600_000, 3_600_000),
})

/** Plays it, and lets everything come to rest after the last move, without faults. */
export async function play<Move>(
  { moves, faults, travels, duplicateUuid, kills }: Game<Move>,
  make: (rig: Rig, move: Move) => Promise<unknown>,
): Promise<Rig> {
  const clock = createFakeClock(T0)
  let calls = 0
  let faulty = true
  let steps = 0
  let armed = false
  const process = { isDead: false }
  const killAts = new Set(kills.map((_, at) => kills.slice(0, at + 1).reduce((sum, gap) => sum + gap, 0)))
  let killed: () => void = () => undefined
  let death = new Promise<void>((resolve) => (killed = resolve))
  const rig: Rig = await openRig({
    clock,
    duplicateUuid,
    fault: () => (faulty ? faults[calls++ % faults.length] : undefined),
    travel: () => clock.sleep(travels[calls % travels.length] ?? 0),
    onStep: () => {
      if (!armed) return
      steps += 1
      if (!killAts.delete(steps)) return
      rig.kill()
      process.isDead = true
      killed()
    },
  })
  const revive = async (): Promise<void> => {
    armed = false
    await rig.crash()
    process.isDead = false
    armed = true
    death = new Promise((resolve) => (killed = resolve))
  }
  /** What a kill interrupts is not acknowledged: it may have happened or not. */
  const unlessKilled = async (work: Promise<unknown>): Promise<void> => {
    const safely = work.catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
    })
    const dies = death.then(() => true)
    if (await Promise.race([safely.then(() => false), dies])) await revive()
  }
  armed = true
  for (const move of moves) await unlessKilled(make(rig, move))
  killAts.clear()
  // It may have died in the background, after the last move was done.
  if (process.isDead) await revive()
  faulty = false
  await rig.quiet()
  // What is still on its way lands 10 minutes late at most, and changes nothing.
  await clock.advance(11 * 60_000)
  return rig
}
