import { said } from '../../../shared/person-text.ts'
import { unchanged, type ActContext, type Outcome } from '../act.ts'
import { end } from '../engine/flow.ts'
import type { Instance } from '../instance.ts'
import { createRecorder } from '../engine/recorder.ts'
import { decidedElsewhere } from '../mirror/press.ts'

/** Ends an approval by an operator's word. One that has ended stays as it is. Throws `decided_elsewhere`. */
export function terminate(instance: Instance, reason: string, context: ActContext): Outcome {
  if (instance.mirror) throw decidedElsewhere(instance)
  if (instance.status !== 'PENDING') return unchanged(instance)
  const recorder = createRecorder(instance, { verb: 'terminate', reason: said(reason) }, context)
  end(recorder, 'TERMINATED')
  return recorder.outcome()
}
