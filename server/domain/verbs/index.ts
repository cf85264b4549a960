import type { PlainVerb, VERBS } from '../../../shared/verbs/index.ts'
import { unchanged, type Outcome, type PersonContext } from '../act.ts'
import type { Instance } from '../instance.ts'
import { ownTask } from '../engine/own-task.ts'
import { decidedElsewhere } from '../mirror/press.ts'
import { addSign } from './add-sign.ts'
import { cc } from './cc.ts'
import { comment } from './comment.ts'
import { approve, reject } from './decide.ts'
import { postpone } from './postpone.ts'
import { read } from './read.ts'
import { rollback } from './rollback.ts'
import { transfer } from './transfer.ts'
import { urge } from './urge.ts'
import type { InputOf, InstanceVerb, TaskVerb } from './verb.ts'
import { withdraw } from './withdraw.ts'

type Rule<Name extends PlainVerb> = (typeof VERBS)[Name]['on'] extends 'task'
  ? TaskVerb<InputOf<Name>>
  : InstanceVerb<InputOf<Name>>

/** What each verb asks for, and does. */
const RULES: { [Name in PlainVerb]: Rule<Name> } = {
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
}

type AnyRule = TaskVerb<unknown> | InstanceVerb<unknown>
const ruleOf = (verb: PlainVerb): AnyRule => RULES[verb] as AnyRule

/**
 * What somebody does. `taskId`: of a verb on tasks. The same again is no change. Throws `task_not_found` for a task
 * that is nobody's or somebody else's, and what the verb does.
 */
export function act<Name extends PlainVerb>(
  instance: Instance,
  verb: Name,
  { taskId, ...input }: InputOf<Name> & { taskId?: string },
  context: PersonContext,
): Outcome {
  const { at, by } = context
  const rule = ruleOf(verb)
  if (isElsewhere(instance, verb)) throw decidedElsewhere(instance)
  if (rule.on === 'instance') {
    if (rule.isDone?.(instance, by)) return unchanged(instance)
    const refusal = rule.refusal(instance, by, at)
    if (refusal) throw refusal
    return rule.act(instance, input, context)
  }
  const task = ownTask(instance, taskId ?? '', by)
  if (rule.isDone?.(task)) return unchanged(instance)
  const refusal = rule.refusal(instance, task, at)
  if (refusal) throw refusal
  return rule.act(instance, task, input, context)
}

/** What another system carries on is decided there alone; what somebody marks for themselves is their own. */
const isElsewhere = ({ mirror }: Instance, verb: PlainVerb): boolean =>
  mirror !== undefined && verb !== 'postpone' && verb !== 'read'

/** Whether somebody may do it now, to one of their tasks or to the approval: the one answer for acts and for buttons. */
export function may(
  instance: Instance,
  verb: PlainVerb,
  { who, taskId }: { who: string; taskId?: string },
  now: number,
): boolean {
  if (isElsewhere(instance, verb)) return false
  const rule = ruleOf(verb)
  if (rule.on === 'instance') return rule.refusal(instance, who, now) === undefined
  const task = instance.tasks.find(({ id, assignee }) => id === taskId && assignee === who)
  return task !== undefined && rule.refusal(instance, task, now) === undefined
}
