import { isLetterId, letterIdOf, type LetterRecord } from '../../domain/letters/letter.ts'
import type { Effect } from '../../domain/outbox/record.ts'
import { LeaseLost, type LetterStore, type Outbox } from '../contract.ts'
import { readCursor, toCursor, type Position } from '../row/cursor.ts'
import type { DueQueue } from '../row/due-queue.ts'
import { createLetterIndex, type LetterIndex } from '../row/letter-index.ts'
import { LETTERS } from './document-schemas.ts'
import type { DataFolder } from './disk/files.ts'
import { createDocuments, scanDocuments, type Damage, type Documents } from './documents.ts'
import { unavailable } from './unavailable.ts'

export type Letters = {
  letters: LetterStore
  /** An outbox that knows of letters as well. */
  join(outbox: Outbox): Outbox
  load(): Promise<Damage[]>
  close(): Promise<void>
}

/** `due`: the lines of the outbox; `onWork` is called after a commit that left something to deliver. */
export function createLetters(
  files: DataFolder,
  { due, onWork }: { due: Pick<DueQueue, 'set' | 'isHeld'>; onWork: () => void },
): Letters {
  const index = createLetterIndex(due)
  const documents = createDocuments(files, LETTERS, (id, record) => {
    if (!record) return index.remove(id)
    index.put(record)
    if (record.effects.length > 0) queueMicrotask(onWork)
  })
  const load = async (id: string): Promise<LetterRecord | undefined> => {
    if (!index.has(id)) return undefined
    const record = await documents.load(id)
    if (!record) throw unavailable(new Error(`the file of letter ${id} is gone`))
    return record
  }
  const read = (id: string) => documents.alone(id, () => load(id))

  const letters: LetterStore = {
    read,
    change: (id, decide, lease) =>
      documents.alone(id, async () => {
        if (lease && (lease.instanceId !== id || !due.isHeld(lease)))
          throw new LeaseLost(`the lease ${lease.token} of letter ${id} has passed to another`)
        const current = await load(id)
        const { next, result } = decide(current)
        if (!next || next === current) return result
        if (next.letter.id !== id) throw new Error(`a change of ${id} made ${next.letter.id} of it`)
        await documents.write(id, next)
        return result
      }),
    waiting: async (source) => index.waiting(source),
    async removeOlder(than) {
      const old = [...index.before(than)]
      for (const { id } of old) await documents.alone(id, () => documents.remove(id))
      return old.length
    },
  }
  return {
    letters,
    join: (outbox) => join(outbox, { letters, index, documents }),
    load: () => scanDocuments(files, LETTERS, (_id, record) => index.put(record)),
    close: () => documents.close(),
  }
}

type Parts = { letters: LetterStore; index: LetterIndex; documents: Pick<Documents<LetterRecord>, 'settle'> }

/** Before every letter; ids of instances are no such ones, so a cursor says what it is a place among. */
const BEGINNING: Position = { at: 0, id: letterIdOf('0'.repeat(17)), number: 0 }

function join(outbox: Outbox, { letters, index, documents }: Parts): Outbox {
  return {
    ...outbox,
    async claim(args) {
      // As with instances: a change in doubt may have left effects that no list knows of yet.
      if (args.line === 'letters') await documents.settle()
      return outbox.claim(args)
    },
    async nextDueAt(line) {
      if (line !== undefined) return outbox.nextDueAt(line)
      const times = [await outbox.nextDueAt(), await outbox.nextDueAt('letters')].filter((at) => at !== null)
      return times.length > 0 ? Math.min(...times) : null
    },
    async count() {
      const [own, others] = [index.counts(), await outbox.count()]
      return { pending: own.pending + others.pending, parked: own.parked + others.parked }
    },
    async list(query) {
      const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
      const isAmongLetters = after !== undefined && isLetterId(after.id)
      const first = isAmongLetters ? undefined : await outbox.list(query)
      if (first && first.nextCursor !== null) return first
      const items = first?.items ?? []
      const place = isAmongLetters ? after : BEGINNING
      const rest = await effectsBehind(index, letters, { ...query, place, limit: query.limit - items.length })
      return { items: [...items, ...rest.items], nextCursor: rest.nextCursor }
    },
    async edit(id, decide) {
      if (!isLetterId(id)) return outbox.edit(id, decide)
      await letters.change(id, (current) => ({ next: current && decide(current), result: undefined }))
    },
  }
}

type Waiting = { place: Position; state?: 'pending' | 'parked' | undefined; limit: number }

async function effectsBehind(index: LetterIndex, letters: LetterStore, { place, state, limit }: Waiting) {
  const found: (Position & { effect: Effect })[] = []
  // Taken at once: the index changes while letters are read.
  const rows = [...index.withEffects(place)].filter((row) => state === undefined || row[state] > 0)
  for (const { id, at } of rows) {
    if (found.length > limit) break
    const record = await letters.read(id)
    const wanted = (record?.effects ?? []).filter(
      (effect) => state === undefined || (state === 'parked') === (effect.parked !== null),
    )
    const numbered = wanted.map((effect) => ({
      at,
      id,
      number: Number(effect.id.slice(id.length + 1)),
      effect,
    }))
    found.push(...numbered.filter(({ number }) => id !== place.id || number > place.number))
  }
  const page = found.slice(0, limit)
  const last = page.at(-1) ?? place
  return {
    items: page.map(({ id, effect }) => ({ instanceId: id, effect })),
    nextCursor: found.length > limit ? toCursor(last) : null,
  }
}
