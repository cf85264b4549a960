import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventsOf, type Act } from '../../server/domain/act.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import { replay } from '../../server/domain/engine/evolve.ts'
import {
  isOpen,
  nodeOf,
  ownerOf,
  SHOWN_IN_FEISHU,
  type Instance,
  type Task,
} from '../../server/domain/instance.ts'
import { seatOf, tasksAt } from '../../server/domain/engine/seats.ts'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { URGE_AGAIN_MS } from '../../server/domain/verbs/urge.ts'
import { aFlow, aMove, begin, play } from './arbitraries.ts'

const RUNS = { numRuns: Number(process.env['FLOW_RUNS'] ?? 2_000) }
const games = fc.record({ flow: aFlow, moves: fc.array(aMove, { maxLength: 25 }) })

type Step = { before: Instance; after: Instance; act: Act | null }

const isShown = (act: Act | null): boolean => act?.events.some(({ type }) => SHOWN_IN_FEISHU[type]) ?? false

function playAll({
  flow,
  moves,
}: {
  flow: Parameters<typeof begin>[0]
  moves: Parameters<typeof play>[1][]
}) {
  const first = begin(flow)
  const steps: Step[] = []
  let instance = first.instance
  const history = first.act ? [first.act] : []
  for (const move of moves) {
    const outcome = play(instance, move, flow)
    if (typeof outcome === 'string') continue
    steps.push({ before: instance, after: outcome.instance, act: outcome.act })
    if (outcome.act) history.push(outcome.act)
    instance = outcome.instance
  }
  return { first: first.instance, steps, history, instance }
}

/** A task without what Feishu does not know of it. */
const shown = ({ postponedUntil, urgedAt, timeouts, ...task }: Task) => task

