import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { act } from '../../server/domain/verbs/index.ts'
import {
  MOST_READ,
  MOST_SEARCHED,
  type AttachmentRecord,
  type FileContent,
  type Store,
  type TaskFilter,
} from '../../server/store/contract.ts'
import { aContext, aDefinitionRecord, aRecord, aRouteNode, decided, given, T0 } from '../support/builders.ts'
import { putDefinition } from '../support/put.ts'

/** The part of the contract that the pages use: filtered lists, groups, files. */
export function describePagesContract(name: string, open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(async () => {
    await store.close()
  })
  const save = (record: InstanceRecord) =>
    store.instances.change(record.instance.id, () => ({ next: record, result: undefined }))
  const listed = async (tasks: TaskFilter, more: object = {}) => {
    const query = { userId: 'u_bob', box: 'todo', tasks, limit: 10, ...more } as const
    return (await store.instances.list(query)).items.map(({ id }) => id)
  }
  const later = (record: InstanceRecord, until: number | null) => {
    const { id } = record.instance
    const input = { taskId: `${id}_t1`, until, ...given() }
    return toRecord(record, act(record.instance, 'postpone', input, aContext({ by: 'u_bob' })))
  }

  describe(`${name}: to-dos that are put off`, () => {
    const at = (now: number, show: 'only' | 'without') => ({ postponed: { at: now, show } })

    it('leave the list and its groups, and come back by time alone', async () => {
      await save(aRecord({ id: 'a' }))
      await save(later(aRecord({ id: 'b', at: T0 + 1 }), T0 + 100))

      expect(await listed(at(T0 + 99, 'without'))).toEqual(['a'])
      expect(await listed(at(T0 + 99, 'only'))).toEqual(['b'])
      expect(await listed(at(T0 + 100, 'without'))).toEqual(['b', 'a'])
      expect(await listed({})).toEqual(['b', 'a'])
      expect(await store.instances.peopleWith(at(T0 + 99, 'only'))).toEqual(['u_bob'])
      expect(await store.instances.peopleWith(at(T0 + 100, 'only'))).toEqual([])
      const count = async (tasks: TaskFilter) => {
        const groups = await store.instances.groups({ userId: 'u_bob', tasks })
        return groups.reduce((sum, group) => sum + group.count, 0)
      }
      expect([await count(at(T0 + 99, 'without')), await count(at(T0 + 99, 'only'))]).toEqual([1, 1])
      expect([await count(at(T0 + 100, 'without')), await count(at(T0 + 100, 'only'))]).toEqual([2, 0])

      await save(later(later(aRecord({ id: 'b', at: T0 + 1 }), T0 + 100), null))
      expect(await listed(at(T0 + 1, 'without'))).toEqual(['b', 'a'])
    })
  })

  describe(`${name}: to-dos by node`, () => {
    it('are counted per definition, version and node, and found by it', async () => {
      const other = { route: [aRouteNode({ id: 'second' })] }
      await save(aRecord({ id: 'a' }))
      await save(aRecord({ id: 'b' }))
      await save(aRecord({ id: 'c', ...other }))
      await save(aRecord({ id: 'd', definition: { code: 'leave', version: 2 } }))
      await save(decided(aRecord({ id: 'e' }), 'e_t1'))

      const groups = await store.instances.groups({ userId: 'u_bob', tasks: {} })
      const { nodeId } = aRecord().instance.tasks[0]!
      expect(groups).toHaveLength(3)
      expect(groups).toEqual(
        expect.arrayContaining([
          { definition: 'leave', version: 1, nodeId, count: 2 },
          { definition: 'leave', version: 1, nodeId: 'second', count: 1 },
          { definition: 'leave', version: 2, nodeId, count: 1 },
        ]),
      )
      expect(await listed({ node: 'second' })).toEqual(['c'])
      expect(await listed({ node: 'none' })).toEqual([])
    })
  })

  describe(`${name}: a list that is searched`, () => {
    const search = (word: string, cursor: string | undefined, limit: number) =>
      store.instances.list({
        userId: 'u_bob',
        box: 'todo',
        cursor,
        limit,
        text: { words: [word], locale: 'zh-CN' },
      })
    /** Leave for so many days, as its summary line says. */
    const days = (id: string, at: number, count: number) =>
      save(aRecord({ id, at, form: { kind: 'annual', days: count } }))

    it('gives full pages, each where the one before ended, and nothing twice', async () => {
      await putDefinition(store, aDefinitionRecord())
      for (let n = 10; n < 40; n += 1) await days(`i${n}`, T0 + n, n % 3 === 0 ? 7 : 2)
      const found: string[][] = []
      let cursor: string | undefined
      do {
        const page = await search('7', cursor, 4)
        found.push(page.items.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      const all = Array.from({ length: 10 }, (_, n) => `i${39 - 3 * n}`)
      expect(found.flat()).toEqual(all)
      expect(found.slice(0, -1).every((page) => page.length === 4)).toBe(true)
    })

    it('looks at a bounded number at a time, and goes on behind them', async () => {
      await putDefinition(store, aDefinitionRecord())
      for (let n = 0; n < MOST_READ + 5; n += 1) await days(`i${n}`, T0 + n, n === 0 ? 7 : 2)
      const first = await search('7', undefined, 10)
      expect(first.items).toEqual([])
      const second = await search('7', first.nextCursor!, 10)
      expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([['i0'], null])
    })

    it('finds for operators likewise, in any language', async () => {
      await putDefinition(store, aDefinitionRecord())
      for (let n = 0; n < MOST_SEARCHED + 5; n += 1) await days(`i${n}`, T0 + n, n === 0 ? 7 : 2)
      const first = await store.instances.find({ words: ['leave', '7'], limit: 10 })
      expect(first.items).toEqual([])
      const next = { words: ['leave', '7'], limit: 10, cursor: first.nextCursor! }
      expect(await store.instances.find(next)).toEqual({ items: ['i0'], nextCursor: null })
    })

    it('finds nothing of what has no definition', async () => {
      await days('i1', T0, 7)
      expect((await search('7', undefined, 10)).items).toEqual([])
    })
  })

  describe(`${name}: files`, () => {
    const anAttachment = (overrides: Partial<AttachmentRecord> = {}): AttachmentRecord => ({
      id: 'f1',
      name: '发票.pdf',
      size: 6,
      type: 'application/pdf',
      uploadedBy: 'u_bob',
      uploadedAt: T0,
      claim: null,
      kept: false,
      ...overrides,
    })
    const add = (id = 'f1', content: AsyncIterable<Uint8Array> = piecesOf('abc', 'def'), atMost = 3) =>
      store.attachments.add({ id, uploadedBy: 'u_bob', atMost }, content, () => anAttachment({ id }))

    it('are there with their content once they are acknowledged', async () => {
      await add()
      expect(await store.attachments.read('f1')).toEqual(anAttachment())
      expect(await textOf(await store.attachments.open('f1'))).toBe('abcdef')
      expect(await store.attachments.contentSize('f1')).toBe(6)
      expect(await store.attachments.contentSize('f2')).toBeUndefined()
      expect(await store.attachments.read('f2')).toBeUndefined()
      expect(await store.attachments.open('../binding')).toBeUndefined()
    })

    it('are not there when their content breaks off, or is not wanted in the end', async () => {
      await expect(add('f1', broken())).rejects.toMatchObject({ code: 'store_unavailable' })
      const describing = store.attachments.add(
        { id: 'f1', uploadedBy: 'u_bob', atMost: 1 },
        piecesOf('abc'),
        () => {
          throw new Error('no')
        },
      )
      await expect(describing).rejects.toMatchObject({ code: 'store_unavailable' })
      expect([await store.attachments.read('f1'), await store.attachments.open('f1')]).toEqual([
        undefined,
        undefined,
      ])
      expect(await store.attachments.removeOrphans()).toBe(0)
      await add()
    })

    it('of one person that nobody claimed are limited, also while they are on their way', async () => {
      const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((id) => add(id)))
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
      await expect(add('x')).rejects.toMatchObject({ code: 'too_many_uploads' })
      await store.attachments.change('a', (one) => one && { ...one, claim: { instanceId: 'i1', at: T0 } })
      await add('x')
    })

    it('change one after another, and go with their content only while they are unwanted', async () => {
      await add()
      await Promise.all(
        Array.from({ length: 10 }, () =>
          store.attachments.change('f1', (one) => one && { ...one, size: one.size + 1 }),
        ),
      )
      expect(await store.attachments.read('f1')).toMatchObject({ size: 16 })
      expect(await store.attachments.unclaimed(T0)).toEqual([])
      expect(await store.attachments.unclaimed(T0 + 1)).toHaveLength(1)
      expect(await store.attachments.remove('f1', () => false)).toBe(false)
      expect(await store.attachments.remove('f1', ({ size }) => size === 16)).toBe(true)
      expect(await store.attachments.read('f1')).toBeUndefined()
      expect(await store.attachments.unclaimed(T0 + 1)).toEqual([])
    })

    it('that are kept are not looked at again', async () => {
      await add()
      await store.attachments.change('f1', (one) => one && { ...one, kept: true })
      expect(await store.attachments.unclaimed(T0 + 1)).toEqual([])
      expect(await textOf(await store.attachments.open('f1'))).toBe('abcdef')
    })
  })
}

async function* piecesOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('abc')
  throw new Error('the connection is gone')
}

async function textOf(content: FileContent | undefined): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of content?.pieces ?? []) pieces.push(piece)
  await content?.close()
  return Buffer.concat(pieces).toString()
}
