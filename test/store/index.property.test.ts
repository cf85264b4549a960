import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Box } from '../../shared/requests.ts'
import { nextDueAt, toRecord } from '../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { act } from '../../server/domain/verbs/index.ts'
import { isPostponed } from '../../server/domain/verbs/postpone.ts'
import type { Store } from '../../server/store/contract.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import {
  aRecord,
  aRouteNode,
  aContext,
  anInitiator,
  decided,
  delivered,
  given,
  T0,
} from '../support/builders.ts'
import { createMemoryFiles } from '../support/memory-store.ts'

const PEOPLE = ['u_a', 'u_b', 'u_c']
const BOXES = Box.options
const LIMIT = 3
const INSTANTS = [T0 + 2, T0 + 5]

const person = fc.constantFrom(...PEOPLE)
const Operation = fc.record({
  // Few ids and few instants, so that operations meet and times are equal.
  id: fc.integer({ min: 0, max: 7 }).map((n) => `i${n}`),
  at: fc.integer({ min: 0, max: 5 }).map((n) => T0 + n),
  kind: fc.constantFrom('decide', 'decide', 'reject', 'withdraw', 'deliver', 'park', 'postpone', 'postpone'),
  people: fc.tuple(person, person, person, person),
  mode: fc.constantFrom('any', 'all', 'sequential'),
})
type Operation = typeof Operation extends fc.Arbitrary<infer T> ? T : never

it('what the lists and the outbox say is what the records say, and a restart says the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Operation, { maxLength: 40 }), async (operations) => {
      const files = createMemoryFiles()
      const { store } = createEmbeddedStore(files, async () => undefined)
      await Promise.all(
        operations.map((operation) =>
          store.instances.change(operation.id, (current) => ({ next: apply(current, operation), result: 0 })),
        ),
      )
      const restarted = createEmbeddedStore(files, async () => undefined)
      expect(await restarted.load()).toEqual([])

      const records = [...files.texts.values()].map((text) => JSON.parse(text) as InstanceRecord)
      const expected = expectedOf(records)
      expect(await everythingIn(store)).toEqual(expected)
      expect(await everythingIn(restarted.store)).toEqual(expected)
    }),
    { numRuns: 150 },
  )
})

function apply(
  current: InstanceRecord | undefined,
  { id, at, kind, people, mode }: Operation,
): InstanceRecord {
  const [initiator, first, second, cc] = people
  if (!current) {
    const node = (nodeId: string, approvers: string[]) => aRouteNode({ id: nodeId, mode, approvers })
    return aRecord({
      id,
      at,
      initiator: anInitiator({ userId: initiator }),
      route: [node('one', [...new Set([first, second])]), node('two', [first]), node('three', [second])],
      ccAtStart: [cc],
      ccAtEnd: [initiator],
    })
  }
  const open = current.instance.tasks.find(({ status }) => status === 'PENDING')
  switch (kind) {
    case 'decide':
      return open ? decided(current, open.id, { at }) : current
    case 'reject':
      return open ? decided(current, open.id, { at, verdict: 'REJECTED' }) : current
    case 'withdraw': {
      const by = current.instance.initiator.userId
      return open
        ? toRecord(current, act(current.instance, 'withdraw', given(), aContext({ at, by })))
        : current
    }
    case 'postpone': {
      if (!open) return current
      const until = at % 3 === 0 ? null : at + 1 + (at % 2)
      const input = { taskId: open.id, until, ...given() }
      return toRecord(current, act(current.instance, 'postpone', input, aContext({ at, by: open.assignee })))
    }
    case 'deliver':
      return delivered(current)
    case 'park':
      return {
        ...current,
        effects: current.effects.map((one, n) => (n % 2 ? one : { ...one, parked: parkedAt(at) })),
      }
  }
}

const parkedAt = (at: number) => ({
  at,
  cause: 'refused' as const,
  reason: 'refused',
  code: 1,
  logId: null,
  payload: {},
  probeAt: at % 2 ? at + 9 : null,
})

type Everything = {
  boxes: Record<string, string[]>
  /** Per person and instant: to-dos not put off, those put off, and how many tasks that is. */
  later: Record<string, [string[], string[], number, number]>
  changed: string[]
  effects: string[]
  counts: { pending: number; parked: number }
  due: number | null
}

