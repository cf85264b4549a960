import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isOpen, type Instance, type RouteNode } from '../../server/domain/instance.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { aRouteNode } from '../support/builders.ts'
import { aGameOf, aWait, play } from './game.ts'
import type { Rig } from './rig.ts'

type Move =
  | { do: 'begin' | 'withdraw'; instance: number }
  | { do: 'decide'; instance: number; task: number; approve: boolean }
  | { do: 'wait'; ms: number }

const instance = fc.integer({ min: 1, max: 2 })
const aMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('begin' as const), instance }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), instance }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      instance,
      task: fc.integer({ min: 1, max: 4 }),
      approve: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: aWait },
)

const aGame = aGameOf(aMove)

/** One after the other; and two of whom either decides, before two who both have to. */
const ROUTES: Record<number, RouteNode[]> = {
  1: [aRouteNode(), aRouteNode({ id: 'hr', approvers: ['u_carol'] })],
  2: [
    aRouteNode({ approvers: ['u_bob', 'u_dave'] }),
    aRouteNode({ id: 'hr', mode: 'all', approvers: ['u_carol', 'u_hr'] }),
  ],
}

async function make(rig: Rig, move: Move): Promise<void> {
  switch (move.do) {
    case 'begin': {
      const id = `i${move.instance}`
      if (!(await rig.store().instances.read(id))) await rig.begin(id, { route: ROUTES[move.instance] ?? [] })
      return
    }
    case 'withdraw':
      return (await rig.store().instances.read(`i${move.instance}`)) && rig.withdraw(`i${move.instance}`)
    case 'decide': {
      const record = await rig.store().instances.read(`i${move.instance}`)
      const task = record?.instance.tasks[move.task - 1]
      return task && rig.decide(task.id, move.approve ? 'APPROVED' : 'REJECTED')
    }
    case 'wait':
      return rig.clock.advance(move.ms)
  }
}

async function expectAgreement(rig: Rig): Promise<void> {
  expect(rig.feishu.violations).toEqual([])
  // Feishu loses nothing here: whatever came twice, late or not at all is no loss.
  expect(rig.notApplied).toEqual([])
  for (const id of ['i1', 'i2']) {
    const record = await rig.store().instances.read(id)
    if (!record) continue
    expect(record.effects.filter(({ parked }) => !parked)).toEqual([])
    const own = record.instance
    expect(toldOf(rig, record)).toEqual(expectedOf(own))
    if (!record.effects.some(({ kind }) => kind === 'sync')) {
      const held = rig.feishu.held.get(id)
      expect({ clock: held?.clock, status: held?.status }).toEqual({ clock: own.clock, status: own.status })
      expect(
        Object.fromEntries([...(held?.tasks ?? [])].map(([taskId, task]) => [taskId, task.status])),
      ).toEqual(Object.fromEntries(own.tasks.map((task) => [task.id, task.status])))
    }
    for (const task of own.tasks) {
      const shown = rig.feishu.cards.filter(({ taskId }) => taskId === task.id)
      const given = record.effects.some(({ taskId }) => taskId === task.id)
      if (given) continue
      if (isOpen(task)) expect(shown.map(({ statuses }) => statuses)).toEqual([[]])
      else for (const { statuses } of shown) expect(new Set(statuses).size).toBe(1)
    }
  }
}

/** Who was told what of an instance, or would have been if it had not been given up. */
function toldOf({ feishu }: Rig, { instance: { id }, effects }: InstanceRecord): string[] {
  const sent = feishu.messages.filter(({ uuid }) => uuid.startsWith(`${id}.`))
  // One that was given up as unclear may have arrived.
  const given = effects.flatMap(({ message }) =>
    message && !sent.some(({ uuid }) => uuid === message.uuid) ? [message] : [],
  )
  return [...sent, ...given].map(({ kind, to }) => `${kind} ${to}`).sort()
}

function expectedOf({ status, tasks }: Instance): string[] {
  if (status === 'PENDING') return []
  const recalled = tasks.filter(({ completeReason }) => completeReason === 'recall')
  const told = {
    APPROVED: ['approved u_alice'],
    REJECTED: ['rejected u_alice'],
    CANCELED: recalled.map(({ assignee }) => `withdrawn ${assignee}`),
  }
  return ['cc u_payroll', ...told[status as keyof typeof told]].sort()
}

/** `AGREEMENT_RUNS=6000` for the long form. */
const RUNS = Number(process.env['AGREEMENT_RUNS'] ?? 150)

it('R2, R4, R5, R7, R12: whatever fails and whenever it is killed, both sides agree when it is quiet, and everybody was told once', async () => {
  await fc.assert(
    fc.asyncProperty(aGame, async (game) => {
      const rig = await play(game, make)
      await expectAgreement(rig)
      const stopping = rig.stop()
      await rig.clock.advance(20_000)
      await stopping
      expect(rig.clock.sleepers()).toBe(0)
    }),
    { numRuns: RUNS },
  )
})
