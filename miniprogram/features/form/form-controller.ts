import { api, locale, storage } from '../../client/services.ts'
import type { Links } from '../../view/links.ts'
import type { Controller, View } from '../../view/page.ts'
import { LOADING, READY, toPageState, troubleText } from '../../view/trouble.ts'
import { createDrafts } from './draft.ts'
import { fieldEvents } from './field-events.ts'
import { freshDraft, say, showFields, showRoute, type FormContext, type FormState } from './form-context.ts'
import { fittingForm, fittingInputs } from './form-input.ts'
import type { FormData, FormEvent } from './form-page.ts'
import { peopleEvents } from './people-events.ts'
import { createPreviewer } from './previewer.ts'
import { toApprovers } from './route-view.ts'
import { submitEvents } from './submit-events.ts'

/** The create form: everything typed is kept on the device until it is submitted. */
export function openForm(view: View<FormData>, code: string, links: Links): Controller<FormEvent> {
  const context: FormContext = {
    view,
    links,
    state: undefined,
    previewer: createPreviewer({
      ask: ({ definition, draft }: FormState) =>
        api.preview(definition.code, {
          form: fittingForm(definition.form, draft.inputs),
          approvers: toApprovers(definition.choices, draft),
        }),
      loading: () => view.set({ routeState: view.data.route.length > 0 ? 'ready' : 'loading' }),
      arrived: (preview) => {
        if (!context.state) return
        context.state.preview = preview
        const separator = locale === 'en-US' ? ', ' : '、'
        view.set({ routeState: 'ready', routeCc: preview.cc.map(({ name }) => name).join(separator) })
        showRoute(context)
      },
      failed: (error) => view.set({ routeState: 'failed', routeText: troubleText(error, say) }),
    }),
  }
  const load = () => loadForm(context, code)
  void load()
  return {
    ...fieldEvents(context),
    ...peopleEvents(context),
    ...submitEvents(context),
    onRetry: load,
    onRetryRoute: () => {
      if (context.state) context.previewer.now(context.state)
    },
    page: { unload: context.previewer.stop },
  }
}

async function loadForm(context: FormContext, code: string): Promise<void> {
  const { view, previewer } = context
  view.set({ state: LOADING })
  try {
    const [definition, me] = await Promise.all([api.definition(code), api.me()])
    const drafts = createDrafts(storage, me.userId, code)
    const stored = drafts.read()
    const inputs = fittingInputs(definition.form, stored?.inputs ?? {})
    const draft = { ...freshDraft(definition), ...stored, inputs }
    const state = { definition, drafts, draft, left: new Set<string>(), tried: false, refused: {} }
    context.state = { ...state, preview: undefined }
    view.setTitle(definition.name)
    const { name, description } = definition
    view.set({ state: READY, name, description: description ?? '', restored: stored !== undefined })
    showFields(context)
    previewer.now(context.state)
  } catch (error) {
    view.set({ state: toPageState(error, say) })
  }
}
