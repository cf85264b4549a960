import type { Box } from '../../../shared/requests.ts'
import type { Place, Row } from './row.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'

/** Everybody's lists. */
export type BoxIndex = {
  add(row: Row): void
  remove(row: Row): void
  /** A person's box, newest first, behind `after`. */
  box(query: { userId: string; box: Box; after?: { at: number; id: string } | undefined }): Iterable<Place>
  /** Does now what the first look into each list would have to do. */
  arrange(): void
}

type Boxes = Record<Box, SortedList<Place>>

export function createBoxIndex(): BoxIndex {
  const people = new Map<string, Boxes>()
  const boxesOf = (userId: string): Boxes => {
    const known = people.get(userId)
    if (known) return known
    const boxes = { todo: newestFirst(), done: newestFirst(), started: newestFirst(), cc: newestFirst() }
    people.set(userId, boxes)
    return boxes
  }
  return {
    add: ({ places }) => {
      for (const place of places) boxesOf(place.userId)[place.box].add(place)
    },
    remove: ({ places }) => {
      for (const place of places) boxesOf(place.userId)[place.box].remove(place)
    },
    box: ({ userId, box, after }) =>
      people.get(userId)?.[box].after(after && { userId, box, open: [], at: after.at, id: after.id }) ?? [],
    arrange() {
      for (const boxes of people.values()) for (const box of Object.values(boxes)) box.first()
    },
  }
}

const newestFirst = () =>
  createSortedList<Place>((a, b) => b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0))
