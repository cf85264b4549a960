import type { Listed } from '../../domain/listed.ts'
import { MOST_READ, type BoxQuery, type Page } from '../contract.ts'
import { readCursor, toCursor } from './cursor.ts'
import type { InstanceIndex } from './instance-index.ts'
import { findPlace, fits, type Place } from './row.ts'

/** So many entries of the index are passed over at most for one page. */
const MOST_LOOKED_AT = 20_000

/** What lists show of an instance, and whether a text that is looked for stands in it. */
export type ListedSource = {
  read: (id: string) => Promise<Listed | undefined>
  hasText: (listed: Listed, text: NonNullable<BoxQuery['text']>) => Promise<boolean>
}

/** A page of a person's box. */
export async function listBox(
  index: InstanceIndex,
  source: ListedSource,
  { cursor, ...query }: BoxQuery,
): Promise<Page<Listed>> {
  const after = cursor === undefined ? undefined : readCursor(cursor)
  const { places, end } = gather(index, query, after)
  const items: Listed[] = []
  const chunk = query.text ? query.limit : places.length
  for (let at = 0; at < places.length; at += chunk) {
    const part = places.slice(at, at + chunk)
    const found = await Promise.all(part.map((place) => readThere(source, query, place)))
    for (const [offset, listed] of found.entries()) {
      if (listed) items.push(listed)
      const last = part[offset]
      const isMore = end !== null || at + offset + 1 < places.length
      if (query.text && items.length === query.limit) {
        return { items, nextCursor: isMore && last ? positionOf(last) : null }
      }
    }
  }
  return { items, nextCursor: end && positionOf(end) }
}

/** The entries to read, and the last one passed over when there may be more behind it. */
function gather(
  index: InstanceIndex,
  { userId, box, definitions, tasks, text, limit }: Omit<BoxQuery, 'cursor'>,
  after: { at: number; id: string } | undefined,
): { places: Place[]; end: Place | null } {
  const most = text ? MOST_READ : limit
  const places: Place[] = []
  let last: Place | null = null
  let looked = 0
  for (const place of index.box({ userId, box, after })) {
    const isWanted = definitions === undefined || definitions.includes(index.definitionOf(place.id) ?? '')
    const isFitting = isWanted && (box !== 'todo' || fits(place, tasks))
    if (looked >= MOST_LOOKED_AT || (isFitting && places.length === most)) return { places, end: last }
    looked += 1
    last = place
    if (isFitting) places.push(place)
  }
  return { places, end: null }
}

/** What left the box while it was read is not shown in it. */
async function readThere(
  source: ListedSource,
  { userId, box, tasks, text }: Omit<BoxQuery, 'cursor'>,
  { id }: Place,
): Promise<Listed | undefined> {
  const listed = await source.read(id)
  const place = listed && findPlace(listed, userId, box)
  if (!place || (box === 'todo' && !fits(place, tasks))) return undefined
  return !text || (await source.hasText(listed, text)) ? listed : undefined
}

const positionOf = ({ at, id }: Place): string => toCursor({ at, id, number: 0 })
