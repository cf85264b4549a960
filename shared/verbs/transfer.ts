import { DoneOnTask } from '../act-view.ts'
import { PersonView } from '../views.ts'
import { AFTER_IT, Decision, defineVerb, PersonId } from './parts.ts'

const TransferRequest = Decision.extend({ to: PersonId })

export const transfer = defineVerb({
  on: 'task',
  summary: 'Hand a task of mine on to one other person, who decides in my place.',
  answer: AFTER_IT,
  body: TransferRequest,
  view: DoneOnTask.extend({ to: PersonView }),
  button: 'optional',
  names: ['to'],
  errors: [
    'resubmit_needed',
    'person_not_found',
    'person_not_allowed',
    'too_many_tasks',
    'form_invalid',
    'feishu_unavailable',
  ],
})