/** The same from the records alone, by sorting all of them. */
function expectedOf(records: readonly InstanceRecord[]): Everything {
  const effects = [...records]
    .sort((a, b) => a.instance.startedAt - b.instance.startedAt || order(a.instance.id, b.instance.id))
    .flatMap((record) => record.effects)
  const dues = records.map((record) => nextDueAt(record)).filter((at) => at !== null)
  const parked = effects.filter((effect) => effect.parked).length
  return {
    boxes: Object.fromEntries(
      PEOPLE.flatMap((userId) =>
        BOXES.map((box) => [
          `${userId} ${box}`,
          records
            .flatMap((record) => timeIn(record, userId, box).map((at) => ({ at, id: record.instance.id })))
            .sort((a, b) => b.at - a.at || order(b.id, a.id))
            .map(({ id }) => id),
        ]),
      ),
    ),
    later: Object.fromEntries(
      PEOPLE.flatMap((userId) =>
        INSTANTS.map((now) => {
          const open = records.flatMap(({ instance }) =>
            instance.tasks
              .filter((task) => task.assignee === userId && task.status === 'PENDING')
              .map((task) => ({ id: instance.id, away: isPostponed(task, now) })),
          )
          const here = open.filter(({ away }) => !away).map(({ id }) => id)
          const away = open.filter((one) => one.away).map(({ id }) => id)
          const once = (ids: string[]) => [...new Set(ids)].sort()
          return [`${userId} ${now}`, [once(here), once(away), here.length, away.length]]
        }),
      ),
    ),
    changed: [...records]
      .sort((a, b) => a.instance.updatedAt - b.instance.updatedAt || order(a.instance.id, b.instance.id))
      .map(({ instance }) => instance.id),
    effects: effects.map(({ id }) => id),
    counts: { pending: effects.length - parked, parked },
    due: dues.length > 0 ? Math.min(...dues) : null,
  }
}

function timeIn({ instance }: InstanceRecord, userId: string, box: Box): number[] {
  const own = instance.tasks.filter(({ assignee }) => assignee === userId)
  const times: Record<Box, number[]> = {
    started: instance.initiator.userId === userId ? [instance.startedAt] : [],
    cc: instance.cc.filter((cc) => cc.userId === userId).map(({ createdAt }) => createdAt),
    todo: own.filter(({ status }) => status === 'PENDING').map(({ createdAt }) => createdAt),
    done: own
      .filter(({ status }) => status === 'APPROVED' || status === 'REJECTED')
      .map(({ createdAt }) => createdAt),
  }
  return times[box].length > 0 ? [Math.max(...times[box])] : []
}

async function everythingIn({ instances, outbox }: Store): Promise<Everything> {
  const boxes: Record<string, string[]> = {}
  for (const userId of PEOPLE) {
    for (const box of BOXES) {
      const items = await everyPage((cursor) => instances.list({ userId, box, cursor, limit: LIMIT }))
      boxes[`${userId} ${box}`] = items.map(({ id }) => id)
    }
  }
  const later: Everything['later'] = {}
  for (const userId of PEOPLE) {
    for (const at of INSTANTS) {
      const [here, away] = await Promise.all(
        (['without', 'only'] as const).map(async (show) => {
          const tasks = { postponed: { at, show } }
          const list = (cursor: string | undefined) =>
            instances.list({ userId, box: 'todo', tasks, cursor, limit: LIMIT })
          const groups = await instances.groups({ userId, tasks })
          return {
            ids: (await everyPage(list)).map(({ id }) => id).sort(),
            count: groups.reduce((sum, { count }) => sum + count, 0),
          }
        }),
      )
      later[`${userId} ${at}`] = [here!.ids, away!.ids, here!.count, away!.count]
    }
  }
  const effects = await everyPage((cursor) => outbox.list({ cursor, limit: LIMIT }))
  return {
    boxes,
    later,
    changed: (await instances.changedSince(0, 1_000)).map(({ id }) => id),
    effects: effects.map(({ effect }) => effect.id),
    counts: await outbox.count(),
    due: await outbox.nextDueAt(),
  }
}

async function everyPage<T>(
  list: (cursor: string | undefined) => Promise<{ items: readonly T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined; ;) {
    const page = await list(cursor)
    items.push(...page.items)
    if (page.nextCursor === null) return items
    cursor = page.nextCursor
  }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
