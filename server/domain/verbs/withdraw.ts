import { said } from '../../../shared/person-text.ts'
import type { ActContext } from '../act.ts'
import { end } from '../engine/flow.ts'
import { mayRevert, refusalOfEnded, refusalOfOthers } from '../engine/own-instance.ts'
import { createRecorder } from '../engine/recorder.ts'
import { ownerOf } from '../instance.ts'
import type { InputOf, InstanceVerb } from './verb.ts'

/** Takes one's own approval back; one that is approved for so many days as its definition says. */
export const withdraw: InstanceVerb<InputOf<'withdraw'>, ActContext> = {
  on: 'instance',
  isDone: (instance, who) => instance.status === 'CANCELED' && ownerOf(instance) === who,
  refusal: (instance, who, now) =>
    refusalOfOthers(instance, who) ?? (mayRevert(instance, now) ? undefined : refusalOfEnded(instance)),
  act: (instance, { reason }, context) => {
    const recorder = createRecorder(instance, { verb: 'withdraw', reason: said(reason) }, context)
    end(recorder, 'CANCELED')
    return recorder.outcome()
  },
}
