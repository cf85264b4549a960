import { z } from 'zod'
import { DoneWithReason } from '../act-view.ts'
import { defineVerb, Reason } from './parts.ts'

const UrgeRequest = z.strictObject({ reason: Reason.optional() })

export const urge = defineVerb({
  on: 'instance',
  summary: 'Ask those whom my approval waits for to decide; once per task in four hours.',
  answer: 'They are told.',
  body: UrgeRequest,
  view: DoneWithReason,
  button: 'optional',
  names: [],
  errors: ['instance_already_ended', 'urged_too_soon', 'resubmit_needed', 'too_much_said'],
})
