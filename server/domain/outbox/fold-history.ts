import { eventsOf, type Act } from '../act.ts'
import type { Effect, InstanceRecord } from './record.ts'

type Folded = Pick<InstanceRecord, 'history' | 'effects'>

/**
 * The history before `act` is added, without what it replaces: of one task's postponements only the latest says
 * anything, and of what a source pushed the latest, so any number of them takes the room of one. The state that the history leads to stays the same.
 */
export function foldHistory({ history, effects }: Folded, act: Act): Folded {
  const isReplaced = replacedBy(act)
  if (!history.some(isReplaced)) return { history, effects }
  const gone = history.flatMap((one, at) => (isReplaced(one) ? [at] : []))
  return {
    history: history.filter((one) => !isReplaced(one)),
    effects: effects.map((effect) => moved(effect, gone)),
  }
}

/** What a source pushed holds the whole state: whatever changed it before says nothing any more. */
function replacedBy(act: Act): (earlier: Act) => boolean {
  if (act.verb === 'postpone') return ({ verb, taskId }) => verb === 'postpone' && taskId === act.taskId
  if (eventsOf(act, 'mirrored').length > 0) return ({ events }) => events.length > 0
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
