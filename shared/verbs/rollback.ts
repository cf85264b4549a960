import { z } from 'zod'
import { DoneOnTask } from '../act-view.ts'
import { AFTER_IT, Decision, defineVerb } from './parts.ts'

/** `toNode`: one that the action names; `_initiator` is there for everyone. */
const RollbackRequest = Decision.extend({ toNode: z.string().min(1).max(64) })

export const rollback = defineVerb({
  on: 'task',
  summary: 'Send an approval back to its initiator (`_initiator`) or to an earlier node.',
  answer: AFTER_IT,
  body: RollbackRequest,
  view: DoneOnTask.extend({ toNodeId: z.string(), round: z.int() }),
  button: 'optional',
  names: [],
  errors: ['resubmit_needed', 'node_not_allowed', 'too_many_tasks', 'form_invalid'],
})
