import { said } from '../../shared/person-text.ts'
import { end } from './flow.ts'
import type { Instance, Stamp } from './instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

/** Ends an approval by an operator's word. One that has ended stays as it is. */
export function terminate(instance: Instance, reason: string, stamp: Stamp): Outcome {
  if (instance.status !== 'PENDING') return { instance, entries: [] }
  const recorder = createRecorder(instance, stamp)
  end(recorder, 'TERMINATED', { reason: said(reason), by: stamp.by })
  return recorder.outcome()
}
