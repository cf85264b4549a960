import { said } from '../../shared/person-text.ts'
import { TEXTS } from '../../shared/texts.ts'
import { AppError } from './errors.ts'
import { addCc } from './flow.ts'
import { MOST_CC } from './limits.ts'
import type { Instance, People, Stamp } from './instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

/**
 * Gives these people a copy, each once per instance. Whether the one who does so takes part is known. Throws
 * `too_many_cc`, counting those who are to be told later.
 */
export function tell(
  instance: Instance,
  { users, people, reason = null }: { users: readonly string[]; people: People; reason?: string | null },
  stamp: Stamp & { by: string },
): Outcome {
  const known = instance.cc.map(({ userId }) => userId)
  const { ccAtEnd, ccIfApproved = [] } = instance
  if (new Set([...known, ...ccAtEnd, ...ccIfApproved, ...users]).size > MOST_CC) {
    throw new AppError('too_many_cc', `Instance ${instance.id} can have no more than ${MOST_CC} cc.`, {
      words: TEXTS.tooManyCc,
    })
  }
  const recorder = createRecorder(instance, stamp)
  addCc(recorder, users, { people, by: stamp.by, reason: said(reason) })
  return recorder.outcome()
}
