import { z } from 'zod'
import { DoneWithReason } from '../act-view.ts'
import { PersonView } from '../views.ts'
import { AFTER_IT, defineVerb, PersonId, Reason } from './parts.ts'

const CcRequest = z.strictObject({
  users: z.array(PersonId).min(1).max(100),
  reason: Reason.optional(),
})

export const cc = defineVerb({
  on: 'instance',
  summary: 'Give others a copy of an approval that I may see; no change for who has one.',
  answer: AFTER_IT,
  body: CcRequest,
  view: DoneWithReason.extend({ people: z.array(PersonView) }),
  button: 'optional',
  names: ['users'],
  errors: ['person_not_found', 'too_many_cc', 'too_much_said', 'feishu_unavailable'],
})
