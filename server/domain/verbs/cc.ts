import { said } from '../../../shared/person-text.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import { AppError } from '../errors.ts'
import { addCc } from '../engine/flow.ts'
import type { Instance } from '../instance.ts'
import { MOST_CC } from '../../../shared/instance-limits.ts'
import { createRecorder } from '../engine/recorder.ts'
import type { InputOf, InstanceVerb } from './verb.ts'

/** Gives these people a copy, each once per instance. Throws `too_many_cc`, counting those who are to be told later. */
export const cc: InstanceVerb<InputOf<'cc'>> = {
  on: 'instance',
  refusal: () => undefined,
  act: (instance, { users, reason, known }, context) => {
    assertFew(instance, users)
    const isNew = (userId: string) => !instance.cc.some((one) => one.userId === userId)
    const people = [...new Set(users)].filter(isNew)
    const recorder = createRecorder(instance, { verb: 'cc', reason: said(reason), people, known }, context)
    addCc(recorder, people)
    return recorder.outcome()
  },
}

function assertFew({ id, cc, ccAtEnd, ccIfApproved = [] }: Instance, users: readonly string[]): void {
  const told = cc.map(({ userId }) => userId)
  if (new Set([...told, ...ccAtEnd, ...ccIfApproved, ...users]).size <= MOST_CC) return
  throw new AppError('too_many_cc', `Instance ${id} can have no more than ${MOST_CC} cc.`, {
    words: REFUSAL_TEXTS.tooManyCc,
  })
}
