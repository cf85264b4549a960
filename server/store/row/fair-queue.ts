import { isTooFar, LONGEST_WAIT_MS } from '../../domain/outbox/due.ts'
import { createTurns } from '../../runtime/turns.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'

/** Something to deliver of an instance, since when, and who caused it. */
export type Due = { id: string; at: number; by: string }

/** What waits for delivery, a line for each of those who caused it. */
export type FairQueue = {
  add: (due: Due) => void
  remove: (due: Due) => void
  /**
   * Of what is due, the longest due of whoever's turn it is; taken out. Whoever has enough is passed over. Costs what
   * the people who wait cost.
   */
  take: (now: number, hasEnough?: (by: string) => boolean) => Due | undefined
  nextDueAt: (hasEnough?: (by: string) => boolean) => number | null
}

/** `longestMs`: no wait in it is planned for longer. */
export function createFairQueue(longestMs = LONGEST_WAIT_MS): FairQueue {
  const lines = new Map<string, SortedList<Due>>()
  // The first of each person, in the order of time.
  const heads = createSortedList<Due>(byTime)
  const all = createSortedList<Due>(byTime)
  const turns = createTurns()

  const lineOf = (by: string): SortedList<Due> => {
    const line = lines.get(by) ?? createSortedList<Due>(byTime)
    lines.set(by, line)
    return line
  }
  /** Runs a change of a person's line, and sees to it that its first is among the heads. */
  const change = (by: string, edit: (line: SortedList<Due>) => void) => {
    const line = lineOf(by)
    const before = line.first()
    edit(line)
    const after = line.first()
    if (before === after) return
    if (before) heads.remove(before)
    if (after) heads.add(after)
    else lines.delete(by)
  }
  const remove = (due: Due) => {
    all.remove(due)
    change(due.by, (line) => {
      line.remove(due)
    })
    turns.leave(due.by)
  }
  const firstDue = (now: number, hasEnough: (by: string) => boolean): Due | undefined => {
    let next: Due | undefined
    for (const head of heads.after()) {
      if (head.at > now) break
      if (hasEnough(head.by)) continue
      if (!next || turns.of(head.by) < turns.of(next.by)) next = head
    }
    const last = next ? undefined : all.last()
    return last && isTooFar(last.at, now, longestMs) && !hasEnough(last.by) ? last : next
  }
  return {
    add(due) {
      all.add(due)
      turns.enter(due.by)
      change(due.by, (line) => {
        line.add(due)
      })
    },
    remove,
    take(now, hasEnough = nobodyHas) {
      const next = firstDue(now, hasEnough)
      if (!next) return undefined
      turns.serve(next.by)
      remove(next)
      return next
    },
    nextDueAt(hasEnough = nobodyHas) {
      for (const head of heads.after()) if (!hasEnough(head.by)) return head.at
      return null
    },
  }
}

const nobodyHas = (): boolean => false

const byTime = (a: Due, b: Due): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