describe('whatever people do, in whatever order, at whatever hour', () => {
  it('R23: a pending instance has somebody who can decide, and an ended one has nobody', () => {
    fc.assert(
      fc.property(games, (game) => {
        const { first, steps } = playAll(game)
        for (const state of [first, ...steps.map(({ after }) => after)]) {
          expect(state.tasks.some(isOpen)).toBe(state.status === 'PENDING')
          expect(state.route.some(({ status }) => status === 'active')).toBe(state.status === 'PENDING')
        }
      }),
      RUNS,
    )
  })

  it('R22: the history replays to the same state, one act for each change, each naming who and from where', () => {
    fc.assert(
      fc.property(games, (game) => {
        const { history, instance } = playAll(game)
        expect(replay(history)).toEqual(instance)
        const ended = history.flatMap((act) => eventsOf(act, 'task_ended').map(({ taskId }) => taskId))
        const opened = history.flatMap((act) => eventsOf(act, 'task_opened').map(({ taskId }) => taskId))
        expect(opened).toEqual(instance.tasks.map(({ id }) => id))
        expect(new Set(ended).size).toBe(ended.length)
        expect([...ended].sort()).toEqual(
          instance.tasks
            .filter((task) => !isOpen(task))
            .map(({ id }) => id)
            .sort(),
        )
        expect(history.every(({ by, via }) => (by === null) === (via === 'system' || via === 'admin'))).toBe(
          true,
        )
      }),
      RUNS,
    )
  })

  it('R6: clocks of the instance, its tasks and cc strictly grow with every change, though the wall clock jumps', () => {
    fc.assert(
      fc.property(games, (game) => {
        for (const { before, after, act } of playAll(game).steps) {
          if (!act) expect(after).toBe(before)
          else if (isShown(act)) {
            expect(after.clock).toBeGreaterThan(before.clock)
          } else expect(after.clock).toBe(before.clock)
          const earlier = new Map(before.tasks.map((task) => [task.id, task]))
          for (const task of after.tasks) {
            const known = earlier.get(task.id)
            if (known?.status === task.status) expect(shown(task)).toEqual(shown(known))
            else expect(task.clock).toBeGreaterThan(known?.clock ?? 0)
            expect(task.clock).toBeLessThanOrEqual(after.clock)
          }
        }
      }),
      RUNS,
    )
  })

  it('a flow never approves by itself: somebody decided before it is approved', () => {
    fc.assert(
      fc.property(games, (game) => {
        const { first, instance } = playAll(game)
        expect(first.status).toBe('PENDING')
        if (instance.status !== 'APPROVED') return
        const reasons = instance.tasks.map(({ completeReason }) => completeReason)
        expect(reasons.includes('approved') || reasons.includes('add_post')).toBe(true)
      }),
      RUNS,
    )
  })

  it('ids of the instance, its tasks and its cc differ across kinds, and nobody is told twice', () => {
    fc.assert(
      fc.property(games, (game) => {
        const { instance } = playAll(game)
        const ids = [instance.id, ...instance.tasks.map(({ id }) => id), ...instance.cc.map(({ id }) => id)]
        expect(new Set(ids).size).toBe(ids.length)
        expect(new Set(instance.cc.map(({ userId }) => userId)).size).toBe(instance.cc.length)
      }),
      RUNS,
    )
  })

  it('nobody has two tasks of a node or decides twice there, and what is open is of the node’s own round', () => {
    fc.assert(
      fc.property(games, (game) => {
        for (const { after } of playAll(game).steps) {
          for (const node of after.route) {
            const tasks = tasksAt(after, node)
            const people = tasks.filter(isOpen).map(({ assignee }) => assignee)
            expect(new Set(people).size).toBe(people.length)
            const said = tasks.filter(({ status, completeReason }) => status === 'APPROVED' && completeReason)
            const places = new Set(said.map((task) => `${task.assignee} ${seatOf(task)}`))
            expect(places.size).toBe(new Set(said.map(({ assignee }) => assignee)).size)
            if (node.status === 'active') expect(people.length).toBeGreaterThan(0)
          }
          for (const task of after.tasks.filter(isOpen)) {
            expect(task.round).toBe(nodeOf(after, task.nodeId).round)
          }
        }
      }),
      RUNS,
    )
  })

  it('nobody is given what the initiator may not decide, and a rollback goes where it was sent', () => {
    fc.assert(
      fc.property(games, (game) => {
        const isOwn = game.flow.route.some(({ approvers }) => approvers.includes('me'))
        for (const { after, act } of playAll(game).steps) {
          const own = after.tasks.filter(
            ({ assignee, nodeId }) => assignee === 'me' && nodeId !== INITIATOR_NODE,
          )
          if (!isOwn) expect(own).toEqual([])
          for (const { toNode } of act ? eventsOf(act, 'rolled_back') : [])
            expect(nodeOf(after, toNode).status).toBe('active')
        }
      }),
      RUNS,
    )
  })

  it('a delegate is neither the initiator nor at the node already, and takes the place of somebody else', () => {
    fc.assert(
      fc.property(games, (game) => {
        for (const { after, act } of playAll(game).steps) {
          for (const { assignee, consignedBy, nodeId, taskId } of act ? eventsOf(act, 'task_opened') : []) {
            if (consignedBy === undefined) continue
            expect([assignee === consignedBy, assignee === after.initiator.userId]).toEqual([false, false])
            expect(after.people[assignee]?.openId).toBe(`ou_${assignee}`)
            const earlier = after.tasks.slice(
              0,
              after.tasks.findIndex(({ id }) => id === taskId),
            )
            const theirs = earlier.filter((task) => task.nodeId === nodeId && task.assignee === assignee)
            expect(theirs.some(isOpen)).toBe(false)
          }
        }
      }),
      RUNS,
    )
  })

  it('what was sent back lies with whoever may submit it again', () => {
    fc.assert(
      fc.property(games, (game) => {
        for (const { after } of playAll(game).steps) {
          const own = after.tasks.filter((task) => isOpen(task) && task.nodeId === INITIATOR_NODE)
          for (const { assignee } of own) expect(assignee).toBe(ownerOf(after))
        }
      }),
      RUNS,
    )
  })

  it('nobody is urged again within four hours, and only of what is open', () => {
    fc.assert(
      fc.property(games, (game) => {
        for (const { before, act } of playAll(game).steps) {
          if (!act) continue
          const { at } = act
          for (const { taskIds } of eventsOf(act, 'urged')) {
            const urged = before.tasks.filter(({ id }) => taskIds.includes(id))
            expect(urged.length).toBeGreaterThan(0)
            expect(urged.every((task) => isOpen(task) && task.assignee !== ownerOf(before))).toBe(true)
            for (const { urgedAt } of urged) {
              // Stored by a clock that was more than an hour ahead, it holds nobody up.
              const isFromAhead = urgedAt !== undefined && urgedAt - at > 3_600_000
              if (urgedAt !== undefined && !isFromAhead)
                expect(at - urgedAt).toBeGreaterThanOrEqual(URGE_AGAIN_MS)
            }
          }
        }
      }),
      RUNS,
    )
  })

  it('what Feishu does not show changes nothing that it is told, and asks for nothing', () => {
    fc.assert(
      fc.property(games, (game) => {
        for (const { before, after, act } of playAll(game).steps) {
          if (!act || isShown(act)) continue
          const quiet = { ...toRecord(undefined, begin(game.flow)), instance: before, effects: [] }
          const { effects } = toRecord(quiet, { instance: after, act })
          expect(effects.filter(({ kind }) => kind !== 'send_message')).toEqual([])
          expect(after.tasks.map(shown)).toEqual(before.tasks.map(shown))
          expect([after.status, after.cc, after.route]).toEqual([before.status, before.cc, before.route])
        }
      }),
      RUNS,
    )
  })
})
