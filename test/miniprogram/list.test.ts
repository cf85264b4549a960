import { describe, expect, it } from 'vitest'
import type { InstanceItem, ListResponse } from '../../shared/responses.ts'
import { ApiFailure, noAnswer } from '../../miniprogram/client/failure.ts'
import type { ListFilter } from '../../miniprogram/client/api.ts'
import { commonReason, decideEach } from '../../miniprogram/features/list/batch.ts'
import { createListReader } from '../../miniprogram/features/list/list-reader.ts'
import {
  alikeGroups,
  definitionChoices,
  emptyList,
  firstPage,
  keyOf,
  NO_FILTER,
  type ListState,
} from '../../miniprogram/features/list/list-state.ts'
import { allOrNone, selectedItems, toggled } from '../../miniprogram/features/list/selection.ts'

type TaskStatus = NonNullable<InstanceItem['task']>['status']

const item = (n: number, status: TaskStatus = 'PENDING'): InstanceItem => ({
  id: `i${n}`,
  number: `i${n}`,
  definition: { code: 'leave', name: 'Leave' },
  title: 'Leave',
  status: 'PENDING',
  initiator: { userId: 'u_1', name: 'Li' },
  summary: [],
  createdAt: n,
  updatedAt: n,
  task: {
    id: `t${n}`,
    nodeId: 'manager',
    nodeName: 'Manager',
    status,
    createdAt: n,
    completeReason: null,
    byTime: false,
    reason: 'optional',
    postponedUntil: null,
  },
})
const range = (from: number, to: number): InstanceItem[] =>
  Array.from({ length: to - from }, (_, at) => item(from + at))

/** A list of `items`; answers wait until they are let through, in any order. */
function createRig(answer: (filter: ListFilter) => ListResponse) {
  const asked: ListFilter[] = []
  const waiting: (() => void)[] = []
  const seen: { keys: string[]; appended: boolean }[] = []
  const failures: { error: unknown; appending: boolean }[] = []
  let broken: Error | undefined
  const reader = createListReader(emptyList('todo'), {
    ask: (filter) => {
      asked.push(filter)
      const failure = broken
      return new Promise((resolve, reject) => {
        waiting.push(() => (failure ? reject(failure) : resolve(answer(filter))))
      })
    },
    changed: (state: ListState, appended) => seen.push({ keys: state.items.map(keyOf), appended }),
    failed: (error, appending) => failures.push({ error, appending }),
    busy: () => undefined,
  })
  const settle = async (at = 0): Promise<void> => {
    waiting.splice(at, 1)[0]?.()
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  }
  return { reader, asked, seen, failures, settle, breakWith: (error?: Error) => (broken = error) }
}
const paged =
  (all: readonly InstanceItem[]) =>
  ({ cursor = '0', limit = 20 }: ListFilter): ListResponse => {
    const from = Number(cursor)
    const to = from + limit
    return { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null }
  }

