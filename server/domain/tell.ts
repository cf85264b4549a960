import type { Outcome } from './commands.ts'
import { addCc, createRecorder } from './flow.ts'
import type { Instance, People, Stamp } from './instance.ts'

/** Gives these people a copy, each once per instance. Whether the one who does so takes part is known. */
export function tell(
  instance: Instance,
  { users, people }: { users: readonly string[]; people: People },
  stamp: Stamp & { by: string },
): Outcome {
  const recorder = createRecorder(instance, stamp)
  addCc(recorder, users, { people, by: stamp.by })
  return { instance: recorder.state(), entries: recorder.entries() }
}
