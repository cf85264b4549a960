import type { Field } from '../../../shared/form/field.ts'
import { own } from '../../../shared/own.ts'
import { ApiFailure } from '../../client/failure.ts'
import { api, locale } from '../../client/services.ts'
import { textOf } from '../../view/events.ts'
import { troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import type { Draft } from './draft.ts'
import type { FormState } from './form-state.ts'
import { idOf } from './field-id.ts'
import { toSend } from './form-reading.ts'
import { OF_PEOPLE, ofNode } from './people-faults.ts'
import { refusedFields } from './refused-fields.ts'
import { toApprovers } from './route-view.ts'

/**
 * `changed`: the form has other fields by now than the page shows. `other`: under the draft's key something else was
 * submitted before, whose answer was lost. `gone`: it does not wait to be submitted again any more.
 */
export type SubmitOutcome =
  | { kind: 'started'; id: string }
  | { kind: 'other' }
  | { kind: 'gone' }
  | { kind: 'changed'; fields: Record<string, string> }
  | { kind: 'failed'; text: string; fields: Record<string, string> }

/** The draft's key makes a repeat after a lost answer the same instance. */
export async function submitOnce(state: FormState): Promise<SubmitOutcome> {
  // What the server names by its row, it names as the rows were sent; they may be moved before it answers.
  const { draft } = state
  try {
    return { kind: 'started', id: await send(state) }
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'idempotency_mismatch') return { kind: 'other' }
    if (state.again && error instanceof ApiFailure && GONE.includes(error.status)) return { kind: 'gone' }
    const say = sayIn(locale)
    const nameOf = (person: string): string => nameIn(draft, person)
    const words = { otherwise: troubleText(error, say), nameOf }
    const fields = error instanceof ApiFailure ? refusedFields(error.details, words) : {}
    if (
      !state.again &&
      error instanceof ApiFailure &&
      isOfAnother(state, draft, { details: error.details, fields })
    )
      return { kind: 'changed', fields }
    const text = Object.keys(fields).length > 0 ? say('formIncomplete') : troubleText(error, say)
    return { kind: 'failed', text, fields: byId(state.definition.form, draft, fields) }
  }
}

/** By what the page calls the places that the server named. */
export function byId(
  form: readonly Field[],
  draft: Draft,
  fields: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, text]) => [idOf(form, draft, path) ?? path, text]),
  )
}

/** What the form no longer has, and what it has by now and the page does not, nobody could mend. */
function isOfAnother(
  { definition: { form, choices } }: FormState,
  draft: Draft,
  { details, fields }: { details: readonly unknown[]; fields: Record<string, string> },
): boolean {
  const people = [...choices.map(({ nodeId }) => ofNode(nodeId)), ...OF_PEOPLE]
  const isKnown = (name: string): boolean => people.includes(name) || idOf(form, draft, name) !== undefined
  const isUnknown = (detail: unknown): boolean =>
    textOf(detail as Record<string, unknown>, 'rule') === 'unknown'
  return details.some(isUnknown) || !Object.keys(fields).every(isKnown)
}

const nameIn = ({ names, approvers, cc }: Draft, person: string): string =>
  [...cc, ...Object.values(approvers).flat()].find(({ id }) => id === person)?.name ??
  own(names, person) ??
  person

const GONE: readonly number[] = [404, 409]

async function send({ definition, draft, read, again, from }: FormState): Promise<string> {
  const form = toSend(definition.form, read.form)
  const approvers = toApprovers(definition.choices, draft)
  if (again) {
    await api.instanceVerb(again.id, 'resubmit', { form, approvers })
    return again.id
  }
  const cc = draft.cc.map(({ id }) => id)
  const like = from === undefined ? {} : { from }
  return (await api.submit({ definition: definition.code, form, approvers, cc, ...like }, draft.key)).id
}
