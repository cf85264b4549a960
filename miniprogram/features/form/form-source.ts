import { toTimeRules } from '../../../shared/time/time-rules.ts'
import type { DefinitionView, InstanceView, PersonView } from '../../../shared/responses.ts'
import { api, locale, storage } from '../../client/services.ts'
import { sayIn } from '../../view/words.ts'
import { createDrafts, emptyDraft, newKey, optionName, type Draft, type Drafts, type Named } from './draft.ts'
import { freshInputs, toInputs, type Defaults } from './form-input.ts'
import type { Rules } from './form-reading.ts'
import { takenOver } from './taken-over.ts'

type FormDefinition = Pick<DefinitionView, 'code' | 'name' | 'description' | 'form' | 'choices'>

/** Where a form comes from: a definition to start, or an approval that came back to be submitted again. */
export type FormSource = {
  definition: FormDefinition
  rules: Rules
  defaults: Defaults
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
  const { defaults, names } = definition.basis
  return {
    definition,
    ...basisOf(definition),
    drafts: createDrafts(storage, me.openId, code),
    fresh: () => ({ ...freshDraft(), ...freshInputs(definition.form, defaults), names }),
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
  const basis = basisOf(definition)
  const { filled, lost } = takenOver(basis.rules, instance, locale)
  const { approvers = {}, cc = [] } = step.chosen ?? {}
  const toNamed = ({ userId, name }: PersonView): Named => ({ id: userId, name })
  const chosen = definition.choices.map(({ nodeId }) => [nodeId, (approvers[nodeId] ?? []).map(toNamed)])
  return {
    definition,
    ...basis,
    drafts: createDrafts(storage, me.openId, `again:${id}`),
    fresh: () => ({
      ...freshDraft(),
      ...filled,
      names: { ...definition.basis.names, ...namesIn(instance) },
      files: filesOf(instance),
      cc: cc.map(toNamed),
      approvers: Object.fromEntries(chosen) as Draft['approvers'],
    }),
    again: undefined,
    from: id,
    lost,
  }
}

const basisOf = ({ form, basis }: Pick<DefinitionView, 'form' | 'basis'>) => ({
  rules: { checked: { fields: form, steps: basis.steps }, time: toTimeRules(basis.time) },
  defaults: basis.defaults,
})

/** Undefined when it does not wait to be submitted again. */
export async function sourceOfInstance(id: string): Promise<FormSource | undefined> {
  const [instance, me] = await Promise.all([api.instance(id), api.me()])
  const step = instance.actions.find(({ action }) => action === 'resubmit')
  const { definition, fields: form, basis } = instance
  if (!step || !basis) return undefined
  const choices = step.choices ?? []
  return {
    definition: { code: definition.code, name: definition.name, description: null, form, choices },
    ...basisOf({ form, basis }),
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
  const { fields, form, nodes, basis } = instance
  const chosen = nodes.filter(({ id, skipped }) => !skipped && choices.some(({ nodeId }) => nodeId === id))
  return {
    ...freshDraft(),
    ...toInputs(fields, form),
    names: { ...basis?.names, ...namesIn(instance) },
    files: filesOf(instance),
    approvers: Object.fromEntries(
      chosen.map(({ id, approvers }) => [id, approvers.map(({ userId, name }) => ({ id: userId, name }))]),
    ),
  }
}

/** Of people and departments, and of options that other systems have. */
const namesIn = ({ names, optionLabels }: InstanceView): Draft['names'] =>
  Object.assign(
    {},
    names,
    ...Object.entries(optionLabels).flatMap(([place, labels]) =>
      Object.entries(labels).map(([id, label]) => ({ [optionName(place, id)]: label })),
    ),
  ) as Draft['names']

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
