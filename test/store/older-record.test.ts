import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../shared/definition.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { replay } from '../../server/domain/engine/evolve.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { withChecksum } from '../../server/store/embedded/disk/checksum.ts'
import { pathOf, readDocument } from '../../server/store/embedded/disk/document.ts'
import { INSTANCES } from '../../server/store/embedded/document-schemas.ts'
import { groupEntries, type OlderEntry } from '../../server/store/embedded/older-history.ts'
import type { UseCaseContext } from '../../server/usecases/context.ts'
import { viewInstance } from '../../server/usecases/instance-view.ts'
import { VERB_OF } from '../domain/arbitraries.ts'
import { A_CALENDAR } from '../support/read-forms.ts'

/** 20 November 2026, 12:00 in Shanghai, an hour after which the views were made. */
const NOON = Date.UTC(2026, 10, 20, 4)

/**
 * Random games as the last version with schema 2 stored them, with what it showed of each to two people and, told by
 * whoever played, what was done and by whom.
 */
type Game = {
  record: { instance: { id: string } }
  seen: Record<string, Omit<InstanceView, 'history'>>
  told: [string, string | null][]
  definition: Definition
}

const file = new URL('./fixtures/schema-2.json.gz', import.meta.url)
const games = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Game[]

const open = ({ record }: Game): InstanceRecord =>
  readDocument(INSTANCES, pathOf(INSTANCES, record.instance.id), Buffer.from(withChecksum(record)))

function contextOf({ definition }: Game): UseCaseContext {
  const read = () => Promise.resolve({ code: 'leave', version: 1, definition })
  const ctx: unknown = {
    store: { definitions: { read } },
    mac: () => 'm',
    now: () => NOON + 3_600_000,
    publicUrl: 'http://x',
    calendar: () => Promise.resolve(A_CALENDAR),
  }
  return ctx as UseCaseContext
}

describe('a store that the version before wrote', () => {
  it('holds every verb, in 200 approvals and more', () => {
    expect(games.length).toBeGreaterThanOrEqual(200)
    expect(new Set(games.flatMap(({ told }) => told.map(([kind]) => kind))).size).toBe(20)
  })

  it.each(games.map((game) => [game.record.instance.id, game] as const))('opens: %s', async (_, game) => {
    const record = open(game)
    // A postponement takes the place of an earlier one of the same task.
    const told = game.told.map(([kind, by]) => `${VERB_OF[kind] ?? kind} ${by ?? '-'}`)
    const isPostponement = (one: string) => one.startsWith('postpone')
    const acts = record.history.map(({ verb, by }) => `${verb} ${by ?? '-'}`)
    expect(acts.filter((one) => !isPostponement(one))).toEqual(told.filter((one) => !isPostponement(one)))
    expect(replay(record.history)).toEqual(record.instance)
    for (const [userId, seen] of Object.entries(game.seen)) {
      const reader = { userId, locale: 'zh-CN' } as const
      const {
        history,
        number,
        phrases,
        title,
        basis: _,
        optionLabels: __,
        ...shown
      } = await viewInstance(contextOf(game), record, reader)
      expect({ ...shown, title: seen.title }).toEqual(seen)
      expect([number, title]).toEqual([
        record.instance.id.slice(0, 8),
        `${shown.initiator.name}提交的${seen.title}`,
      ])
      expect(history.length).toBeGreaterThan(0)
    }
  })
})

it('of older entries a hand-over names whose place it was, not the delegate who had the task', () => {
  const task = {
    id: 'i1_t1',
    nodeId: 'manager',
    assignee: 'u_dan',
    seat: 'u_bob',
    consignedBy: 'u_bob',
    status: 'TRANSFERRED',
    completeReason: 'forward_resign',
    reason: null,
    round: 1,
    createdAt: NOON,
    endedAt: NOON,
    clock: NOON,
  } as const
  const ended = { taskId: task.id, status: task.status, completeReason: task.completeReason }
  const past = { at: NOON, by: null, via: 'system' } as const
  const gone: OlderEntry = { ...past, event: { type: 'task_ended', ...ended } }
  const moved: OlderEntry = {
    ...past,
    event: { type: 'seat_moved', nodeId: 'manager', seat: 'u_bob', to: 'u_hr' },
  }
  const left = (...entries: OlderEntry[]) => groupEntries(entries, { tasks: [task] }).history[0]?.people
  expect([left(gone, moved), left(gone)]).toEqual([['u_bob'], ['u_dan']])
})

it('of older entries each act has its task, also when the wall clock went back before it', () => {
  const [at, by] = [NOON - 1, 'u_bob']
  const opened = { type: 'task_opened', taskId: 'i1_t1', nodeId: 'manager', assignee: 'u_bob' } as const
  const asked = { nodeId: 'manager', seat: 'u_bob', position: 'before', users: ['u_hr'] } as const
  const ended = {
    taskId: 'i1_t1',
    status: 'TRANSFERRED',
    completeReason: 'add_pre',
    reason: '请先看',
  } as const
  const entries: OlderEntry[] = [
    { at: NOON, by: null, via: 'system', event: opened },
    { at, by, via: 'api', event: { type: 'signers_added', ...asked, reason: '请先看' } },
    { at, by, via: 'api', event: { type: 'task_ended', ...ended } },
  ]
  expect(groupEntries(entries, { tasks: [] }).history.at(-1)).toMatchObject({
    verb: 'add-sign',
    by,
    taskId: 'i1_t1',
    reason: '请先看',
    people: ['u_hr'],
  })
})
