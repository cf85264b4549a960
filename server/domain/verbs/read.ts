import { createRecorder } from '../engine/recorder.ts'
import type { InstanceVerb } from './verb.ts'

/** The person has opened what they were told of. No change when they had before, or were not told. */
export const read: InstanceVerb = {
  on: 'instance',
  refusal: () => undefined,
  act: (instance, _, context) => {
    const recorder = createRecorder(instance, { verb: 'read' }, context)
    for (const { id: ccId, userId, readAt } of instance.cc) {
      if (userId === context.by && readAt === null) recorder.record({ type: 'cc_read', ccId })
    }
    return recorder.outcome()
  },
}
