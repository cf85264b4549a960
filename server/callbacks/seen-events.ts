import { z } from 'zod'
import type { UseCaseContext } from '../usecases/context.ts'

type Notes = Pick<UseCaseContext['store']['notes'], 'read' | 'change'>

export type SeenEvents = {
  has: (eventId: string) => Promise<boolean>
  /**
   * Once all that it asks for is durable: until then Feishu’s repeat has to be taken again. Durable when it resolves;
   * when it rejects, the event was not seen.
   */
  add: (eventId: string) => Promise<void>
}

/** How long an event that was taken is known. */
export const KNOWN_FOR_MS = 24 * 60 * 60_000
/** Each is one note. The oldest is written over, so ten thousand ids are kept and an event costs one small write. */
const SHEETS = 50
const PER_SHEET = 200

const Sheet = z.array(z.object({ id: z.string(), at: z.number() }))
type Sheet = z.infer<typeof Sheet>

const toSheet = (note: unknown): Sheet => Sheet.safeParse(note).data ?? []

const nameOf = (sheet: number): string => `seen-events-${sheet}`

/** Remembers ids for a day, across restarts, the latest ten thousand: Feishu repeats an event for up to six hours. */
export function createSeenEvents(notes: Notes, now: () => number): SeenEvents {
  const seen = new Map<string, number>()
  const sheets: Sheet[] = []
  let current = 0
  let reading: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()

  const readAll = async (): Promise<void> => {
    for (let at = 0; at < SHEETS; at += 1) {
      const data = toSheet(await notes.read(nameOf(at)))
      sheets[at] = data
      for (const { id, at: since } of data) seen.set(id, since)
    }
    current = newestOf(sheets)
  }
  const read = (): Promise<void> => {
    reading ??= readAll().catch((error: unknown) => {
      reading = undefined
      throw error
    })
    return reading
  }
  const put = async (id: string): Promise<void> => {
    if ((sheets[current]?.length ?? 0) >= PER_SHEET) current = (current + 1) % SHEETS
    const at = now()
    const before = sheets[current] ?? []
    const stored = await notes.change(nameOf(current), (note) => {
      const sheet = toSheet(note)
      return [...(sheet.length < PER_SHEET ? sheet : []), { id, at }]
    })
    for (const old of before) seen.delete(old.id)
    for (const one of (sheets[current] = toSheet(stored))) seen.set(one.id, one.at)
  }
  return {
    async has(eventId) {
      await read()
      // Either way: the clock may have been wrong then.
      return Math.abs(now() - (seen.get(eventId) ?? -Infinity)) < KNOWN_FOR_MS
    },
    async add(eventId) {
      await read()
      const added = last.then(() => put(eventId))
      last = added.catch(() => undefined)
      await added
    },
  }
}

/** Written last; the first when none was. */
function newestOf(sheets: readonly Sheet[]): number {
  const times = sheets.map((sheet) => sheet.at(-1)?.at ?? -Infinity)
  return Math.max(0, times.indexOf(Math.max(...times)))
}

/** When the last event that counts for anything was taken; null: none ever was. */
export async function lastEventAt(notes: Pick<Notes, 'read'>): Promise<number | null> {
  const names = Array.from({ length: SHEETS }, (_, at) => nameOf(at))
  const sheets = await Promise.all(names.map(async (name) => toSheet(await notes.read(name))))
  const times = sheets.flatMap((sheet) => sheet.map(({ at }) => at))
  return times.length === 0 ? null : Math.max(...times)
}
