import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replay } from '../../../server/domain/engine/evolve.ts'
import type { Instance } from '../../../server/domain/instance.ts'
import { merge } from '../../../server/domain/mirror/merge.ts'
import { replacingLeftOut } from '../../../server/domain/mirror/left-out.ts'
import { mirror } from '../../../server/domain/mirror/mirror.ts'
import type { Push, Pushed } from '../../../server/domain/mirror/pushed.ts'
import { toRecord } from '../../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../../server/domain/outbox/record.ts'
import { AT, context, head, push, task } from './pushes.ts'

/** The record after these pushes, a second apart. */
function recordOf(
  pushes: readonly (Push | undefined)[],
  over: Parameters<typeof context>[0] = {},
): InstanceRecord {
  const record = pushes.reduce<InstanceRecord | undefined>((before, one, at) => {
    const outcome = mirror(before?.instance, one, context({ ...over, at: AT + 1_000 * (at + 1) }))
    return toRecord(before, outcome)
  }, undefined)
  if (!record) throw new Error('nothing was pushed')
  return record
}

const waiting = ({ effects }: InstanceRecord): string[] =>
  effects.map(({ kind, taskId }) => (taskId === null ? kind : `${kind} ${taskId}`))

const boxes = ({ tasks }: Instance): string[] =>
  tasks.map(({ id, assignee, status }) => `${id} ${assignee} ${status}`)

describe('what a source pushes', () => {
  it('is a to-do with a card, in the lists first', () => {
    const record = recordOf([push()])
    expect(boxes(record.instance)).toEqual(['erp-po-1_t1 u_bob PENDING'])
    expect(waiting(record)).toEqual(['sync', 'send_card erp-po-1_t1'])
  })

  it('settles the card of each task that ends', () => {
    const ended = task({ clock: 2, status: 'APPROVED', completeReason: 'approved', endedAt: AT + 5 })
    const record = recordOf([push(), push({ head: head({ clock: 2, status: 'APPROVED' }), tasks: [ended] })])
    expect(record.instance.status).toBe('APPROVED')
    expect(waiting(record)).toEqual(['sync', 'send_card erp-po-1_t1', 'settle_card erp-po-1_t1'])
  })

  it('is no change when it comes again', () => {
    const once = recordOf([push()])
    expect(recordOf([push(), push()])).toEqual(once)
  })

  it('counts only where its own clock is greater, and never moves ours back', () => {
    const late = push({ head: head({ clock: 0, title: { 'zh-CN': 'old' } }) })
    expect(recordOf([push(), late])).toEqual(recordOf([push()]))
    const newer = push({ head: head({ clock: 9, title: { 'zh-CN': 'new' } }), tasks: [] })
    const { instance } = recordOf([push(), newer])
    expect([instance.tasks.length, instance.clock]).toEqual([1, AT + 2_000])
  })

  it('ends what a replacing push names no more, with its card, and opens it anew under another id', () => {
    const none = push({ mode: 'replace', tasks: [] })
    const gone = recordOf([push(), none])
    expect(boxes(gone.instance)).toEqual(['erp-po-1_t1 u_bob DONE'])
    expect(waiting(gone)).toContain('settle_card erp-po-1_t1')
    const again = recordOf([push(), none, push({ mode: 'replace' })])
    expect(boxes(again.instance)).toEqual(['erp-po-1_t1 u_bob DONE', 'erp-po-1_t2 u_bob PENDING'])
    expect(waiting(again)).toContain('send_card erp-po-1_t2')
  })

  it('tells Feishu nothing where its clocks went on and nothing else', () => {
    const first = recordOf([push()])
    const { effects, ...record } = recordOf([
      push(),
      push({ head: head({ clock: 5 }), tasks: [task({ clock: 5 })] }),
    ])
    expect(effects).toEqual(first.effects)
    expect([record.instance.clock, record.instance.mirror?.pushed.head.clock]).toEqual([
      first.instance.clock,
      5,
    ])
  })

  it('waits for whom nobody knows, and is theirs the moment that somebody does', () => {
    const { people } = context()
    const nobody = { anna: people['anna']! }
    const first = recordOf([push()], { people: nobody })
    expect([boxes(first.instance), first.instance.mirror?.unknown]).toEqual([[], ['bob']])
    const outcome = mirror(first.instance, undefined, context({ at: AT + 9_000 }))
    const known = toRecord(first, outcome)
    expect(boxes(known.instance)).toEqual(['erp-po-1_t1 u_bob PENDING'])
    expect(waiting(known)).toContain('send_card erp-po-1_t1')
  })

  it('has no card of ours where the source sends its own', () => {
    expect(waiting(recordOf([push()], { sendsCards: false }))).toEqual(['sync'])
  })
})

const STATUSES = ['PENDING', 'APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE'] as const

const aPush = (mode: Push['mode']): fc.Arbitrary<Push> =>
  fc
    .record({
      clock: fc.nat(6),
      title: fc.constantFrom('a', 'b', 'c'),
      tasks: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom('T1', 'T2', 'T3'),
          clock: fc.nat(6),
          person: fc.constantFrom('bob', 'carol', 'nobody'),
          status: fc.constantFrom(...STATUSES),
        }),
        { selector: ({ id }) => id, maxLength: 3 },
      ),
    })
    .map(({ clock, title, tasks }) =>
      push({
        mode,
        head: head({ clock, title: { 'zh-CN': title } }),
        tasks: tasks.map((one) =>
          task({ ...one, endedAt: one.status === 'PENDING' ? null : AT + one.clock }),
        ),
      }),
    )

