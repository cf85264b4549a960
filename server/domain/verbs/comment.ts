import { cleanText } from '../../../shared/person-text.ts'
import { REFUSAL_TEXTS } from '../../../shared/refusal-texts.ts'
import type { ActContext } from '../act.ts'
import { AppError } from '../errors.ts'
import { createRecorder } from '../engine/recorder.ts'
import type { InputOf, InstanceVerb } from './verb.ts'

/** A record is written as a whole, so what people say in it is bounded. */
export const MOST_COMMENTS = 200

/** Says something, also after the end. Being mentioned gives no access. Refused with `too_many_comments`. */
export const comment: InstanceVerb<InputOf<'comment'>, ActContext> = {
  on: 'instance',
  refusal: ({ id, commentCount = 0 }) =>
    commentCount < MOST_COMMENTS
      ? undefined
      : new AppError('too_many_comments', `Instance ${id} has ${commentCount} comments already.`, {
          words: REFUSAL_TEXTS.tooManyComments,
        }),
  act: (instance, { text, mentions, files, known }, context) => {
    const recorder = createRecorder(instance, { verb: 'comment', files, people: mentions, known }, context)
    const commentId = `${instance.id}_m${(instance.commentCount ?? 0) + 1}`
    recorder.record({ type: 'commented', commentId, text: cleanText(text) })
    return recorder.outcome()
  },
}
