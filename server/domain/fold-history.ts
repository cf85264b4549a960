import type { Event, HistoryEntry } from './instance.ts'
import type { Effect, InstanceRecord } from './record.ts'

type Folded = Pick<InstanceRecord, 'history' | 'effects'>

/**
 * The history before `entries` are added, without what they replace: of one task's postponements only the latest
 * says anything, so any number of them takes the room of one. The state that the history leads to stays the same.
 */
export function foldHistory({ history, effects }: Folded, entries: readonly HistoryEntry[]): Folded {
  const taskIds = new Set(entries.flatMap(({ event }) => postponedBy(event)))
  const isReplaced = ({ event }: HistoryEntry): boolean => postponedBy(event).some((id) => taskIds.has(id))
  if (taskIds.size === 0 || !history.some(isReplaced)) return { history, effects }
  const gone = history.flatMap((entry, at) => (isReplaced(entry) ? [at] : []))
  return {
    history: history.filter((entry) => !isReplaced(entry)),
    effects: effects.map((effect) => moved(effect, gone)),
  }
}

const postponedBy = (event: Event): string[] => (event.type === 'task_postponed' ? [event.taskId] : [])

/** A waiting message names its entry by the place, which moves up by what has gone before it. */
function moved(effect: Effect, gone: readonly number[]): Effect {
  const { message } = effect
  if (!message) return effect
  const entry = message.entry - gone.filter((at) => at < message.entry).length
  return { ...effect, message: { ...message, entry } }
}
