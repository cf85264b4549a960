import { DoneOnTask } from '../act-view.ts'
import { AFTER_IT, Decision, defineVerb, ELSEWHERE } from './parts.ts'

export const approve = defineVerb({
  on: 'task',
  summary: 'Approve a task that lies with me.',
  answer: AFTER_IT,
  body: Decision,
  view: DoneOnTask,
  button: 'of_node',
  names: [],
  errors: ['resubmit_needed', 'reason_required', 'form_invalid', ...ELSEWHERE],
})
