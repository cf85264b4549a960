import { cleanText } from '../../shared/person-text.ts'
import { TEXTS } from '../../shared/texts.ts'
import { AppError } from './errors.ts'
import type { Files, Instance, KnownPerson, People, Stamp } from './instance.ts'
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
    throw new AppError('too_many_comments', `Instance ${instance.id} has ${count} comments already.`, {
      words: TEXTS.tooManyComments,
    })
  }
  const recorder = createRecorder(instance, stamp)
  const text = cleanText(remark.text)
  const people = unknownTo(instance, remark.people)
  recorder.record({ type: 'commented', commentId: `${instance.id}_m${count + 1}`, ...remark, text, people })
  return recorder.outcome()
}

/** Whoever is known stays as they are: they need not be said again with every comment. */
const unknownTo = (instance: Instance, people: People): People =>
  Object.fromEntries(Object.entries(people).filter(([userId]) => !Object.hasOwn(instance.people, userId)))
