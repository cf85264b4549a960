import { AppError } from './errors.ts'
import type { Files, Instance, KnownPerson, Stamp } from './instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

/** A record is written as a whole, so what people say in it is bounded. */
export const MOST_COMMENTS = 200

export type Remark = {
  text: string
  /** user_ids. Being named gives no access. */
  mentions: readonly string[]
  /** The author and those named. */
  people: Readonly<Record<string, KnownPerson>>
  files: Files
}

/** Adds a comment, also after the end. Whether its author may see the instance is known. Throws `too_many_comments`. */
export function comment(instance: Instance, remark: Remark, stamp: Stamp & { by: string }): Outcome {
  const count = instance.comments?.length ?? 0
  if (count >= MOST_COMMENTS) {
    throw new AppError('too_many_comments', `Instance ${instance.id} has ${count} comments already.`)
  }
  const recorder = createRecorder(instance, stamp)
  recorder.record({ type: 'commented', commentId: `${instance.id}_m${count + 1}`, ...remark })
  return recorder.outcome()
}
