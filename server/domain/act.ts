import type { Channel } from '../../shared/status.ts'
import type { Verb } from '../../shared/verbs/index.ts'
import type { DelegateOf } from './engine/delegation.ts'
import type { Event, Files, Instance, People } from './instance.ts'

/**
 * Who acts, from where and when. `by` null: another system, which `service` names, this one, time, or an operator. What
 * a service does is nobody's act: its token says which system it is, and never a person.
 */
type Origin = { at: number; by: string | null; via: Channel; service?: string | undefined }

/**
 * One thing that was done to an approval, with all that followed from it: an entry of the history. Whatever is told of
 * it is read from the act itself, never from its neighbours.
 */
export type Act = Origin & {
  verb: Verb
  /** The task that it was done on. */
  taskId: string | null
  reason: string | null
  /** The files that came with it. */
  files: Files
  /** Whom it was done to or with: who gets the task, signs as well, is told, is mentioned, leaves and takes over. */
  people: readonly string[]
  /** Names of people whom the approval did not know before. */
  known: People
  /** The changes of state, in order. */
  events: readonly Event[]
}

/** What an act has to know of the world. Without `delegateOf` nobody stands in for anybody. */
export type ActContext = Origin & { delegateOf?: DelegateOf | undefined }

/** Of a person's own act. */
export type PersonContext = ActContext & { by: string }

/** What an act came to; `act` null: it was no change. */
export type Outcome = { instance: Instance; act: Act | null }

/** The outcome of what had been done already. */
export const unchanged = (instance: Instance): Outcome => ({ instance, act: null })

export const eventsOf = <Type extends Event['type']>(
  { events }: Pick<Act, 'events'>,
  type: Type,
): Extract<Event, { type: Type }>[] =>
  events.filter((event): event is Extract<Event, { type: Type }> => event.type === type)
