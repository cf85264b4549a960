import type { Field, FormValues } from '../../../shared/form/field.ts'
import { checkForm, isEmpty } from '../../../shared/form/read-form.ts'
import { textIn } from '../../../shared/languages.ts'
import type { DefinitionView, InstanceView, PersonView } from '../../../shared/responses.ts'
import { api, locale, storage } from '../../client/services.ts'
import { sayIn } from '../../view/words.ts'
import { createDrafts, emptyDraft, newKey, type Draft, type Drafts, type Named } from './draft.ts'
import { emptyInput, fittingInputs, toForm, toInputs } from './form-input.ts'

type FormDefinition = Pick<DefinitionView, 'code' | 'name' | 'description' | 'form' | 'choices'>

/** Where a form comes from: a definition to start, or an approval that came back to be submitted again. */
export type FormSource = {
  definition: FormDefinition
  drafts: Drafts
  /** What stands there before anything is typed. */
  fresh: () => Draft
  again: typeof NOT_AGAIN | undefined
  /** An earlier approval like which this one starts; with the fields whose values could not be taken over. */
  from: string | undefined
  lost: readonly string[]
}

export const NOT_AGAIN = { id: '', text: '', reason: '' }

export async function sourceOfNew(code: string): Promise<FormSource> {
  const [definition, me] = await Promise.all([api.definition(code), api.me()])
  return {
    definition,
    drafts: createDrafts(storage, me.openId, code),
    fresh: () => ({ ...freshDraft(), inputs: fittingInputs(definition.form, {}) }),
    again: undefined,
    from: undefined,
    lost: [],
  }
}

/** Another one like what came to nothing, by the newest version of its definition. */
export async function sourceOfEarlier(code: string, id: string): Promise<FormSource> {
  const [definition, instance, me] = await Promise.all([api.definition(code), api.instance(id), api.me()])
  const step = instance.actions.find(({ action }) => action === 'submit-again')
  if (!step) return sourceOfNew(code)
  const { inputs, lost } = takenOver(definition.form, instance)
  const { approvers = {}, cc = [] } = step.chosen ?? {}
  const toNamed = ({ userId, name }: PersonView): Named => ({ id: userId, name })
  const chosen = definition.choices.map(({ nodeId }) => [nodeId, (approvers[nodeId] ?? []).map(toNamed)])
  return {
    definition,
    drafts: createDrafts(storage, me.openId, `again:${id}`),
    fresh: () => ({
      ...freshDraft(),
      inputs,
      names: instance.names,
      files: filesOf(instance),
      cc: cc.map(toNamed),
      approvers: Object.fromEntries(chosen) as Draft['approvers'],
    }),
    again: undefined,
    from: id,
    lost: lost.map((field) => textIn(field.label, locale)),
  }
}

/** What of an earlier form still fits, and the fields of which something is left out. */
function takenOver(fields: readonly Field[], { form, fields: earlier }: InstanceView) {
  const filled = earlier.filter(({ key }) => !isEmpty(form[key]))
  const offered = toInputs(fields, withOptionsThatAre(fields, form))
  const faults = checkForm(fields, toForm(fields, offered)).filter(({ rule }) => rule !== 'required')
  const faulty = new Set(faults.map(({ field }) => field))
  const inputs = Object.fromEntries(
    fields.map((field) => [
      field.key,
      faulty.has(field.key) ? emptyInput(field) : (offered[field.key] ?? emptyInput(field)),
    ]),
  )
  const kept = toForm(fields, inputs)
  const lost = filled.filter(({ key }) => JSON.stringify(kept[key]) !== JSON.stringify(form[key]))
  return { inputs, lost }
}

/** Of several options, those that are still there. */
function withOptionsThatAre(fields: readonly Field[], form: FormValues): FormValues {
  const entries = Object.entries(form).map(([key, value]) => {
    const field = fields.find((one) => one.key === key)
    if (field?.type !== 'multiselect' || !Array.isArray(value)) return [key, value]
    return [key, value.filter((one) => field.options.some((option) => option.value === one))]
  })
  return Object.fromEntries(entries) as FormValues
}

/** Undefined when it does not wait to be submitted again. */
export async function sourceOfInstance(id: string): Promise<FormSource | undefined> {
  const [instance, me] = await Promise.all([api.instance(id), api.me()])
  const step = instance.actions.find(({ action }) => action === 'resubmit')
  if (!step) return undefined
  const { definition, fields: form } = instance
  const choices = step.choices ?? []
  return {
    definition: { code: definition.code, name: definition.name, description: null, form, choices },
    drafts: createDrafts(storage, me.openId, step.taskId ?? id),
    fresh: () => toDraft(instance, choices),
    again: { id, ...whyBack(instance) },
    from: undefined,
    lost: [],
  }
}

const freshDraft = (): Draft => emptyDraft(newKey(Date.now(), Math.random))

/** What was submitted, to be edited. */
function toDraft(instance: InstanceView, choices: DefinitionView['choices']): Draft {
  const { fields, form, names, nodes } = instance
  const chosen = nodes.filter(({ id, skipped }) => !skipped && choices.some(({ nodeId }) => nodeId === id))
  return {
    ...freshDraft(),
    inputs: toInputs(fields, form),
    names,
    files: filesOf(instance),
    approvers: Object.fromEntries(
      chosen.map(({ id, approvers }) => [id, approvers.map(({ userId, name }) => ({ id: userId, name }))]),
    ),
  }
}

const filesOf = ({ files }: InstanceView): Draft['files'] =>
  Object.fromEntries(Object.values(files).map(({ id, name }) => [id, { id, name }]))

function whyBack({ history }: InstanceView): { text: string; reason: string } {
  const back = history.findLast((act) => act.verb === 'rollback')
  const say = sayIn(locale)
  return {
    text: say('rolledBackBy', { name: back?.by?.name ?? say('system') }),
    reason: back?.reason ?? '',
  }
}
