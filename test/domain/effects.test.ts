import fc from 'fast-check'
import { INITIATOR_NODE } from '../../shared/nodes.ts'
import { describe, expect, it } from 'vitest'
import {
  dueEffect,
  effectsInTurn,
  instanceOfEffect,
  instanceOfTask,
  nextDueAt,
  toRecord,
} from '../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { aFlow, aMove, begin, NOON, play } from './arbitraries.ts'

const games = fc.record({ flow: aFlow, moves: fc.array(aMove, { maxLength: 15 }) })

function recordsOf({
  flow,
  moves,
}: {
  flow: Parameters<typeof begin>[0]
  moves: Parameters<typeof play>[1][]
}) {
  const records = [toRecord(undefined, begin(flow))]
  for (const move of moves) {
    const record = records.at(-1) as InstanceRecord
    const outcome = play(record.instance, move, flow)
    if (typeof outcome !== 'string') records.push(toRecord(record, outcome))
  }
  return records
}

describe('what Feishu has to be told', () => {
  it('is one waiting sync however often things changed, and one card for each task that was open', () => {
    fc.assert(
      fc.property(games, (game) => {
        for (const { effects, instance, cards } of recordsOf(game)) {
          expect(effects.filter(({ kind }) => kind === 'sync')).toHaveLength(1)
          expect(new Set(effects.map(({ id }) => id)).size).toBe(effects.length)
          for (const task of instance.tasks.filter(({ completeReason }) => completeReason !== 'auto_skip')) {
            const own = effects.filter(({ taskId }) => taskId === task.id).map(({ kind }) => kind)
            // Whoever has to submit again gets a message instead.
            const kinds = task.status === 'PENDING' ? ['send_card'] : ['send_card', 'settle_card']
            expect(own).toEqual(task.nodeId === INITIATOR_NODE ? [] : kinds)
            const some = task.nodeId === INITIATOR_NODE ? 0 : 1
            expect(cards.filter(({ taskId }) => taskId === task.id)).toHaveLength(some)
          }
        }
      }),
    )
  })

  it('R3: nothing is queued without a committed change', () => {
    fc.assert(
      fc.property(games, ({ flow }) => {
        const record = toRecord(undefined, begin(flow))
        expect(toRecord(record, { instance: record.instance, act: null })).toBe(record)
      }),
    )
  })

  it('ids tell the instance they belong to', () => {
    fc.assert(
      fc.property(games, (game) => {
        const last = recordsOf(game).at(-1) as InstanceRecord
        expect(last.effects.every(({ id }) => instanceOfEffect(id) === 'i1')).toBe(true)
        expect(last.instance.tasks.every(({ id }) => instanceOfTask(id) === 'i1')).toBe(true)
      }),
    )
  })
})

describe('whose turn it is', () => {
  const effect = (kind: 'sync' | 'send_card' | 'settle_card', taskId: string | null, nextTryAt = NOON) => ({
    id: `i1.${kind}.${taskId}`,
    kind,
    taskId,
    createdAt: NOON,
    attempts: 0,
    nextTryAt,
    lastError: null,
    logId: null,
    parked: null,
  })
  const parked = (probeAt: number | null) => ({
    at: NOON,
    cause: 'refused' as const,
    reason: '',
    code: 1,
    logId: null,
    payload: null,
    probeAt,
  })

  it('the lists come before any card', () => {
    const effects = [effect('send_card', 't1'), effect('sync', null, NOON + 5)]

    expect(effectsInTurn({ effects }).map(({ kind }) => kind)).toEqual(['sync'])
    expect(dueEffect({ effects }, NOON)).toBeUndefined()
    expect(nextDueAt({ effects })).toBe(NOON + 5)
  })

  it('a card is sent before it is settled, and holds back no other card', () => {
    const effects = [
      effect('send_card', 't1', NOON + 9),
      effect('settle_card', 't1'),
      effect('send_card', 't2'),
    ]

    expect(dueEffect({ effects }, NOON)?.taskId).toBe('t2')
    expect(nextDueAt({ effects })).toBe(NOON)
  })

  it('R15: what is parked holds back nothing, and is probed only where a setting may have been mended', () => {
    const given = { ...effect('sync', null), parked: parked(null) }
    const probed = { ...effect('sync', null), parked: parked(NOON + 60) }

    expect(dueEffect({ effects: [given, effect('send_card', 't1')] }, NOON)?.kind).toBe('send_card')
    expect(nextDueAt({ effects: [given] })).toBeNull()
    expect(dueEffect({ effects: [probed] }, NOON + 59)).toBeUndefined()
    expect(dueEffect({ effects: [probed] }, NOON + 60)).toBe(probed)
  })
})
