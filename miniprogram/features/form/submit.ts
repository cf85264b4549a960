import type { DefinitionView } from '../../../shared/api.ts'
import { ApiFailure } from '../../client/failure.ts'
import { api, locale } from '../../client/services.ts'
import { troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import type { Draft } from './draft.ts'
import { toForm } from './form-input.ts'
import { refusedFields } from './refused-fields.ts'
import { toApprovers } from './route-view.ts'

/** `other`: under the draft's key something else was submitted before, whose answer was lost. */
export type SubmitOutcome =
  | { kind: 'started'; id: string }
  | { kind: 'other' }
  | { kind: 'failed'; text: string; fields: Record<string, string> }

/** The draft's key makes a repeat after a lost answer the same instance. */
export async function submitOnce(definition: DefinitionView, draft: Draft): Promise<SubmitOutcome> {
  const submission = {
    definition: definition.code,
    form: toForm(definition.form, draft.inputs),
    approvers: toApprovers(definition.choices, draft),
    cc: draft.cc.map(({ id }) => id),
  }
  try {
    const { id } = await api.submit(submission, draft.key)
    return { kind: 'started', id }
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'idempotency_mismatch') return { kind: 'other' }
    const say = sayIn(locale)
    const fields = error instanceof ApiFailure ? refusedFields(error.details) : {}
    const text = Object.keys(fields).length > 0 ? say('formIncomplete') : troubleText(error, say)
    return { kind: 'failed', text, fields }
  }
}
