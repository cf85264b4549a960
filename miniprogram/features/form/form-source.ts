import type { DefinitionView, InstanceView } from '../../../shared/responses.ts'
import { api, locale, storage } from '../../client/services.ts'
import { sayIn } from '../../view/words.ts'
import { createDrafts, emptyDraft, newKey, type Draft, type Drafts } from './draft.ts'
import { fittingInputs, toInputs } from './form-input.ts'

type FormDefinition = Pick<DefinitionView, 'code' | 'name' | 'description' | 'form' | 'choices'>

/** Where a form comes from: a definition to start, or an approval that came back to be submitted again. */
export type FormSource = {
  definition: FormDefinition
  drafts: Drafts
  /** What stands there before anything is typed. */
  fresh: () => Draft
  again: typeof NOT_AGAIN | undefined
}

export const NOT_AGAIN = { id: '', text: '', reason: '' }

export async function sourceOfNew(code: string): Promise<FormSource> {
  const [definition, me] = await Promise.all([api.definition(code), api.me()])
  return {
    definition,
    drafts: createDrafts(storage, me.openId, code),
    fresh: () => ({ ...freshDraft(), inputs: fittingInputs(definition.form, {}) }),
    again: undefined,
  }
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
  }
}

const freshDraft = (): Draft => emptyDraft(newKey(Date.now(), Math.random))

/** What was submitted, to be edited. */
function toDraft(instance: InstanceView, choices: DefinitionView['choices']): Draft {
  const { fields, form, names, files, nodes } = instance
  const chosen = nodes.filter(({ id, skipped }) => !skipped && choices.some(({ nodeId }) => nodeId === id))
  return {
    ...freshDraft(),
    inputs: toInputs(fields, form),
    names,
    files: Object.fromEntries(Object.values(files).map(({ id, name }) => [id, { id, name }])),
    approvers: Object.fromEntries(
      chosen.map(({ id, approvers }) => [id, approvers.map(({ userId, name }) => ({ id: userId, name }))]),
    ),
  }
}

function whyBack({ history }: InstanceView): { text: string; reason: string } {
  const back = history.findLast(({ event }) => event === 'rolled_back')
  const say = sayIn(locale)
  return {
    text: say('rolledBackBy', { name: back?.by?.name ?? say('system') }),
    reason: back?.reason ?? '',
  }
}
