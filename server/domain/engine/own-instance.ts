import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { DAY_MS } from '../../../shared/time/days.ts'
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

/** Whether an approved one can still be withdrawn. */
export function mayRevert(
  { status, endedAt, revertDays = 0 }: Pick<Instance, 'status' | 'endedAt' | 'revertDays'>,
  now: number,
): boolean {
  return status === 'APPROVED' && endedAt !== null && now < endedAt + revertDays * DAY_MS
}