describe('a list', () => {
  it('grows page by page until its end', async () => {
    const rig = createRig(paged(range(0, 45)))
    void rig.reader.first()
    await rig.settle()
    for (let page = 0; page < 3; page += 1) {
      void rig.reader.next()
      await rig.settle()
    }
    expect(rig.asked.map(({ cursor }) => cursor)).toEqual([undefined, '20', '40'])
    expect(rig.reader.state.items).toHaveLength(45)
  })

  it('asks for a next page once, however often the end is reached', async () => {
    const rig = createRig(paged(range(0, 45)))
    void rig.reader.first()
    await rig.settle()
    void rig.reader.next()
    void rig.reader.next()
    await rig.settle()
    expect(rig.asked).toHaveLength(2)
  })

  it('shows what moved down meanwhile only once', async () => {
    const pages: ListResponse[] = [
      { items: range(0, 20), nextCursor: 'x' },
      { items: range(19, 30), nextCursor: null },
    ]
    const rig = createRig(({ cursor }) => pages[cursor === undefined ? 0 : 1]!)
    void rig.reader.first()
    await rig.settle()
    void rig.reader.next()
    await rig.settle()
    expect(rig.reader.state.items.map(keyOf)).toEqual(range(0, 30).map(keyOf))
  })

  it('drops an answer to what was asked before a filter changed', async () => {
    const rig = createRig(({ definition }) => ({
      items: definition === undefined ? range(0, 3) : range(7, 8),
      nextCursor: null,
    }))
    void rig.reader.first()
    void rig.reader.show(emptyList('todo', { ...NO_FILTER, definition: 'leave' }))
    await rig.settle(1)
    await rig.settle(0)
    expect(rig.reader.state.items.map(keyOf)).toEqual(['t7'])
  })

  it('goes on over empty pages of a search, a few at a time', async () => {
    const rig = createRig(({ cursor = '0' }) => ({ items: [], nextCursor: String(Number(cursor) + 1) }))
    void rig.reader.first()
    for (let page = 0; page < 20; page += 1) await rig.settle()
    expect(rig.asked).toHaveLength(6)
  })

  it('keeps what it has when a page does not come', async () => {
    const rig = createRig(paged(range(0, 45)))
    void rig.reader.first()
    await rig.settle()
    rig.breakWith(noAnswer())
    void rig.reader.next()
    await rig.settle()
    expect(rig.failures).toMatchObject([{ appending: true }])
    expect(rig.reader.state.items).toHaveLength(20)
    rig.breakWith()
    void rig.reader.next()
    await rig.settle()
    expect(rig.reader.state.items).toHaveLength(40)
  })

  it('is read again as far as it was shown', () => {
    const state = { ...emptyList('done'), items: range(0, 60) }
    expect(firstPage(state)).toEqual({ box: 'done', limit: 60 })
    expect(firstPage({ ...state, items: range(0, 300) }).limit).toBe(100)
  })
})

it('only groups of two or more save work', () => {
  const group = (nodeId: string, count: number) => ({
    definition: { code: 'leave', name: 'Leave' },
    nodeId,
    nodeName: nodeId,
    count,
    phrases: [],
  })
  expect(alikeGroups([group('a', 3), group('b', 1)]).map(({ nodeId }) => nodeId)).toEqual(['a'])
})

it('one can filter by what may be started and by what lies there, each once', () => {
  const startable = [{ code: 'expense', name: 'Expense' }]
  expect(definitionChoices(startable, { items: range(0, 2), groups: [] })).toEqual([
    { code: 'expense', name: 'Expense' },
    { code: 'leave', name: 'Leave' },
  ])
})

describe('a selection', () => {
  const items = [item(1), item(2, 'APPROVED'), item(3)]

  it('takes open tasks only, all or none', () => {
    const all = allOrNone(items, new Set())
    expect([...all]).toEqual(['t1', 't3'])
    expect(allOrNone(items, all).size).toBe(0)
  })

  it('forgets what is gone', () => {
    const selection = toggled(toggled(new Set(), 't1'), 't9')
    expect(selectedItems(items, selection).map(keyOf)).toEqual(['t1'])
    expect(toggled(selection, 't1').has('t1')).toBe(false)
  })
})

describe('deciding several', () => {
  const refusal = new ApiFailure(409, 'task_already_ended', 'Already decided.')

  it('goes one after the other, tells progress and passes over what is refused', async () => {
    const progress: number[] = []
    const result = await decideEach(
      range(1, 4),
      (id) => (id === 't2' ? Promise.reject(refusal) : Promise.resolve()),
      (count) => progress.push(count),
    )
    expect(progress).toEqual([1, 2, 3])
    expect(result).toEqual({ done: ['t1', 't3'], failed: [{ key: 't2', error: refusal }], stopped: false })
  })

  it('stops where the connection is lost', async () => {
    const asked: string[] = []
    const result = await decideEach(
      range(1, 5),
      async (id) => {
        asked.push(id)
        if (id === 't2') throw noAnswer()
      },
      () => undefined,
    )
    expect(asked).toEqual(['t1', 't2'])
    expect(result).toMatchObject({ done: ['t1'], stopped: true })
  })

  it('asks for words when one of them needs some', () => {
    const strict = item(2)
    strict.task!.reason = 'required'
    expect(commonReason([item(1), strict])).toBe('required')
    expect(commonReason([item(1)])).toBe('optional')
  })
})
