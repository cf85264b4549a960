import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LeaseLost, type Page, type Store } from '../../server/store/contract.ts'
import type { Effect, InstanceRecord, Parked } from '../../server/domain/outbox/record.ts'
import {
  aDefinition,
  aDefinitionRecord,
  anInitiator,
  aRecord,
  aReminder,
  aRouteNode,
  aSession,
  decided,
  delivered,
  T0,
} from '../support/builders.ts'
import { describeEndpointsContract } from './endpoints-contract.ts'
import { describeLettersContract } from './letters-contract.ts'
import { describeNumbersContract } from './numbers-contract.ts'
import { describePagesContract } from './pages-contract.ts'
import { describeQuestions } from './questions.ts'
import { putDefinition, putNote, putSettings } from '../support/put.ts'

// Long, as every promise of the contract stands here once, for every store.

/** The one definition of what a store is. Every adapter's test file calls this. `open` makes an empty one. */
export function describeStoreContract(name: string, open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(async () => {
    await store.close()
  })

  describe(`${name}: instances`, () => {
    it('reads what was committed', async () => {
      const record = aRecord()
      await save(store, record)

      expect(await store.instances.read('i1')).toEqual(record)
      expect(await store.instances.read('i2')).toBeUndefined()
      expect(await store.instances.read('../binding')).toBeUndefined()
    })

    it('shows each change the one before it, however many come at once', async () => {
      await save(store, aRecord())
      const seen = await Promise.all(
        Array.from({ length: 20 }, () =>
          store.instances.change('i1', (current) => {
            const next = { ...current!, effectCount: current!.effectCount + 1 }
            return { next, result: current!.effectCount }
          }),
        ),
      )
      const first = aRecord().effectCount
      expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => first + n))
      expect((await store.instances.read('i1'))?.effectCount).toBe(first + 20)
    })

    it('writes nothing when the change throws, and goes on', async () => {
      await save(store, aRecord())
      const failing = store.instances.change('i1', () => {
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await store.instances.read('i1')).toEqual(aRecord())
      await save(store, decided(aRecord(), 'i1_t1'))
      expect((await store.instances.read('i1'))?.instance.tasks).toHaveLength(2)
    })

    it('writes nothing when nothing changed, and answers', async () => {
      expect(await store.instances.change('i1', (current) => ({ result: current ?? 'nothing' }))).toBe(
        'nothing',
      )
      expect(await store.instances.read('i1')).toBeUndefined()
    })

    it('keeps any id and text to the byte', async () => {
      for (const id of ['UPPER', 'upper', 'a/b', '..', 'é中', 'x'.repeat(300), 'X'.repeat(300)]) {
        const record = aRecord({ id, form: { reason: 'a"\\\u2028\u0000😀' } })
        await save(store, record)
        expect(await store.instances.read(id)).toEqual(record)
      }
    })
  })

  describe(`${name}: lists`, () => {
    const list = (userId: string, box: 'todo' | 'done' | 'started' | 'cc', more: object = {}) =>
      store.instances.list({ userId, box, limit: 100, ...more })

    it('an instance moves through the boxes of those it concerns', async () => {
      const begun = aRecord()
      await save(store, begun)
      expect(ids(await list('u_alice', 'started'))).toEqual(['i1'])
      expect(ids(await list('u_bob', 'todo'))).toEqual(['i1'])
      expect(ids(await list('u_carol', 'todo'))).toEqual([])

      const half = decided(begun, 'i1_t1')
      await save(store, half)
      expect(ids(await list('u_bob', 'todo'))).toEqual([])
      expect(ids(await list('u_bob', 'done'))).toEqual(['i1'])
      expect(ids(await list('u_carol', 'todo'))).toEqual(['i1'])

      await save(store, decided(half, 'i1_t2', { verdict: 'REJECTED' }))
      expect(ids(await list('u_carol', 'todo'))).toEqual([])
      expect(ids(await list('u_carol', 'done'))).toEqual(['i1'])
      expect(ids(await list('u_payroll', 'cc'))).toEqual(['i1'])
      expect(ids(await list('u_alice', 'started'))).toEqual(['i1'])
    })

    it('whoever did not act has it in neither to-do nor done', async () => {
      const route = [aRouteNode({ approvers: ['u_bob', 'u_carol'] })]
      await save(store, decided(aRecord({ route }), 'i1_t1'))

      expect(ids(await list('u_bob', 'done'))).toEqual(['i1'])
      expect(ids(await list('u_carol', 'done'))).toEqual([])
      expect(ids(await list('u_carol', 'todo'))).toEqual([])
    })

    it('shows an instance once to who has several tasks of it, in the place of the latest', async () => {
      const route = ['a', 'b', 'c'].map((id) =>
        aRouteNode({ id, approvers: [id === 'b' ? 'u_carol' : 'u_bob'] }),
      )
      const first = aRecord({ route })
      const second = aRecord({ id: 'i2', at: T0 + 10_000 })
      await save(store, decided(second, 'i2_t1', { at: T0 + 15_000 }))
      const middle = decided(first, 'i1_t1', { at: T0 + 20_000 })
      await save(store, middle)
      expect(ids(await list('u_bob', 'done'))).toEqual(['i2', 'i1'])

      await save(store, decided(decided(middle, 'i1_t2', { at: T0 + 30_000 }), 'i1_t3', { at: T0 + 40_000 }))
      expect(ids(await list('u_bob', 'done'))).toEqual(['i1', 'i2'])
    })

    it('lists newest first, the same instant by id, and only the definition that was asked for', async () => {
      await save(store, aRecord({ id: 'a', at: T0 }))
      await save(store, aRecord({ id: 'c', at: T0 + 1, definition: { code: 'expense', version: 1 } }))
      await save(store, aRecord({ id: 'b', at: T0 + 1 }))
      expect(ids(await list('u_alice', 'started'))).toEqual(['c', 'b', 'a'])
      expect(ids(await list('u_alice', 'started', { definitions: ['leave'] }))).toEqual(['b', 'a'])
      expect(ids(await list('u_alice', 'started', { definitions: ['leave', 'expense'], limit: 2 }))).toEqual([
        'c',
        'b',
      ])
      expect(ids(await list('u_alice', 'started', { definitions: [] }))).toEqual([])
      expect(ids(await list('u_nobody', 'started'))).toEqual([])
    })

    it('pages are complete and without repeats while new ones arrive', async () => {
      for (let n = 0; n < 25; n += 1) await save(store, aRecord({ id: `i${n}`, at: T0 + Math.floor(n / 3) }))
      const before = ids(await list('u_bob', 'todo'))
      const paged: string[] = []
      let cursor: string | undefined
      for (let n = 0; ; n += 1) {
        const page = await list('u_bob', 'todo', { cursor, limit: 4 })
        paged.push(...ids(page))
        if (page.nextCursor === null) break
        cursor = page.nextCursor
        await save(store, aRecord({ id: `new${n}`, at: T0 + 1_000 + n }))
      }
      expect(paged).toEqual(before)
    })

    it('the last page has no cursor, also when it is full', async () => {
      for (const id of ['a', 'b']) await save(store, aRecord({ id }))
      expect((await list('u_bob', 'todo', { limit: 2 })).nextCursor).toBeNull()
      expect((await list('u_bob', 'todo', { limit: 1 })).nextCursor).not.toBeNull()
    })

    it.each(['', 'x', 'bm90IGpzb24', Buffer.from('[1]').toString('base64url')])(
      'refuses the cursor %j, which it never gave',
      async (cursor) => {
        await expect(list('u_bob', 'todo', { cursor })).rejects.toMatchObject({ code: 'bad_request' })
      },
    )

    it('tells what changed since, oldest first', async () => {
      await save(store, aRecord({ id: 'a', at: T0 }))
      await save(store, aRecord({ id: 'b', at: T0 + 10 }))
      await save(store, decided(aRecord({ id: 'a', at: T0 }), 'a_t1', { at: T0 + 20 }))

      expect(await store.instances.changedSince(T0 + 10, 10)).toEqual([
        { id: 'b', updatedAt: T0 + 10 },
        { id: 'a', updatedAt: T0 + 20 },
      ])
      expect(await store.instances.changedSince(T0, 1)).toEqual([{ id: 'b', updatedAt: T0 + 10 }])
      expect(await store.instances.changedSince(T0 + 21, 10)).toEqual([])
    })

    it('tells what changed of some definitions, by status and since when, from page to page', async () => {
      const leave = (id: string, at: number) => aRecord({ id, at })
      const trip = (id: string, at: number) => aRecord({ id, at, definition: { code: 'trip', version: 1 } })
      const all = [leave('a', T0), trip('b', T0 + 10), leave('c', T0 + 20), leave('d', T0 + 20)]
      for (const one of all) await save(store, one)
      await save(store, decided(decided(leave('a', T0), 'a_t1', { at: T0 + 30 }), 'a_t2', { at: T0 + 40 }))
      const changes = (more: object) =>
        store.instances.changes({ definitions: ['leave', 'trip'], limit: 100, ...more })

      expect(ids(await changes({}))).toEqual(['b', 'c', 'd', 'a'])
      expect(ids(await changes({ definitions: ['leave'] }))).toEqual(['c', 'd', 'a'])
      expect(ids(await changes({ definitions: [] }))).toEqual([])
      expect(ids(await changes({ definitions: ['leave', 'leave', 'gone', 'constructor'] }))).toHaveLength(3)
      expect(ids(await changes({ status: 'APPROVED' }))).toEqual(['a'])
      expect(ids(await changes({ status: 'PENDING' }))).toEqual(['b', 'c', 'd'])
      expect(ids(await changes({ status: 'REJECTED' }))).toEqual([])
      expect(ids(await changes({ since: T0 + 20 }))).toEqual(['c', 'd', 'a'])
      expect(ids(await changes({ since: T0 + 41 }))).toEqual([])

      const first = await changes({ limit: 2 })
      expect(ids(first)).toEqual(['b', 'c'])
      await save(store, decided(trip('b', T0 + 10), 'b_t1', { at: T0 + 50 }))
      const rest = await changes({ limit: 2, cursor: first.nextCursor })
      expect([ids(rest), rest.nextCursor === null]).toEqual([['d', 'a'], false])
      const last = await changes({ limit: 2, cursor: rest.nextCursor })
      expect([ids(last), last.nextCursor]).toEqual([['b'], null])
      await expect(changes({ cursor: 'x' })).rejects.toMatchObject({ code: 'bad_request' })
    })
  })

  describe(`${name}: commits`, () => {
    it('counts those of a definition that have not ended, of any version, and no further than asked', async () => {
      const { instances } = store
      const start = (id: string, code: string, version = 1) =>
        instances.change(id, () => ({ next: aRecord({ id, definition: { code, version } }), result: 0 }))
      await start('a', 'leave')
      await start('b', 'leave', 2)
      await start('c', 'trip')
      expect([await instances.underWay('leave', 9), await instances.underWay('leave', 1)]).toEqual([2, 1])
      await instances.change('a', (now) => {
        if (!now) throw new Error('it is not there')
        return { next: { ...now, instance: { ...now.instance, status: 'CANCELED' } }, result: 0 }
      })
      expect([await instances.underWay('leave', 9), await instances.underWay('none', 9)]).toEqual([1, 0])
    })
  })

  describe(`${name}: outbox`, () => {
    const claim = async (now: number, limit = 10) =>
      store.outbox.claim({ now, limit, leaseMs: 1_000, line: 'todos' })
    const claimIds = async (now: number, limit?: number) =>
      (await claim(now, limit)).map((one) => one.instanceId)

    it('hands out what is due, the longest due first, and no more than asked for', async () => {
      for (const [id, at] of Object.entries({ late: 30, early: 10, middle: 20, future: 90 })) {
        await save(store, aRecord({ id, at: T0 + at }))
      }
      expect(await store.outbox.nextDueAt()).toBe(T0 + 10)
      expect(await claimIds(T0 + 50, 2)).toEqual(['early', 'middle'])
      expect(await claimIds(T0 + 50, 2)).toEqual(['late'])
      expect(await store.outbox.nextDueAt()).toBe(T0 + 90)
    })

    it('hands out what lies further ahead than anything waits: it was stored while the clock was ahead', async () => {
      for (const [id, at] of Object.entries({ now: 0, waits: 15 * 60_000, ahead: 55 * 60_000 })) {
        await save(store, aRecord({ id, at: T0 + at }))
      }
      expect((await claimIds(T0)).sort()).toEqual(['ahead', 'now'])
      expect(await claimIds(T0)).toEqual([])
    })

    it('never hands out an instance twice within its lease, and again after it', async () => {
      await save(store, aRecord())
      const both = await Promise.all([claim(T0), claim(T0)])
      expect(both.flat()).toHaveLength(1)
      expect(await claimIds(T0 + 999)).toEqual([])
      expect(await claimIds(T0 + 1_000)).toEqual(['i1'])
    })

    it('a lease that is renewed holds from then on, also when it had run out and nobody took it', async () => {
      await save(store, aRecord())
      const [lease] = await claim(T0)
      await store.outbox.renew([lease!], { now: T0 + 900, leaseMs: 1_000 })
      expect(await claimIds(T0 + 1_899)).toEqual([])
      expect(await store.outbox.nextDueAt()).toBeNull()
      await store.outbox.renew([lease!], { now: T0 + 1_950, leaseMs: 1_000 })
      expect(await claimIds(T0 + 2_949)).toEqual([])
      const [other] = await claim(T0 + 2_950)
      await store.outbox.renew([lease!], { now: T0 + 2_951, leaseMs: 60_000 })
      const late = store.instances.change('i1', () => ({ result: 0 }), lease)
      await expect(late).rejects.toThrow(LeaseLost)
      expect(await claim(T0 + 3_950)).toHaveLength(1)
      await store.outbox.renew([other!], { now: T0 + 3_951, leaseMs: 1_000 })
      await store.outbox.release(other!)
    })

    it('a released instance can be had at once, if something still waits', async () => {
      await save(store, aRecord())
      const [lease] = await claim(T0)
      await store.outbox.release(lease!)
      expect(await store.outbox.nextDueAt()).toBe(T0)
      const [again] = await claim(T0)
      await store.instances.change('i1', (current) => ({ next: delivered(current!), result: 0 }), again)
      await store.outbox.release(again!)
      expect(await store.outbox.nextDueAt()).toBeNull()
      expect(await claim(T0)).toEqual([])
    })

    it('refuses what comes back under a lease that another has taken, or that was given back', async () => {
      await save(store, aRecord())
      const [old] = await claim(T0)
      const [current] = await claim(T0 + 1_000)
      expect(current!.token).toBeGreaterThan(old!.token)

      const late = store.instances.change('i1', (record) => ({ next: delivered(record!), result: 0 }), old)
      await expect(late).rejects.toThrow(LeaseLost)
      expect(await store.instances.read('i1')).toEqual(aRecord())
      await store.outbox.release(old!)
      expect(await claim(T0 + 1_001)).toEqual([])

      await store.instances.change('i1', () => ({ result: 0 }), current)
      await store.outbox.release(current!)
      const after = store.instances.change('i1', () => ({ result: 0 }), current)
      await expect(after).rejects.toThrow(LeaseLost)
    })

    it('a lease that ran out is good as long as nobody else took the instance', async () => {
      await save(store, aRecord())
      const [lease] = await claim(T0)
      expect(await claim(T0 + 1_000, 0)).toEqual([])
      await store.instances.change('i1', () => ({ result: 0 }), lease)
    })

    it('what is changed under a lease waits until it ends', async () => {
      await save(store, aRecord())
      const [lease] = await claim(T0)
      await save(store, decided(aRecord(), 'i1_t1', { at: T0 }))
      expect(await claim(T0)).toEqual([])
      await store.outbox.release(lease!)
      expect(await claimIds(T0)).toEqual(['i1'])
    })

    it('nothing is due while every effect is parked, unless it is to be probed', async () => {
      const parkedUntil = (probeAt: number | null) => parked(aRecord(), () => true, probeAt)
      await save(store, parkedUntil(null))
      expect(await store.outbox.nextDueAt()).toBeNull()
      expect(await store.outbox.count()).toEqual({ pending: 0, parked: 2 })
      await save(store, parkedUntil(T0 + 500))
      expect(await store.outbox.nextDueAt()).toBe(T0 + 500)
    })

    it('lists effects, the oldest instance first, page by page and by state', async () => {
      for (const [n, id] of ['c', 'a', 'b'].entries()) await save(store, aRecord({ id, at: T0 + n }))
      await save(
        store,
        parked(aRecord({ id: 'a', at: T0 + 1 }), ({ id }) => id === 'a.1', null),
      )
      const all = ['c.1', 'c.2', 'a.1', 'a.2', 'b.1', 'b.2']
      for (const limit of [1, 2, 3, 5, 6, 7]) expect(await everyEffect({ limit })).toEqual(all)
      expect(await everyEffect({ limit: 1, state: 'parked' })).toEqual(['a.1'])
      expect(await everyEffect({ limit: 2, state: 'pending' })).toEqual(all.filter((id) => id !== 'a.1'))
      expect(await store.outbox.count()).toEqual({ pending: 5, parked: 1 })
    })

    it('goes on behind an effect that was delivered meanwhile', async () => {
      for (const id of ['a', 'b']) await save(store, aRecord({ id }))
      const { nextCursor } = await store.outbox.list({ limit: 1 })
      await save(store, delivered(aRecord({ id: 'a' })))
      const { items } = await store.outbox.list({ limit: 5, cursor: nextCursor! })
      expect(items.map(({ effect }) => effect.id)).toEqual(['b.1', 'b.2'])
    })

    it('tells a listener of work, and only of work, until it stops listening', async () => {
      let told = 0
      const stop = store.outbox.onWork(() => (told += 1))
      await save(store, aRecord())
      expect(told).toBe(1)
      await save(store, delivered(aRecord()))
      await store.instances.change('i1', () => ({ result: 0 }))
      expect(told).toBe(1)
      stop()
      await save(store, aRecord({ id: 'i2' }))
      expect(told).toBe(1)
    })

    async function everyEffect(query: { limit: number; state?: 'pending' | 'parked' }): Promise<string[]> {
      const found: string[] = []
      let cursor: string | undefined
      for (;;) {
        const page = await store.outbox.list({ ...query, cursor })
        expect(page.items.length).toBeLessThanOrEqual(query.limit)
        found.push(...page.items.map(({ effect }) => effect.id))
        if (page.nextCursor === null) return found
        cursor = page.nextCursor
      }
    }
  })

  describe(`${name}: reminders`, () => {
    it('keeps the latest one of each person', async () => {
      expect(await store.reminders.read('u_bob')).toBeUndefined()
      const first = aReminder()
      expect(await store.reminders.change('u_bob', () => first)).toEqual(first)
      const next = aReminder({ days: ['2026-11-20', '2026-11-23'], messageId: 'om_1' })
      expect(await store.reminders.change('u_bob', () => next)).toEqual(next)
      const other = aReminder({ userId: 'u_carol' })
      await store.reminders.change('u_carol', () => other)

      expect(await store.reminders.read('u_bob')).toEqual(next)
      expect(await store.reminders.list()).toEqual([next, other])
    })

    it('writes nothing where nothing changes or a change throws, and answers what is there', async () => {
      expect(await store.reminders.change('u_bob', () => undefined)).toBeUndefined()
      await store.reminders.change('u_bob', () => aReminder())
      const failing = store.reminders.change('u_bob', () => {
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await store.reminders.change('u_bob', () => undefined)).toEqual(aReminder())
    })

    it('shows each change the one before it: of many at once, one is the first', async () => {
      let firsts = 0
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.reminders.change('u_bob', (current) => {
            if (!current) firsts += 1
            return aReminder({ attempts: (current?.attempts ?? 0) + 1 })
          }),
        ),
      )
      expect(firsts).toBe(1)
      expect((await store.reminders.read('u_bob'))?.attempts).toBe(20)
    })
  })

  describe(`${name}: people`, () => {
    const [bob, ben] = [
      { userId: 'u_bob', openId: 'ou_bob' },
      { userId: 'ben', openId: 'ou_bob' },
    ]
    const withBob = (id: string, { userId, openId } = bob) =>
      aRecord({ id, people: { [userId]: { openId, name: '' } } })

    it('tells who is named where, also only in what is under way', async () => {
      await save(store, withBob('a'))
      const ended = withBob('b', { userId: 'u_eve', openId: 'ou_eve' })
      await save(store, { ...ended, instance: { ...ended.instance, status: 'TERMINATED' } })
      const open = await store.instances.peopleUnderWay()
      expect(open).toContainEqual(bob)
      expect(open.map(({ userId }) => userId)).not.toContain('u_eve')
      expect(await store.instances.naming('u_bob')).toEqual(['a'])
      expect(await store.instances.naming('u_eve')).toEqual(['b'])
      expect(await store.instances.identitiesOf('u_eve')).toEqual([{ userId: 'u_eve', openId: 'ou_eve' }])
      expect(await store.instances.concerning('u_eve')).toEqual([])
    })

    it('goes by the latest change, whichever was written last', async () => {
      const at = (id: string, who: typeof bob, changedAt: number) => {
        const { instance, ...rest } = withBob(id, who)
        return { ...rest, instance: { ...instance, updatedAt: changedAt } }
      }
      await save(store, at('a', ben, T0 + 2))
      await save(store, at('b', bob, T0 + 1))
      expect(await store.instances.userIdOf('ou_bob')).toBe('ben')
    })

    it('knows under which user_id somebody is named, and forgets one that nothing bears any more', async () => {
      await save(store, withBob('a'))
      expect(await store.instances.userIdOf('ou_bob')).toBe('u_bob')
      expect(await store.instances.userIdOf('ou_nobody')).toBeUndefined()
      await save(store, withBob('a', ben))
      expect(await store.instances.userIdOf('ou_bob')).toBe('ben')
      expect(await store.instances.identitiesOf('u_bob')).toEqual([])
      expect(await store.instances.naming('u_bob')).toEqual([])
    })

    it('logs somebody out by either id, and keeps who is logged in under another user_id', async () => {
      for (const tokenHash of ['h1', 'h2']) await store.sessions.save(aSession({ tokenHash, ...bob }))
      await store.sessions.save(aSession({ tokenHash: 'h3' }))
      expect(await store.sessions.people()).toHaveLength(2)
      expect(await store.sessions.rename(ben)).toBe(2)
      expect(await store.sessions.rename(ben)).toBe(0)
      expect(await store.sessions.find('h1')).toMatchObject({ ...ben, tokenHash: 'h1' })
      expect(await store.sessions.removeOf('ou_bob')).toBe(2)
      expect(await store.sessions.removeOf('u_alice')).toBe(1)
      expect(await store.sessions.people()).toEqual([])
    })
  })

  describe(`${name}: requests`, () => {
    it('are told as they were noted', async () => {
      expect(await store.requests.earlier()).toEqual([])
      const marks = [
        { api: 'sync', sentAt: T0 },
        { api: 'card_send', sentAt: T0 },
        { api: 'sync', closedUntil: T0 + 60_000 },
      ]
      for (const mark of marks) store.requests.note(mark)
      expect(await store.requests.earlier()).toEqual(marks)
    })
  })

  describe(`${name}: definitions, sessions, notes`, () => {
    it('keeps every version of a definition and lists the newest of each', async () => {
      const first = aDefinitionRecord()
      const second = aDefinitionRecord({ version: 2, approvalCode: 'A-1' })
      const other = aDefinitionRecord({ code: 'Expense', definition: aDefinition({ code: 'Expense' }) })
      for (const record of [first, second, other]) await putDefinition(store, record)

      expect(await store.definitions.list()).toEqual([other, second])
      expect(await store.definitions.read('leave')).toEqual(second)
      expect(await store.definitions.read('leave', 1)).toEqual(first)
      expect(await store.definitions.read('leave', 3)).toBeUndefined()
      expect(await store.definitions.read('none')).toBeUndefined()
    })

    it('replaces a version by itself, and leaves none out', async () => {
      await putDefinition(store, aDefinitionRecord())
      await putDefinition(store, aDefinitionRecord({ state: 'retired' }))
      expect(await store.definitions.list()).toEqual([aDefinitionRecord({ state: 'retired' })])
      await expect(putDefinition(store, aDefinitionRecord({ version: 3 }))).rejects.toThrow('not the next')
    })

    it('finds a session, also an expired one, until it is removed', async () => {
      await store.sessions.save(aSession())
      expect(await store.sessions.find(aSession().tokenHash)).toEqual(aSession())
      await store.sessions.remove(aSession().tokenHash)
      await store.sessions.remove('never there')
      expect(await store.sessions.find(aSession().tokenHash)).toBeUndefined()
    })

    it('removes the sessions that have expired', async () => {
      for (const n of [1, 2, 3])
        await store.sessions.save(aSession({ tokenHash: `h${n}`, expiresAt: T0 + n }))
      expect(await store.sessions.removeExpired(T0 + 2)).toBe(2)
      expect(await store.sessions.removeExpired(T0 + 2)).toBe(0)
      expect(await store.sessions.find('h3')).toBeDefined()
    })

    it('keeps the newest sessions of a person', async () => {
      for (const n of [3, 1, 2])
        await store.sessions.save(aSession({ tokenHash: `h${n}`, expiresAt: T0 + n }))
      await store.sessions.save(aSession({ tokenHash: 'other', openId: 'ou_bob', expiresAt: T0 }))
      // Two logins at once.
      await Promise.all([1, 2].map(() => store.sessions.keepNewest('ou_alice', 2)))
      expect(await store.sessions.keepNewest('ou_alice', 2)).toBe(0)
      const left = await Promise.all(['h1', 'h2', 'h3', 'other'].map((hash) => store.sessions.find(hash)))
      expect(left.map((session) => session?.tokenHash)).toEqual([undefined, 'h2', 'h3', 'other'])
    })

    it('keeps the value saved last under each name', async () => {
      expect(await store.notes.read('key')).toBeUndefined()
      await Promise.all([1, 2, 3].map((n) => putNote(store, 'key', { n })))
      await putNote(store, 'Key', [null])
      expect(await store.notes.read('key')).toEqual({ n: 3 })
      expect(await store.notes.read('Key')).toEqual([null])
    })
  })

  describe(`${name}: settings`, () => {
    const delegation = {
      to: 'u_bob',
      person: { openId: 'ou_bob', name: '鲍勃' },
      from: T0,
      until: T0 + 10,
      definitions: ['leave'],
    }

    it('reads what each person saved last, whole', async () => {
      expect(await store.settings.read('u_alice')).toBeUndefined()
      const first = { userId: 'u_alice', muted: ['cc' as const], locale: 'ja-JP' as const, delegation }
      await putSettings(store, first)
      await putSettings(store, { userId: 'u_Alice', muted: [] })
      expect(await store.settings.read('u_alice')).toEqual(first)
      await putSettings(store, { userId: 'u_alice', muted: [] })
      expect(await store.settings.read('u_alice')).toEqual({ userId: 'u_alice', muted: [] })
    })

    it('names those who delegate, until it is over or they take it back', async () => {
      const alice = { userId: 'u_alice', muted: [], delegation }
      const carol = { userId: 'u_carol', muted: [], delegation: { ...delegation, until: T0 + 20 } }
      for (const one of [alice, carol, { userId: 'u_dan', muted: [] }]) await putSettings(store, one)
      const at = async (time: number) =>
        (await store.settings.delegating(time)).map(({ userId }) => userId).sort()
      expect(await at(T0 - 5)).toEqual(['u_alice', 'u_carol'])
      expect([await at(T0 + 9), await at(T0 + 10)]).toEqual([['u_alice', 'u_carol'], ['u_carol']])
      expect(await at(T0 + 20)).toEqual([])
      await putSettings(store, { userId: 'u_alice', muted: [] })
      expect(await at(T0)).toEqual(['u_carol'])
      expect(await store.settings.delegating(T0)).toEqual([carol])
    })
  })

  describeLettersContract(name, () => store)
  describeNumbersContract(name, open)
  describeEndpointsContract(name, open)
  describePagesContract(name, open)
  describeQuestions(name, open)

  describe(`${name}: closing`, () => {
    it('lets what has begun end, and refuses what comes after', async () => {
      const changes = ['a', 'b', 'c'].map((id) => save(store, aRecord({ id, initiator: anInitiator() })))
      await Promise.all([store.close(), ...changes])
      await expect(save(store, aRecord())).rejects.toMatchObject({ code: 'store_unavailable' })
      await expect(store.instances.read('a')).rejects.toMatchObject({ code: 'store_unavailable' })
      await expect(putNote(store, 'a', 1)).rejects.toMatchObject({ code: 'store_unavailable' })
    })

    it('answers a ping until then', async () => {
      await Promise.all([store.ping(), store.ping()])
      await store.close()
      await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' })
    })
  })
}

const save = (store: Store, record: InstanceRecord): Promise<void> =>
  store.instances.change(record.instance.id, () => ({ next: record, result: undefined }))

function parked(
  record: InstanceRecord,
  which: (effect: Effect) => boolean,
  probeAt: number | null,
): InstanceRecord {
  const park: Parked = {
    at: T0,
    cause: 'refused',
    reason: 'refused',
    code: 1,
    logId: null,
    payload: {},
    probeAt,
  }
  return { ...record, effects: record.effects.map((one) => (which(one) ? { ...one, parked: park } : one)) }
}

const ids = ({ items }: Page<{ id: string }>): string[] => items.map(({ id }) => id)
