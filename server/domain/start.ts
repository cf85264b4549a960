import { addCc, advance } from './flow.ts'
import type { Event, Stamp } from './instance.ts'
import { createRecorder, type Outcome } from './recorder.ts'

export type Start = Omit<Extract<Event, { type: 'started' }>, 'type'> & { ccAtStart: readonly string[] }

/** Begins an approval and goes on to the first person who has to decide. */
export function start({ ccAtStart, ...started }: Start, stamp: Stamp): Outcome {
  const recorder = createRecorder(undefined, stamp)
  recorder.record({ type: 'started', ...started })
  addCc(recorder, ccAtStart)
  advance(recorder)
  return recorder.outcome()
}
