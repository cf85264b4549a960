import { z } from 'zod'
import { DoneOnTask } from '../act-view.ts'
import { PersonView } from '../views.ts'
import { AFTER_IT, Decision, defineVerb, PersonId } from './parts.ts'

/** Where a signer stands to the one who added them. */
export const SignerPosition = z.enum(['before', 'after', 'parallel'])
export type SignerPosition = z.infer<typeof SignerPosition>

/** `after` approves with it. */
const AddSignRequest = Decision.extend({
  users: z.array(PersonId).min(1).max(20),
  position: SignerPosition,
})

export const addSign = defineVerb({
  on: 'task',
  summary: 'Have others sign before, after or beside me; `after` approves with it.',
  answer: AFTER_IT,
  body: AddSignRequest,
  view: DoneOnTask.extend({ position: SignerPosition, people: z.array(PersonView) }),
  button: 'of_node',
  names: ['users'],
  errors: [
    'resubmit_needed',
    'person_not_found',
    'person_not_allowed',
    'reason_required',
    'too_many_tasks',
    'form_invalid',
    'feishu_unavailable',
  ],
})
