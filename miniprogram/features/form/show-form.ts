import { READY } from '../../view/trouble.ts'
import type { Draft } from './draft.ts'
import { say, showFields, type FormContext } from './form-context.ts'
import { fittingInputs } from './form-input.ts'
import { openState } from './form-state.ts'
import { NOT_AGAIN, type FormSource } from './form-source.ts'

/** The form of a source, with a draft of it: the one that is kept on this device, unless there is one at hand. */
export function showForm(
  context: FormContext,
  source: FormSource,
  stored: Partial<Draft> | undefined = source.drafts.read(),
): void {
  const { definition, again, from, lost } = source
  const { name, description } = definition
  const fresh = source.fresh()
  const kept = stored && fittingInputs(definition.form, stored)
  context.state = openState(source, { ...fresh, ...stored, ...kept })
  context.view.setTitle(name)
  context.view.set({
    state: READY,
    name,
    description: description ?? '',
    hasTable: definition.form.some(({ type }) => type === 'table'),
    restored: stored !== undefined,
    again: again ?? NOT_AGAIN,
    submitText: say(again ? 'resubmit' : 'submit'),
    discardText: say(again || from !== undefined ? 'undoChanges' : 'discardDraft'),
    lost: lost.length > 0 ? say('notTakenOver', { fields: lost.join(say('separator')) }) : '',
  })
  showFields(context)
  context.previewer.now(context.state)
}
