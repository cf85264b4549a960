import { eventsOf, type Act } from '../act.ts'
import type { Effect, InstanceRecord } from './record.ts'

type Folded = Pick<InstanceRecord, 'history' | 'effects'>

/**
 * The history before `act` is added, without what it replaces: of one task's postponements only the latest says
 * anything, of presses the latest, and of what a source pushed the latest, so any number of them takes the room of one.
 * What a message that waits takes its words from stays. The state that the history leads to stays the same.
 */
export function foldHistory({ history, effects }: Folded, act: Act): Folded {
  const isReplaced = replacedBy(act)
  const told = new Set(effects.map(({ message }) => message?.act))
  const gone = history.flatMap((one, at) => (isReplaced(one) && !told.has(at) ? [at] : []))
  if (gone.length === 0) return { history, effects }
  return {
    history: history.filter((_, at) => !gone.includes(at)),
    effects: effects.map((effect) => moved(effect, gone)),
  }
}

/** What a source pushed holds the whole state: whatever changed it before says nothing any more. */
function replacedBy(act: Act): (earlier: Act) => boolean {
  if (act.verb === 'postpone') return ({ verb, taskId }) => verb === 'postpone' && taskId === act.taskId
  if (eventsOf(act, 'pressed').length > 0)
    return ({ verb, taskId }) => verb === 'press' && taskId === act.taskId
  // Who pressed what is said nowhere else.
  if (eventsOf(act, 'mirrored').length > 0) return ({ verb, events }) => verb !== 'press' && events.length > 0
  if (eventsOf(act, 'mirror_noted').length > 0)
    return (earlier) => eventsOf(earlier, 'mirror_noted').length > 0
  return () => false
}

/** A waiting message names its act by the place, which moves up by what has gone before it. */
function moved(effect: Effect, gone: readonly number[]): Effect {
  const { message } = effect
  if (!message) return effect
  const act = message.act - gone.filter((at) => at < message.act).length
  return { ...effect, message: { ...message, act } }
}
