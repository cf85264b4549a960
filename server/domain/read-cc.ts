import type { Instance, Stamp } from './instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

/** The person has opened what they were told of. No change when they had before, or were not told. */
export function readCc(instance: Instance, stamp: Stamp & { by: string }): Outcome {
  const recorder = createRecorder(instance, stamp)
  for (const cc of instance.cc) {
    if (cc.userId === stamp.by && cc.readAt === null) recorder.record({ type: 'cc_read', ccId: cc.id })
  }
  return recorder.outcome()
}
