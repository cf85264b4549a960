import { said } from '../../../shared/person-text.ts'
import type { ActContext } from '../act.ts'
import { end } from '../engine/flow.ts'
import { refusalOfEnded, refusalOfOthers } from '../engine/own-instance.ts'
import { createRecorder } from '../engine/recorder.ts'
import { ownerOf } from '../instance.ts'
import type { InputOf, InstanceVerb } from './verb.ts'

/** Takes one's own approval back. */
export const withdraw: InstanceVerb<InputOf<'withdraw'>, ActContext> = {
  on: 'instance',
  isDone: (instance, who) => instance.status === 'CANCELED' && ownerOf(instance) === who,
  refusal: (instance, who) => refusalOfOthers(instance, who) ?? refusalOfEnded(instance),
  act: (instance, { reason }, context) => {
    const recorder = createRecorder(instance, { verb: 'withdraw', reason: said(reason) }, context)
    end(recorder, 'CANCELED')
    return recorder.outcome()
  },
}
