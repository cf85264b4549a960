import { TEXTS } from '../../shared/texts.ts'
import { AppError } from './errors.ts'
import { ownerOf, type Instance } from './instance.ts'
import { wordsWithStatus } from './own-task.ts'

/** Throws `instance_not_found` unless it is the person's own. */
export function assertOwn(instance: Instance, by: string): void {
  if (ownerOf(instance) === by) return
  throw new AppError('instance_not_found', `Instance ${instance.id} does not exist.`)
}

/** Throws `instance_already_ended`. */
export function assertPending({ id, status }: Instance): void {
  if (status === 'PENDING') return
  throw new AppError('instance_already_ended', `Instance ${id} is already ${status}.`, {
    details: [{ status }],
    words: wordsWithStatus(TEXTS.instanceEnded, status),
  })
}
