import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { AppError } from '../errors.ts'
import { ownerOf, type Instance } from '../instance.ts'
import { wordsWithStatus } from './own-task.ts'

/** `instance_not_found` unless it is the person's own. */
export function refusalOfOthers(instance: Instance, who: string): AppError | undefined {
  if (ownerOf(instance) === who) return undefined
  return new AppError('instance_not_found', `Instance ${instance.id} does not exist.`)
}

/** `instance_already_ended`. */
export function refusalOfEnded({ id, status }: Instance): AppError | undefined {
  if (status === 'PENDING') return undefined
  return new AppError('instance_already_ended', `Instance ${id} is already ${status}.`, {
    details: [{ status }],
    words: wordsWithStatus(REFUSAL_TEXTS.instanceEnded, status),
  })
}
