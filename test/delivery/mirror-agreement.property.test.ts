import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isOpen } from '../../server/domain/instance.ts'
import type { Push, PushedTask } from '../../server/domain/mirror/pushed.ts'
import { head, push, task } from '../domain/mirror/pushes.ts'
import { aGameOf, aWait, play, type Game } from './game.ts'
import { pushTo } from './push-to.ts'

const ID = 'erp-po-1'
const PEOPLE = ['anna', 'bob', 'carol']

/** What the source does to its own approval, or how it repeats itself; each is a push. */
type Move =
  | { do: 'open'; person: string }
  | { do: 'end'; nth: number; status: 'APPROVED' | 'REJECTED' | 'TRANSFERRED' | 'DONE' }
  | { do: 'retitle'; title: string }
  | { do: 'finish'; status: 'APPROVED' | 'REJECTED' | 'CANCELED' }
  | { do: 'repeat'; nth: number }
  | { do: 'all' }
  | { do: 'wait'; ms: number }

const nth = fc.nat(20)
const aMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('open' as const), person: fc.constantFrom(...PEOPLE) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      nth,
      status: fc.constantFrom(
        'APPROVED' as const,
        'REJECTED' as const,
        'TRANSFERRED' as const,
        'DONE' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('retitle' as const), title: fc.string({ minLength: 1 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('finish' as const),
      status: fc.constantFrom('APPROVED' as const, 'REJECTED' as const, 'CANCELED' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('repeat' as const), nth }) },
  { weight: 1, arbitrary: fc.constant<Move>({ do: 'all' }) },
  { weight: 5, arbitrary: aWait },
)

const REASONS = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
  TRANSFERRED: 'forward',
  DONE: 'others',
} as const

/** A source with one approval: its truth, and all that it ever pushed. */
function createSource() {
  let clock = 0
  let said = head({ clock, initiator: { person: 'anna', name: null } })
  const tasks: PushedTask[] = []
  const pushes: Push[] = []
  const pushed = (one: Push): Push => {
    pushes.push(one)
    return one
  }
  const update = (...changed: PushedTask[]): Push => pushed(push({ head: said, tasks: changed }))
  const replaceTask = (at: number, next: PushedTask): void => void tasks.splice(at, 1, next)

  return {
    truth: () => ({ status: said.status, tasks }),
    next(move: Exclude<Move, { do: 'wait' }>): Push | undefined {
      if (move.do === 'repeat') return pushes[move.nth % Math.max(1, pushes.length)]
      const hasEnded = said.status !== 'PENDING'
      if (hasEnded && move.do !== 'retitle' && move.do !== 'all') return undefined
      clock += 1
      said = { ...said, clock }
      switch (move.do) {
        case 'open': {
          if (tasks.length === 6) return update()
          const opened = task({ id: `T${tasks.length + 1}`, clock, person: move.person })
          tasks.push(opened)
          return update(opened)
        }
        case 'end': {
          const at = tasks.findIndex((one, n) => one.status === 'PENDING' && n >= move.nth % 6)
          const open = tasks[at]
          if (!open) return update()
          const ended = { ...open, clock, status: move.status, completeReason: REASONS[move.status] }
          replaceTask(at, ended)
          return update(ended)
        }
        case 'retitle':
          said = { ...said, title: { 'zh-CN': move.title } }
          return update()
        case 'finish': {
          said = { ...said, status: move.status }
          const open = tasks.flatMap((one, at) => (one.status === 'PENDING' ? [{ one, at }] : []))
          for (const { one, at } of open)
            replaceTask(at, { ...one, clock, status: 'DONE', completeReason: 'others' })
          return update(...open.flatMap(({ at }) => tasks[at] ?? []))
        }
        case 'all':
          // Not to be repeated late: what replaces does so whatever its clock, as with Feishu.
          return push({ mode: 'replace', head: said, tasks: [...tasks] })
      }
    },
  }
}

/** A source that is not answered says it again: what a kill took away is no loss of ours. */
async function playSource(game: Game<Move>) {
  const source = createSource()
  const unanswered: Push[] = []
  const rig = await play(game, async (current, move) => {
    if (move.do === 'wait') return current.clock.advance(move.ms)
    const next = source.next(move)
    if (next) unanswered.push(next)
    for (let one = unanswered[0]; one; one = unanswered[0]) {
      await pushTo(current, ID, one)
      unanswered.shift()
    }
  })
  for (const one of unanswered) await pushTo(rig, ID, one)
  await rig.quiet()
  await rig.clock.advance(11 * 60_000)
  return { rig, source }
}

/** `AGREEMENT_RUNS=6000` for the long form. */
const RUNS = Number(process.env['AGREEMENT_RUNS'] ?? 150)

it('R2, R4, R5, R7, R12 of what a source pushes: whatever fails and whenever it is killed, Feishu shows its truth when it is quiet', async () => {
  await fc.assert(
    fc.asyncProperty(aGameOf(aMove), async (game) => {
      const { rig, source } = await playSource(game)
      expect(rig.feishu.violations).toEqual([])
      expect(rig.notApplied).toEqual([])
      const record = await rig.store().instances.read(ID)
      if (record) {
        const truth = source.truth()
        const waits = record.effects.filter(({ parked }) => !parked)
        expect(waits).toEqual([])
        const statuses = Object.fromEntries(record.instance.tasks.map(({ id, status }) => [id, status]))
        expect([record.instance.status, Object.values(statuses)]).toEqual([
          truth.status,
          truth.tasks.map(({ status }) => status),
        ])
        if (!record.effects.some(({ kind }) => kind === 'sync')) {
          const held = rig.feishu.held.get(ID)
          expect(held?.status).toBe(truth.status)
          const shown = [...(held?.tasks ?? [])].map(([id, { status }]) => [id, status] as const)
          expect(Object.fromEntries(shown)).toEqual(statuses)
        }
        for (const one of record.instance.tasks) {
          if (record.effects.some(({ taskId }) => taskId === one.id)) continue
          const cards = rig.feishu.cards.filter(({ taskId }) => taskId === one.id)
          if (isOpen(one)) expect(cards.map(({ statuses: told }) => told)).toEqual([[]])
          else for (const { statuses: told } of cards) expect(new Set(told).size).toBe(1)
        }
      }
      const stopping = rig.stop()
      await rig.clock.advance(20_000)
      await stopping
      expect(rig.clock.sleepers()).toBe(0)
    }),
    { numRuns: RUNS },
  )
})
