import { z } from 'zod'
import { Done } from '../act-view.ts'
import { Instant } from '../instant.ts'
import { AFTER_IT, defineVerb } from './parts.ts'

/** `until` null: back to the to-dos now. */
const PostponeRequest = z.strictObject({ until: Instant.nullable() })

export const postpone = defineVerb({
  on: 'task',
  summary: 'Take a task out of my to-dos until a time within 90 days; null brings it back now.',
  answer: AFTER_IT,
  body: PostponeRequest,
  // Only for whoever did it. `until` null: back among the to-dos.
  view: Done.extend({ taskId: z.string(), until: Instant.nullable() }),
  button: 'none',
  names: [],
  errors: [],
})
