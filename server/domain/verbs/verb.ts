import type { BodyOf, PlainVerb } from '../../../shared/verbs/index.ts'
import type { ActContext, Outcome, PersonContext } from '../act.ts'
import type { AppError } from '../errors.ts'
import type { Files, Instance, People, Task } from '../instance.ts'

/** What comes with a person's act: their reason, files that are bound to the instance, and whom they name. */
export type Given = { reason: string | null; files: Files; known: People }

/** Of a body without keys there is nothing. */
type Own<Body> = string extends keyof Body ? unknown : Omit<Body, 'reason' | 'attachments'>

/** A verb's own input, with people as user_ids. */
export type InputOf<Name extends PlainVerb> = Own<BodyOf<Name>> & Given

/** A verb on one of a person's own tasks. */
export type TaskVerb<Input = Given> = {
  on: 'task'
  /** It was done before: doing it again is no change. */
  isDone?: (task: Task) => boolean
  /** Why its person cannot do it now; undefined: they may. */
  refusal: (instance: Instance, task: Task, now: number) => AppError | undefined
  /** For whoever may. Throws what is wrong with the input. */
  act: (instance: Instance, task: Task, input: Input, context: PersonContext) => Outcome
}

/** A verb on an approval as a whole. Whether the person may see it is known. `Context`: any, where nobody need do it. */
export type InstanceVerb<Input = Given, Context extends ActContext = PersonContext> = {
  on: 'instance'
  isDone?: (instance: Instance, who: string) => boolean
  refusal: (instance: Instance, who: string, now: number) => AppError | undefined
  act: (instance: Instance, input: Input, context: Context) => Outcome
}
