import type { Instance, Stamp } from './instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

/** Lifts every clock above what Feishu holds, so that the next push is taken whole. */
export function raiseClocks(instance: Instance, above: number, stamp: Stamp): Outcome {
  const recorder = createRecorder(instance, stamp)
  recorder.record({ type: 'clocks_raised', above })
  return recorder.outcome()
}
