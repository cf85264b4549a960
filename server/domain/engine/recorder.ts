import { unchanged, type Act, type ActContext, type Outcome } from '../act.ts'
import type { Delegate } from './delegation.ts'
import { evolveBy, meet } from './evolve.ts'
import type { Event, Instance, People } from '../instance.ts'

/** What is done, and with whom. What is left out is nothing. */
export type Doing = Pick<Act, 'verb'> & Partial<Pick<Act, 'taskId' | 'reason' | 'files' | 'people' | 'known'>>

/** Writes an act's events one by one, so that each rule sees the state the earlier ones left. */
export type Recorder = {
  state: () => Instance
  /** An act without events is no change, unless the verb says that it counts all the same. */
  outcome: (counts?: boolean) => Outcome
  record: (event: Event) => void
  /** Somebody comes in whose name the approval may not know yet. */
  know: (people: People) => void
  /** Who decides in somebody's place now. */
  delegateOf: (userId: string) => Delegate | undefined
}

export function createRecorder(before: Instance | undefined, doing: Doing, context: ActContext): Recorder {
  const { at, by, via, service, delegateOf } = context
  const { verb, taskId = null, reason = null, files = {}, people = [], known = {} } = doing
  let act: Act = {
    at,
    by,
    via,
    ...(service !== undefined && { service }),
    verb,
    taskId,
    reason,
    files,
    people,
    known: newTo(before, known),
    events: [],
  }
  let now = before && meet(before, act)
  const state = (): Instance => {
    if (!now) throw new Error('nothing has started yet')
    return now
  }
  return {
    state,
    outcome: (counts = act.events.length > 0) =>
      counts || !before ? { instance: state(), act } : unchanged(before),
    delegateOf: (userId) => delegateOf?.(userId, now?.definition.code ?? '', at),
    know: (more) => {
      act = { ...act, known: { ...newTo(now, more), ...act.known } }
      now = now && meet(now, act)
    },
    record: (event) => {
      now = evolveBy(now, act, event)
      act = { ...act, events: [...act.events, event] }
    },
  }
}

/** Whoever is known need not be said again with every act. */
function newTo(instance: Instance | undefined, people: People): People {
  if (!instance) return people
  return Object.fromEntries(Object.entries(people).filter(([id]) => !Object.hasOwn(instance.people, id)))
}
