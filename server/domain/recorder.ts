import type { Delegate } from './delegation.ts'
import { evolve } from './evolve.ts'
import type { Event, HistoryEntry, Instance, Stamp } from './instance.ts'

/** What a command comes to: the new state, and the entries that led there from the one before. */
export type Outcome = { instance: Instance; entries: readonly HistoryEntry[] }

/** Writes a command's events one by one, so that each rule sees the state the earlier ones left. */
export type Recorder = {
  state: () => Instance
  outcome: () => Outcome
  record: (event: Event, by?: string | null) => void
  /** Who decides in somebody's place now. */
  delegateOf: (userId: string) => Delegate | undefined
}

/** Events carry `stamp`; what follows by itself is recorded as the system's. */
export function createRecorder(before: Instance | undefined, stamp: Stamp): Recorder {
  let now = before
  const entries: HistoryEntry[] = []
  const state = (): Instance => {
    if (!now) throw new Error('nothing has started yet')
    return now
  }
  return {
    state,
    outcome: () => ({ instance: state(), entries }),
    delegateOf: (userId) => stamp.delegateOf?.(userId, now?.definition.code ?? '', stamp.at),
    record: (event, by = stamp.by) => {
      const via = by === null && stamp.by !== null ? 'system' : stamp.via
      const entry: HistoryEntry = { at: stamp.at, by, via, event }
      now = evolve(now, entry)
      entries.push(entry)
    },
  }
}
