import { textIn } from '../../../shared/languages.ts'
import { say as fill, TEXTS } from '../../../shared/texts.ts'
import { locale } from '../../client/services.ts'
import { goBack } from '../../view/go-back.ts'
import type { Controller } from '../../view/page.ts'
import { troubleText } from '../../view/trouble.ts'
import { newKey } from './draft.ts'
import { untouched, type FormState } from './form-state.ts'
import { change, say, showAll, showFields, showGone, type FormContext } from './form-context.ts'
import { allIds, placeOf } from './field-id.ts'
import { faultsIn } from './form-reading.ts'
import { sourceOfEarlier, sourceOfNew } from './form-source.ts'
import type { FormEvent } from './form-data.ts'
import { leadToFault } from './lead-to-fault.ts'
import { missingChoices } from './route-view.ts'
import { showForm } from './show-form.ts'
import { byId, submitOnce } from './submit.ts'

/** Sending the form, or starting it over. */
export function submitEvents(context: FormContext): Pick<Controller<FormEvent>, 'onSubmit' | 'onDiscard'> {
  const { view } = context
  let sending = false

  return {
    onSubmit: async () => {
      const { state } = context
      if (!state || sending) return
      state.tried = true
      state.left = new Set(allIds(state.definition.form, state.draft))
      showAll(context)
      if (!isComplete(state)) {
        view.set({ notice: say('formIncomplete') })
        leadToFault(context)
        return
      }
      if (state.busy.size > 0) {
        view.set({ notice: say('uploading') })
        return
      }
      sending = true
      view.set({ sending: true, notice: '' })
      await send(context, state)
      sending = false
      view.set({ sending: false })
    },
    onDiscard: () => {
      const { state } = context
      if (!state) return
      Object.assign(state, untouched())
      change(context, state.fresh())
      state.drafts.clear()
      view.set({ restored: false, notice: '' })
    },
  }
}

const isComplete = ({ definition, draft, read, preview }: FormState): boolean =>
  faultsIn(read).length === 0 && missingChoices(preview?.nodes ?? [], definition.choices, draft).length === 0

async function send(context: FormContext, state: FormState): Promise<void> {
  const { view, links, previewer } = context
  const { drafts } = state
  const outcome = await submitOnce(state)
  switch (outcome.kind) {
    case 'started':
      previewer.stop()
      context.state = undefined
      drafts.clear()
      tt.showToast({ title: say('submitted'), icon: 'success' })
      // It was opened on the approval's own page: with another one above, 'back' would show it twice.
      if (state.again) goBack(links.detail(outcome.id))
      else tt.redirectTo({ url: links.detail(outcome.id) })
      return
    case 'other':
      change(context, { ...state.draft, key: newKey(Date.now(), Math.random) })
      view.set({ notice: say('submittedBefore') })
      return
    case 'gone':
      drafts.clear()
      showGone(context)
      return
    case 'changed':
      await showAnew(context, state, outcome.fields)
      return
    case 'failed':
      state.refused = outcome.fields
      view.set({ notice: [outcome.text, ...unseen(state, outcome.fields)].join(' ') })
      showAll(context)
      leadToFault(context)
  }
}

/** What was refused of fields that are not shown: the server knows more than a page, and may ask for one of them. */
function unseen({ definition: { form }, draft, read }: FormState, refused: Record<string, string>): string[] {
  return Object.entries(refused).flatMap(([id, text]) => {
    const place = placeOf(form, draft, id)
    if (!place || read.shown.has(place.path)) return []
    return [fill(TEXTS.summaryLine, locale, { label: textIn(place.field.label, locale), value: text })]
  })
}

/**
 * The form as it is by now, with all that was typed and still has a place in it, kept on the device or not. Rows are
 * numbered anew, so that under the old key inputs would go on showing what stood in others.
 */
async function showAnew(
  context: FormContext,
  { definition, draft, from }: FormState,
  fields: Record<string, string>,
): Promise<void> {
  const { view } = context
  try {
    const { code } = definition
    const source = await (from === undefined ? sourceOfNew(code) : sourceOfEarlier(code, from))
    showForm(context, source, { ...(context.state?.draft ?? draft), key: newKey(Date.now(), Math.random) })
  } catch (error) {
    view.set({ notice: troubleText(error, say) })
    return
  }
  const { state } = context
  if (state) state.refused = byId(state.definition.form, state.draft, fields)
  view.set({ restored: false, notice: say('formChanged') })
  showFields(context)
  leadToFault(context)
}
