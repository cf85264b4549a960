import { z } from 'zod'
import type { ErrorCode } from '../error-codes.ts'
import { Said } from '../said.ts'

/** user_id or open_id (`ou_…`). */
export const PersonId = z.string().trim().min(1).max(64)
export const Reason = Said(2_000)
export const MOST_FILES = 9
/** Ids of uploaded files. */
export const FileIds = z.array(z.string().max(64)).max(MOST_FILES)

/** What every act on a task may bring along. */
export const Decision = z.strictObject({ reason: Reason.optional(), attachments: FileIds.optional() })

/** Keys of a body that name people. They are looked up before the act, and stand in it as user_ids. */
type Naming<Body> = Extract<keyof Body, 'to' | 'users' | 'mentions'>

/**
 * A verb as its callers see it. `on`: a task of the caller's (`/tasks/:id/<verb>`), or an approval that they may see
 * (`/instances/:id/<verb>`). `errors` are those besides what every verb of that kind answers;
 * whoever adds to a record that has grown too large gets `too_much_said` where it is among them.
 */
export type VerbSpec<
  Body extends z.ZodType = z.ZodType,
  On = 'task' | 'instance',
  View extends z.ZodObject = z.ZodObject,
> = {
  on: On
  /** Where it is not called after the verb. */
  operationId?: string
  summary: string
  answer: string
  body: Body
  /** Its act, as the history shows it. */
  view: View
  /** It has a button on the page, which asks for a reason: as the node wants it, if they like, or not at all. */
  button?: 'of_node' | 'optional' | 'none'
  names: readonly Naming<z.infer<Body>>[]
  errors: readonly ErrorCode[]
}

/** Keeps the types of the body, of `on` and of the view. */
export const defineVerb = <
  Body extends z.ZodType,
  const On extends 'task' | 'instance',
  View extends z.ZodObject,
>(
  spec: VerbSpec<Body, On, View>,
): VerbSpec<Body, On, View> => spec

/** What a decision is answered where another system makes it. */
export const ELSEWHERE = ['decision_waits', 'source_refused', 'source_unavailable'] as const

export const AFTER_IT = 'The instance after it.'
