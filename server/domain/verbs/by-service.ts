import { unchanged, type ActContext, type Outcome } from '../act.ts'
import { ownerOf, type Instance } from '../instance.ts'
import { comment } from './comment.ts'
import type { InputOf, InstanceVerb } from './verb.ts'
import { withdraw } from './withdraw.ts'

/** What another system may do to an approval. */
export type ServiceVerb = 'withdraw' | 'comment'

const RULES: { [Name in ServiceVerb]: InstanceVerb<InputOf<Name>, ActContext> } = { withdraw, comment }

/** Of a system's own act: nobody's, and it says whose. */
export type ServiceContext = ActContext & { by: null; via: 'service'; service: string }

/**
 * What a system does, by the rules that hold for whoever started the approval. Whether it may do so at all is known. The
 * same again is no change. Throws what the verb does.
 */
export function actOfService<Name extends ServiceVerb>(
  instance: Instance,
  verb: Name,
  input: InputOf<Name>,
  context: ServiceContext,
): Outcome {
  const rule = RULES[verb]
  const owner = ownerOf(instance)
  if (rule.isDone?.(instance, owner)) return unchanged(instance)
  const refusal = rule.refusal(instance, owner, context.at)
  if (refusal) throw refusal
  return rule.act(instance, input, context)
}

/** A system takes back what it started, and nothing of anybody else's. */
export const mayWithdrawAs = (
  { service, status }: Pick<Instance, 'service' | 'status'>,
  id: string,
): boolean => service === id && status === 'PENDING'
