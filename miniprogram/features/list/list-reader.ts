import type { ListResponse } from '../../../shared/responses.ts'
import type { ListFilter } from '../../client/api.ts'
import { firstPage, nextPage, withFirstPage, withNextPage, type ListState } from './list-state.ts'

type Parts = {
  ask: (filter: ListFilter) => Promise<ListResponse>
  /** The list has changed; `appended` when what was there stays as it was. */
  changed: (state: ListState, appended: boolean) => void
  failed: (error: unknown, appending: boolean) => void
  busy: (busy: boolean) => void
}

// A search answers empty pages while it goes on; so many are followed at once.
const EMPTY_PAGES = 5

/** Reads one list page by page. What was asked before a filter changed is dropped when it arrives. */
export function createListReader(initial: ListState, { ask, changed, failed, busy }: Parts) {
  let state = initial
  let turn = 0
  let appending = false

  const first = async (): Promise<void> => {
    const mine = (turn += 1)
    appending = false
    try {
      const page = await ask(firstPage(state))
      if (mine !== turn) return
      state = withFirstPage(state, page)
      changed(state, false)
      if (page.items.length === 0) await follow()
    } catch (error) {
      if (mine === turn) failed(error, false)
    }
  }
  const next = async (): Promise<void> => {
    const filter = nextPage(state)
    if (!filter || appending) return
    const mine = turn
    appending = true
    busy(true)
    try {
      const page = await ask(filter)
      if (mine !== turn) return
      state = withNextPage(state, page)
      changed(state, true)
    } catch (error) {
      if (mine === turn) failed(error, true)
    } finally {
      if (mine === turn) appending = false
      busy(false)
    }
  }
  const follow = async (): Promise<void> => {
    for (
      let count = 0;
      count < EMPTY_PAGES && state.items.length === 0 && state.cursor !== null;
      count += 1
    ) {
      const before = state.cursor
      await next()
      if (state.cursor === before) return
    }
  }

  return {
    first,
    next,
    get state() {
      return state
    },
    /** Another list or filter; it is read at once. */
    show: (other: ListState): Promise<void> => {
      state = other
      return first()
    },
  }
}
export type ListReader = ReturnType<typeof createListReader>
