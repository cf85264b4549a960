import { wayOf, type Definition } from '../../shared/definition.ts'
import { MOST_UNKNOWN } from '../../shared/form/bounds.ts'
import { checkedForm } from '../../shared/form/checked-form.ts'
import type { Field, FormValues } from '../../shared/form/field.ts'
import type { FormFault, FormRule } from '../../shared/form/form-fault.ts'
import { readForm, type FormInput } from '../../shared/form/read-form.ts'
import type { Locale } from '../../shared/locale.ts'
import { idsIn, leavesOf, listOf, mapLeaves } from '../../shared/form/leaves.ts'
import type { TimeRules } from '../../shared/time/time-rules.ts'
import { faultText } from '../../shared/texts.ts'
import { AppError } from '../domain/errors.ts'
import { nodesInPlay } from '../domain/engine/route.ts'
import { askAhead, resolveNamed, type Directory } from './directory.ts'

/** Whether everything has to be filled in, or only what is filled in has to fit. */
export type Strictness = 'complete' | 'partial'

/** What may still be missing while a form is filled in. */
const LATER: ReadonlySet<FormRule> = new Set(['required', 'too_few', 'not_computed'])

/**
 * What a form says, its texts cleaned and its formulas computed; what was sent for those counts for nothing. Throws `form_invalid`, naming every field with its rule, its bound and words in
 * the caller's language.
 */
export function readSubmitted(
  definition: Definition,
  given: FormInput,
  time: TimeRules,
  locale: Locale,
  strictness: Strictness,
): FormValues {
  const { form, faults } = readForm(checkedForm(definition.form), given, time)
  const counted = strictness === 'complete' ? faults : faults.filter(({ rule }) => !LATER.has(rule))
  if (counted.length > 0) throw formInvalid(counted, locale)
  return form
}

/** Throws `form_invalid` for approvers of a node that asks for none, and for a choice that is missing. */
export function assertChoices(
  definition: Definition,
  form: FormValues,
  approvers: Readonly<Record<string, readonly string[]>>,
  locale: Locale,
  strictness: Strictness,
): void {
  const choices = wayOf(definition)
    .map(({ node }) => node)
    .filter(({ approvers }) => 'initiatorChoice' in approvers)
  const unknown = Object.keys(approvers).filter((nodeId) => !choices.some(({ id }) => id === nodeId))
  const missing = nodesInPlay(definition, form).filter(
    ({ id, rule }) => 'initiatorChoice' in rule && !Object.hasOwn(approvers, id),
  )
  const faults = [
    ...unknown.slice(0, MOST_UNKNOWN).map((nodeId) => approversFault(nodeId, 'unknown')),
    ...(strictness === 'complete' ? missing : []).map(({ id }) => approversFault(id, 'required')),
  ]
  if (faults.length > 0) throw formInvalid(faults, locale)
}

/** The form with every person in it as user_id. Throws `person_not_found`, or `form_invalid` for a department. */
export async function resolveForm(
  directory: Directory,
  fields: readonly Field[],
  form: FormValues,
  locale: Locale,
): Promise<FormValues> {
  const people = new Map<string, string[]>()
  await askAhead(idsIn(fields, form, ['contact']), directory.active)
  await askAhead(idsIn(fields, form, ['department']), directory.department)
  for (const { field, value, path } of leavesOf(fields, form)) {
    if (field.type === 'department') await assertDepartments(directory, path, listOf(value), locale)
    if (field.type === 'contact') people.set(path, await resolveNamed(directory, path, listOf(value)))
  }
  return mapLeaves(fields, form, ({ path, value }) => people.get(path) ?? value)
}

/** `form_invalid` with one detail per fault, in words. */
export function formInvalid(faults: readonly FormFault[], locale: Locale): AppError {
  const details = faults.map((fault) => {
    const { field, rule, limit } = fault
    const message = faultText(fault, locale)
    return { field: cut(field), rule, ...(limit !== undefined && { limit }), message }
  })
  const [first] = details
  const message = first ? `${first.field}: ${first.message}` : 'The form is not valid.'
  return new AppError('form_invalid', message, { details })
}

async function assertDepartments(
  directory: Directory,
  field: string,
  ids: readonly string[],
  locale: Locale,
): Promise<void> {
  for (const id of ids)
    if (!(await directory.department(id))) throw formInvalid([{ field, rule: 'not_an_option' }], locale)
}

/** A key that no form has can be of any length. */
const cut = (field: string): string => field.slice(0, 100)

const approversFault = (nodeId: string, rule: FormRule): FormFault => ({ field: `approvers.${nodeId}`, rule })
