import { api, locale } from '../../client/services.ts'
import { goBack } from '../../view/go-back.ts'
import { LINKS, type Device } from '../../view/links.ts'
import type { Controller, View } from '../../view/page.ts'
import { LOADING, toPageState, troubleText } from '../../view/trouble.ts'
import { fieldEvents } from './field-events.ts'
import type { FormState } from './form-state.ts'
import { say, showGone, showRoute, stop, type FormContext } from './form-context.ts'
import { toSend } from './form-reading.ts'
import { createFormViews } from './form-views.ts'
import type { FormData, FormEvent } from './form-data.ts'
import { sourceOfEarlier, sourceOfInstance, sourceOfNew, type FormSource } from './form-source.ts'
import { optionEvents } from './option-events.ts'
import { peopleEvents } from './people-events.ts'
import { createPreviewer } from './previewer.ts'
import { rowEvents } from './row-events.ts'
import { ccText, toApprovers } from './route-view.ts'
import { showForm } from './show-form.ts'
import { submitEvents } from './submit-events.ts'

/** A definition to start, with `from` like an earlier one; or with `instance` one that came back. */
type Opened = { code: string; instance: string | undefined; from: string | undefined }

/** The form: everything typed is kept on the device until it is submitted. */
export function openForm(view: View<FormData>, opened: Opened, device: Device): Controller<FormEvent> {
  const links = LINKS[device]
  const context: FormContext = {
    view,
    device,
    links,
    state: undefined,
    views: createFormViews(device, locale, say),
    drawing: undefined,
    previewer: createPreviewer({
      ask: ({ definition, draft, read, again, from }: FormState) =>
        api.preview(definition.code, {
          form: toSend(definition.form, read.form),
          approvers: toApprovers(definition.choices, draft),
          ...(again && { instance: again.id }),
          ...(from !== undefined && { from }),
        }),
      loading: () => view.set({ routeState: view.data.route.length > 0 ? 'ready' : 'loading' }),
      arrived: (preview) => {
        if (!context.state) return
        context.state.preview = preview
        view.set({ routeState: 'ready', routeCc: ccText(preview, locale, say) })
        showRoute(context)
      },
      failed: (error) => view.set({ routeState: 'failed', routeText: troubleText(error, say) }),
    }),
  }
  const load = () => loadForm(context, opened)
  void load()
  return {
    ...fieldEvents(context),
    ...rowEvents(context),
    ...optionEvents(context),
    ...peopleEvents(context),
    ...submitEvents(context),
    onRetry: load,
    onRetryRoute: () => {
      if (context.state) context.previewer.now(context.state)
    },
    onDetail: () => {
      goBack(links.detail(opened.instance ?? ''))
    },
    page: { unload: () => stop(context) },
  }
}

async function loadForm(context: FormContext, opened: Opened): Promise<void> {
  context.view.set({ state: LOADING })
  try {
    const source = await sourceOf(opened)
    if (source) showForm(context, source)
    else showGone(context)
  } catch (error) {
    context.view.set({ state: toPageState(error, say) })
  }
}

function sourceOf({ code, instance, from }: Opened): Promise<FormSource | undefined> {
  if (instance !== undefined) return sourceOfInstance(instance)
  return from === undefined ? sourceOfNew(code) : sourceOfEarlier(code, from)
}
