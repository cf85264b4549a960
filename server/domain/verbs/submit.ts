import type { ActContext, Outcome } from '../act.ts'
import { addCc, advance } from '../engine/flow.ts'
import type { Event, Files, People } from '../instance.ts'
import { createRecorder } from '../engine/recorder.ts'

export type Submission = Omit<Extract<Event, { type: 'started' }>, 'type'> & {
  people: People
  /** What the form names. */
  files?: Files | undefined
  ccAtStart: readonly string[]
}

/** Begins an approval and goes on to the first person who has to decide. */
export function submit(
  { ccAtStart, people, files = {}, ...started }: Submission,
  context: ActContext,
): Outcome {
  const recorder = createRecorder(undefined, { verb: 'submit', known: people, files }, context)
  recorder.record({ type: 'started', ...started })
  addCc(recorder, ccAtStart)
  advance(recorder)
  return recorder.outcome()
}
