import { ApiFailure } from '../../client/failure.ts'
import { api, locale } from '../../client/services.ts'
import { troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import type { FormState } from './form-context.ts'
import { toForm } from './form-input.ts'
import { refusedFields } from './refused-fields.ts'
import { toApprovers } from './route-view.ts'

/**
 * `changed`: the form has other fields by now than the page shows. `other`: under the draft's key something else was submitted before, whose answer was lost. `gone`: it does not wait
 * to be submitted again any more.
 */
export type SubmitOutcome =
  | { kind: 'started'; id: string }
  | { kind: 'other' }
  | { kind: 'gone' }
  | { kind: 'changed'; fields: Record<string, string> }
  | { kind: 'failed'; text: string; fields: Record<string, string> }

/** The draft's key makes a repeat after a lost answer the same instance. */
export async function submitOnce(state: FormState): Promise<SubmitOutcome> {
  try {
    return { kind: 'started', id: await send(state) }
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'idempotency_mismatch') return { kind: 'other' }
    if (state.again && error instanceof ApiFailure && GONE.includes(error.status)) return { kind: 'gone' }
    const say = sayIn(locale)
    const fields = error instanceof ApiFailure ? refusedFields(error.details) : {}
    if (!state.again && hasUnshown(state, fields)) return { kind: 'changed', fields }
    const text = Object.keys(fields).length > 0 ? say('formIncomplete') : troubleText(error, say)
    return { kind: 'failed', text, fields }
  }
}

/** What the server says of a field that the page does not show, nobody could mend. */
const hasUnshown = ({ definition: { form } }: FormState, fields: Record<string, string>): boolean =>
  Object.keys(fields).some((name) => !ELSEWHERE.test(name) && form.every(({ key }) => key !== name))

/** Told of people, not of a field. */
const ELSEWHERE = /^(approvers(\..*)?|cc|managers)$/

const GONE: readonly number[] = [404, 409]

async function send({ definition, draft, again, from }: FormState): Promise<string> {
  const form = toForm(definition.form, draft.inputs)
  const approvers = toApprovers(definition.choices, draft)
  if (again) {
    await api.instanceVerb(again.id, 'resubmit', { form, approvers })
    return again.id
  }
  const cc = draft.cc.map(({ id }) => id)
  const like = from === undefined ? {} : { from }
  return (await api.submit({ definition: definition.code, form, approvers, cc, ...like }, draft.key)).id
}
