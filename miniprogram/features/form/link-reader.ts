import type { LinkableResponse } from '../../../shared/responses.ts'
import type { LinkItem } from './link-choice.ts'

type Asking = { q: string; cursor: string }

type Parts = {
  ask: (asking: Asking) => Promise<LinkableResponse>
  changed: (found: Found) => void
  failed: (error: unknown) => void
}

/** What was found so far; `more`: there may be others behind it. */
export type Found = { items: LinkItem[]; more: boolean; busy: boolean }

/** A page may be empty and have a next one: so many are followed at once. */
const EMPTY_PAGES = 5

/** Reads what a field may name, page by page. What was asked before the words changed is dropped when it arrives. */
export function createLinkReader({ ask, changed, failed }: Parts) {
  let turn = 0
  let q = ''
  let items: LinkItem[] = []
  let cursor: string | null = null
  let busy = false

  const tell = (): void => changed({ items, more: cursor !== null, busy })
  const read = async (from: string): Promise<void> => {
    const mine = turn
    busy = true
    tell()
    try {
      let at = from
      for (let page = 0; page < EMPTY_PAGES; page += 1) {
        const found = await ask({ q, cursor: at })
        if (mine !== turn) return
        items = [...items, ...found.items]
        cursor = found.nextCursor
        if (found.items.length > 0 || cursor === null) break
        at = cursor
      }
    } catch (error) {
      if (mine === turn) failed(error)
    }
    if (mine !== turn) return
    busy = false
    tell()
  }
  return {
    first: (words: string): Promise<void> => {
      turn += 1
      q = words
      items = []
      cursor = null
      return read('')
    },
    next: async (): Promise<void> => {
      if (!busy && cursor !== null) await read(cursor)
    },
    /** What is still on its way is for nobody. */
    stop: (): void => {
      turn += 1
    },
  }
}
