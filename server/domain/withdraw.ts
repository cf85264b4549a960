import { said } from '../../shared/person-text.ts'
import { end } from './flow.ts'
import type { Instance, Stamp } from './instance.ts'
import { assertOwn, assertPending } from './own-instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

/** Takes an approval back. Throws `instance_not_found` unless it is the person's own, `instance_already_ended`. */
export function withdraw(instance: Instance, reason: string | null, stamp: Stamp & { by: string }): Outcome {
  assertOwn(instance, stamp.by)
  if (instance.status === 'CANCELED') return { instance, entries: [] }
  assertPending(instance)
  const recorder = createRecorder(instance, stamp)
  end(recorder, 'CANCELED', { reason: said(reason), by: stamp.by })
  return recorder.outcome()
}
