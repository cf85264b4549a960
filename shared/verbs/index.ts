import type { z } from 'zod'
import type { ErrorCode } from '../error-codes.ts'
import { addSign } from './add-sign.ts'
import { approve } from './approve.ts'
import { cc } from './cc.ts'
import { comment } from './comment.ts'
import type { VerbSpec } from './parts.ts'
import { postpone } from './postpone.ts'
import { read } from './read.ts'
import { reject } from './reject.ts'
import { rollback } from './rollback.ts'
import { transfer } from './transfer.ts'
import { urge } from './urge.ts'
import { withdraw } from './withdraw.ts'

/** The verbs that are a request of their own and nothing else. What a form comes with (`submit`, `resubmit`) is more. */
export const VERBS = {
  approve,
  reject,
  transfer,
  'add-sign': addSign,
  rollback,
  postpone,
  withdraw,
  urge,
  cc,
  read,
  comment,
} satisfies Record<string, VerbSpec>

export type PlainVerb = keyof typeof VERBS

/** What every verb of a kind answers, besides its own. */
const IMPLIED = {
  task: ['task_not_found', 'task_already_ended', 'decided_elsewhere'],
  instance: ['instance_not_found', 'decided_elsewhere'],
} satisfies Record<VerbSpec['on'], readonly ErrorCode[]>
/** All that a verb refuses by itself; what every route may answer (`bad_request`, `unauthorized` …) is not among them. */
export function errorsOf(verb: PlainVerb): ErrorCode[] {
  const { on, errors }: VerbSpec = VERBS[verb]
  return [...IMPLIED[on], ...errors]
}

export type BodyOf<Name extends PlainVerb> = z.infer<(typeof VERBS)[Name]['body']>
/** Those that have a button on the page. */
export type ButtonVerb = Exclude<PlainVerb, 'read'>
export const BUTTON_VERBS = (Object.keys(VERBS) as PlainVerb[]).filter(
  (verb): verb is ButtonVerb => VERBS[verb].button !== undefined,
)

/** What can be done to an approval: by people, by an operator (`hand-over`, `terminate`), by the system itself, or by the
 * system that carries it on (`push`), to which people's decisions are handed (`press`). */
export type Verb =
  PlainVerb | 'submit' | 'resubmit' | 'terminate' | 'hand-over' | 'time-out' | 'repair' | 'push' | 'press'
export const isPlain = (verb: Verb): verb is PlainVerb => Object.hasOwn(VERBS, verb)
