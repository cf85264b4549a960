import { describe, expect, it } from 'vitest'
import { LinkableResponse } from '../../shared/responses.ts'
import { doVerb } from '../../server/usecases/act.ts'
import { T0 } from '../support/builders.ts'
import { startHttp } from '../support/http-server.ts'
import { createLinking } from '../support/linking.ts'
import { anActor } from '../support/people.ts'

const MINUTE = 60_000

async function setUp(userId = 'u_alice') {
  const linking = await createLinking()
  const { call, login } = await startHttp(linking)
  const token = await login(userId)
  const ask = async (query: Record<string, string>, code = 'expense') =>
    call('GET', `/api/v1/definitions/${code}/linkable?${new URLSearchParams(query).toString()}`, {
      token,
      headers: { 'accept-language': 'en' },
    })
  const page = async (query: Record<string, string>) => {
    const { status, body } = await ask(query)
    expect(status).toBe(200)
    return LinkableResponse.parse(body)
  }
  const everything = async (query: Record<string, string>) => {
    const ids: string[] = []
    let cursor: string | null = ''
    let pages = 0
    while (cursor !== null) {
      const found: LinkableResponse = await page({ ...query, ...(cursor !== '' && { cursor }) })
      ids.push(...found.items.map(({ id }) => id))
      cursor = found.nextCursor
      pages += 1
      if (pages > 2_000) throw new Error('the pages have no end')
    }
    return { ids, pages }
  }
  return { ...linking, call, login, token, ask, page, everything }
}

describe('what a field may name is found among one’s own', () => {
  it('newest first, each once, as it is called where it is named', async () => {
    const { submit, trip, ctx, advance, everything, page } = await setUp('u_bob')
    const mine = await trip('u_bob', '杭州')
    advance(MINUTE)
    const decided = await trip('u_alice', '上海')
    await doVerb(ctx, { verb: 'approve', id: decided.tasks[0]!.id, body: {} }, anActor('u_bob'))
    advance(MINUTE)
    const told = await submit({ city: '北京' }, { userId: 'u_carol', cc: ['u_bob'] }, 'trip')
    advance(MINUTE)
    // Told of what he started himself, and decided what he was told of.
    const both = await submit({ city: '广州' }, { userId: 'u_bob', cc: ['u_bob'] }, 'trip')
    advance(MINUTE)
    const waits = await trip('u_alice', '深圳')
    await trip('u_carol', '别人的')

    expect((await everything({ field: 'trip' })).ids).toEqual([both.id, told.id, decided.id, mine.id])
    expect((await everything({ field: 'items.trip' })).ids).toHaveLength(4)
    expect((await everything({ field: 'any' })).ids).not.toContain(waits.id)
    const { items } = await page({ field: 'trip', q: '上海' })
    expect(items).toEqual([
      {
        id: decided.id,
        name: `Business trip by 爱丽丝 · ${decided.id.slice(0, 8)}`,
        status: 'APPROVED',
        summary: [{ label: '城市', value: '上海' }],
        createdAt: T0 + MINUTE,
      },
    ])
    const outer = await submit({ trip: [decided.id] }, { userId: 'u_bob', locale: 'en-US' })
    expect(outer.names[decided.id]).toBe(items[0]!.name)
  })

  it('whatever it finds may be submitted', async () => {
    const { submit, trip, everything, become } = await setUp()
    await submit({})
    const { id: gone } = await trip()
    await trip()
    await become(gone, 'DELETED')
    const { ids } = await everything({ field: 'any' })
    expect(ids).toHaveLength(2)
    expect(ids).not.toContain(gone)
    await submit({ any: ids })
  })

  it('not itself, where it would be submitted again', async () => {
    const { submit, everything } = await setUp()
    const { id } = await submit({})
    expect((await everything({ field: 'any' })).ids).toEqual([id])
    expect((await everything({ field: 'any', instance: id })).ids).toEqual([])
  })
})

describe('of ten thousand', () => {
  it('every page reads few, and all pages show each once', async () => {
    const { put, everything, page, store } = await setUp()
    for (let n = 0; n < 10_000; n += 1) {
      const owner = n % 100 === 0 ? 'u_alice' : n % 2 === 0 ? 'u_carol' : 'u_hr'
      await put(`i${n}`, owner, T0 + n * 1_000, n % 1_000 === 0 ? 'expense' : 'trip')
    }
    let asked = 0
    const list = store.instances.list
    store.instances.list = async (query) => {
      const found = await list(query)
      asked += found.items.length
      return found
    }
    const { ids, pages } = await everything({ field: 'trip' })
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(
      Array.from({ length: 100 }, (_, n) => 9_900 - n * 100)
        .filter((n) => n % 1_000 !== 0)
        .map((n) => `i${n}`),
    )
    expect(pages).toBeLessThanOrEqual(6)
    expect(asked).toBeLessThanOrEqual(pages * 120)
    expect((await page({ field: 'any', q: 'i9900' })).items.map(({ id }) => id)).toEqual(['i9900'])
  })

  it('three boxes are one list, whatever page ends where', async () => {
    const { put, everything, store } = await setUp('u_bob')
    // What Alice starts waits for Bob; he decides on it long after.
    const wanted: [string, number][] = []
    for (let n = 0; n < 130; n += 1) {
      const isMine = n % 3 === 0
      const at = T0 + n * MINUTE
      await put(`i${n}`, isMine ? 'u_bob' : 'u_alice', at)
      if (!isMine)
        await store.instances.change(`i${n}`, (record) => {
          const { instance } = record!
          const tasks = instance.tasks.map((task) => ({ ...task, status: 'APPROVED' as const }))
          return { next: { ...record!, instance: { ...instance, tasks } }, result: 0 }
        })
      wanted.push([`i${n}`, at])
    }
    const { ids } = await everything({ field: 'trip' })
    expect(ids).toEqual(wanted.sort((a, b) => b[1] - a[1]).map(([id]) => id))
  })
})

describe('what is asked for wrongly is refused', () => {
  it.each([
    [{}, 'field'],
    [{ field: 'city' }, 'not known here'],
    [{ field: 'items' }, 'not known here'],
    [{ field: 'items.what' }, 'not known here'],
    [{ field: 'items.trip.x' }, 'not known here'],
    [{ field: 'constructor' }, 'not known here'],
    [{ field: 'any', q: 'x'.repeat(101) }, '100'],
    [{ field: 'any', cursor: 'x' }, 'cursor'],
    [{ field: 'any', cursor: '~~~' }, 'cursor'],
    [{ field: 'any', cursor: 'bm9wZQ~.~.' }, 'cursor'],
    [{ field: 'any', cursor: '.~.' }, 'cursor'],
    [{ field: 'any', other: '1' }, 'other'],
  ])('%j', async (query, words) => {
    const { ask, trip } = await setUp()
    await trip()
    const { status, text } = await ask(query)
    expect(status).toBe(400)
    expect(text.toLowerCase()).toContain(words.toLowerCase())
  })

  it('a definition or an approval that the person may not see is not there', async () => {
    const { ask, submit } = await setUp()
    expect((await ask({ field: 'any' }, 'nothing')).body.error.code).toBe('definition_not_found')
    const { id } = await submit({}, { userId: 'u_carol' })
    for (const instance of [id, 'nothing', '../x'])
      expect((await ask({ field: 'any', instance })).body.error.code).toBe('instance_not_found')
  })

  it('nobody is answered who is not logged in', async () => {
    const { call } = await setUp()
    const { status } = await call('GET', '/api/v1/definitions/expense/linkable?field=any')
    expect(status).toBe(401)
  })
})
