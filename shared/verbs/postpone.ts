import { z } from 'zod'
import { Instant } from '../instant.ts'
import { AFTER_IT, defineVerb } from './parts.ts'

/** `until` null: back to the to-dos now. */
const PostponeRequest = z.strictObject({ until: Instant.nullable() })

export const postpone = defineVerb({
  on: 'task',
  summary: 'Take a task out of my to-dos until a time within 90 days; null brings it back now.',
  answer: AFTER_IT,
  body: PostponeRequest,
  names: [],
  errors: [],
})
