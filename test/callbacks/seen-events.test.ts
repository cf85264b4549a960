import { describe, expect, it } from 'vitest'
import { createSeenEvents } from '../../server/callbacks/seen-events.ts'
import { T0 } from '../support/builders.ts'
import { createMemoryFiles } from '../support/memory-store.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'

const DAY_MS = 86_400_000

function opened(texts = new Map<string, string>()) {
  const files = createMemoryFiles(texts)
  const { store, load } = createEmbeddedStore(files, async () => undefined)
  let now = T0
  const restart = async () => {
    const again = createEmbeddedStore(createMemoryFiles(files.texts), async () => undefined)
    await again.load()
    return createSeenEvents(again.store.notes, () => now)
  }
  return {
    files,
    store,
    load,
    restart,
    seen: createSeenEvents(store.notes, () => now),
    move: (ms: number) => (now += ms),
  }
}

describe('events that were taken', () => {
  it('are known for a day, and to the next start as well', async () => {
    const { seen, restart, move } = opened()
    expect(await seen.has('e1')).toBe(false)
    await seen.add('e1')
    move(6 * 3_600_000)
    expect(await seen.has('e1')).toBe(true)
    const after = await restart()
    expect(await after.has('e1')).toBe(true)
    expect(await after.has('e2')).toBe(false)
    move(DAY_MS)
    expect(await (await restart()).has('e1')).toBe(false)
  })

  it('are known when the clock has gone back meanwhile', async () => {
    const { seen, restart, move } = opened()
    await seen.add('e1')
    move(-3_600_000)
    expect(await (await restart()).has('e1')).toBe(true)
  })

  it('take a bounded room however many come, and the latest of them are known', async () => {
    const { seen, restart, files } = opened()
    await Promise.all(Array.from({ length: 10_500 }, (_, n) => seen.add(`e${n}`)))
    const bytes = [...files.texts.values()].map((text) => text.length)
    expect(bytes).toHaveLength(50)
    expect(Math.max(...bytes)).toBeLessThan(10_000)
    const after = await restart()
    for (const id of ['e600', 'e10499']) expect([id, await after.has(id)]).toEqual([id, true])
    await after.add('next')
    expect(await (await restart()).has('next')).toBe(true)
    expect(await (await restart()).has('e10499')).toBe(true)
  })

  it('are not known when that could not be stored', async () => {
    const { files, seen } = opened()
    const { write } = files
    files.write = () => Promise.reject(new Error('ENOSPC'))
    await expect(seen.add('e1')).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(await seen.has('e1')).toBe(false)
    files.write = write
    await seen.add('e1')
    expect(await seen.has('e1')).toBe(true)
  })
})
