import type { ActContext, Outcome } from '../act.ts'
import type { Instance } from '../instance.ts'
import { createRecorder } from '../engine/recorder.ts'

/** Lifts every clock above what Feishu holds, so that the next push is taken whole. */
export function repair(instance: Instance, above: number, context: ActContext): Outcome {
  const recorder = createRecorder(instance, { verb: 'repair' }, context)
  recorder.record({ type: 'clocks_raised', above })
  return recorder.outcome()
}