describe('what has ended', () => {
  const opened = push()
  const approved = push({
    head: head({ clock: 2, status: 'APPROVED' }),
    tasks: [task({ clock: 2, status: 'APPROVED', endedAt: AT + 2 })],
  })

  it('stays as it ended where the same opens again, which is another to-do with a card of its own', () => {
    const again = push({ head: head({ clock: 3 }), tasks: [task({ clock: 3 })] })
    const record = recordOf([opened, approved, again])
    expect(boxes(record.instance)).toEqual(['erp-po-1_t1 u_bob APPROVED', 'erp-po-1_t2 u_bob PENDING'])
    expect(waiting(record)).toContain('send_card erp-po-1_t2')
  })

  it('stays as it ended where a replacing push names it no more, and where it is said to have ended otherwise', () => {
    const without = push({ mode: 'replace', head: head({ clock: 3, status: 'APPROVED' }), tasks: [] })
    expect(boxes(recordOf([opened, approved, without]).instance)).toEqual(['erp-po-1_t1 u_bob APPROVED'])
    const rejected = push({
      head: head({ clock: 3, status: 'REJECTED' }),
      tasks: [task({ clock: 3, status: 'REJECTED', endedAt: AT + 3 })],
    })
    expect(boxes(recordOf([opened, approved, rejected]).instance)).toEqual([
      'erp-po-1_t1 u_bob APPROVED',
      'erp-po-1_t2 u_bob REJECTED',
    ])
  })

  it('is another’s under another id, as Feishu changes nobody’s task', () => {
    const theirs = push({ mode: 'replace', tasks: [task({ person: 'carol' })] })
    expect(boxes(recordOf([opened, theirs]).instance)).toEqual([
      'erp-po-1_t1 u_bob DONE',
      'erp-po-1_t2 u_carol PENDING',
    ])
  })
})

describe('three hundred tasks', () => {
  const many = (from: number, count = 300) =>
    push({
      mode: 'replace',
      tasks: Array.from({ length: count }, (_, at) => task({ id: `T${from + at}` })),
    })

  it('are taken, and what has to make room for them is replaced, with its card settled', () => {
    const first = recordOf([many(0)])
    const next = replacingLeftOut(first, recordOf([many(0), many(300)]))
    expect([next.instance.tasks.length, next.repairBy]).toEqual([300, 'REPLACE'])
    expect(waiting(next)).toContain('settle_card erp-po-1_t1')
  })

  it('leave what was dropped and told as it is', () => {
    const [first, second] = [many(0, 150), many(150, 150)]
    const told = { ...recordOf([first, second]), pushedClock: AT + 9_000 }
    expect(told.instance.tasks).toHaveLength(300)
    const third = toRecord(told, mirror(told.instance, many(150), context({ at: AT + 10_000 })))
    const next = replacingLeftOut(told, third)
    expect([next.instance.tasks.length, next.repairBy]).toEqual([300, undefined])
  })
})

it('the same is left whatever order to-dos of one each come in, and however often', () => {
  const set = fc.array(aPush('items'), { minLength: 1, maxLength: 8 })
  const shuffled = set.chain((pushes) =>
    fc.tuple(
      fc.constant(pushes),
      fc.shuffledSubarray([...pushes, ...pushes], {
        minLength: 2 * pushes.length,
        maxLength: 2 * pushes.length,
      }),
    ),
  )
  const left = (pushes: readonly Push[]): Pushed | undefined =>
    pushes.reduce<Pushed | undefined>((held, one) => merge(held, one), undefined)
  const sorted = (pushed: Pushed | undefined) => ({
    ...pushed,
    tasks: Object.entries(pushed?.tasks ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  })
  fc.assert(
    fc.property(shuffled, ([pushes, others]) => {
      expect(sorted(left(others))).toEqual(sorted(left(pushes)))
    }),
    { numRuns: 1_000 },
  )
})

it('whatever is pushed: the history leads to the state, our clocks grow, ids stay, and no ended task changes', () => {
  const any = fc.constantFrom<Push['mode']>('update', 'replace', 'items').chain(aPush)
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 10 }), (pushes) => {
      let record: InstanceRecord | undefined
      pushes.forEach((one, at) => {
        const before: InstanceRecord | undefined = record
        record = toRecord(before, mirror(before?.instance, one, context({ at: AT + at })))
        expect(replay(record.history)).toEqual(record.instance)
        expect(record.history.length).toBeLessThanOrEqual(2)
        for (const old of before?.instance.tasks ?? []) {
          const now = record.instance.tasks.find(({ id }) => id === old.id)
          expect(now).toBeDefined()
          expect(now!.clock).toBeGreaterThanOrEqual(old.clock)
          if (old.status !== 'PENDING') expect(now!.status).toBe(old.status)
          expect(now!.assignee).toBe(old.assignee)
          if (now!.status !== old.status) expect(now!.clock).toBeGreaterThan(old.clock)
        }
        if (before && before.instance !== record.instance)
          expect(record.instance.clock).toBeGreaterThanOrEqual(before.instance.clock)
      })
    }),
    { numRuns: 1_000 },
  )
})
