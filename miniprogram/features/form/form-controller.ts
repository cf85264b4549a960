import type { DefinitionView } from '../../../shared/api.ts'
import type { Field } from '../../../shared/field.ts'
import { checkForm } from '../../../shared/form-rules.ts'
import type { Preview } from '../../client/api.ts'
import { api, locale, storage } from '../../client/services.ts'
import { changedItems } from '../../view/changed-items.ts'
import { detailOf } from '../../view/events.ts'
import type { Links } from '../../view/links.ts'
import type { Controller, View } from '../../view/page.ts'
import { LOADING, READY, toPageState, troubleText } from '../../view/trouble.ts'
import { sayIn } from '../../view/words.ts'
import { createDrafts, emptyDraft, newKey, type Draft, type Drafts } from './draft.ts'
import { edited, withChosen, withFiles, without } from './edit-draft.ts'
import { pickCc, pickFiles, pickPeople } from './form-pickers.ts'
import { faultTexts, keepTyped, toFieldView } from './field-view.ts'
import { fittingForm, fittingInputs, shownFaults, toForm } from './form-input.ts'
import type { FormData, FormEvent } from './form-page.ts'
import { createPreviewer } from './previewer.ts'
import { missingChoices, toApprovers, toRouteItems } from './route-view.ts'
import { submitOnce } from './submit.ts'

const say = sayIn(locale)

type State = {
  definition: DefinitionView
  drafts: Drafts
  draft: Draft
  left: Set<string>
  tried: boolean
  /** What the server said of a field, until it is edited. */
  refused: Record<string, string>
  preview: Preview | undefined
}

/** The create form: everything typed is kept on the device until it is submitted. */
export function openForm(view: View<FormData>, code: string, links: Links): Controller<FormEvent> {
  let state: State | undefined
  let sending = false

  const previewer = createPreviewer({
    ask: ({ definition, draft }: State) =>
      api.preview(definition.code, {
        form: fittingForm(definition.form, draft.inputs),
        approvers: toApprovers(definition.choices, draft),
      }),
    loading: () => view.set({ routeState: view.data.route.length > 0 ? 'ready' : 'loading' }),
    arrived: (preview) => {
      if (state) state.preview = preview
      view.set({
        routeState: 'ready',
        routeCc: preview.cc.map(({ name }) => name).join(locale === 'en-US' ? ', ' : '、'),
      })
      showRoute()
    },
    failed: (error) => view.set({ routeState: 'failed', routeText: troubleText(error, say) }),
  })

  const showRoute = (): void => {
    if (!state?.preview) return
    const { preview, definition, draft, tried } = state
    const route = toRouteItems(preview, definition.choices, draft.approvers, tried, say)
    view.set(changedItems('route', view.data.route, route))
  }
  const showFields = (): void => {
    if (!state) return
    const { definition, draft, left, tried, refused } = state
    const faults = shownFaults(definition.form, draft.inputs, left, tried)
    const texts = { ...refused, ...faultTexts(faults, locale) }
    const next = definition.form.map((field) => toFieldView(field, draft, texts[field.key] ?? '', locale))
    const { fields } = view.data
    view.set({ ...changedItems('fields', fields, keepTyped(fields, next)), cc: draft.cc })
  }
  const change = (draft: Draft, key?: string): void => {
    if (!state) return
    state.draft = draft
    if (key !== undefined)
      state.refused = Object.fromEntries(Object.entries(state.refused).filter(([name]) => name !== key))
    state.drafts.write(draft)
    showFields()
    showRoute()
    previewer.later(state)
  }

  const load = async (): Promise<void> => {
    view.set({ state: LOADING })
    try {
      const [definition, me] = await Promise.all([api.definition(code), api.me()])
      const drafts = createDrafts(storage, me.userId, code)
      const stored = drafts.read()
      const fresh = emptyDraft(newKey(Date.now(), Math.random))
      const draft = { ...fresh, ...stored, inputs: fittingInputs(definition.form, stored?.inputs ?? {}) }
      state = { definition, drafts, draft, left: new Set(), tried: false, refused: {}, preview: undefined }
      tt.setNavigationBarTitle({ title: definition.name })
      const { name, description } = definition
      view.set({ state: READY, name, description: description ?? '', restored: stored !== undefined })
      showFields()
      previewer.now(state)
    } catch (error) {
      view.set({ state: toPageState(error, say) })
    }
  }

  const fieldOf = (event: TtEvent): Field | undefined =>
    state?.definition.form.find(({ key }) => key === detailOf(event, 'key'))

  const submit = async (): Promise<void> => {
    if (!state || sending) return
    state.tried = true
    showFields()
    showRoute()
    const { definition, draft, drafts, preview } = state
    const faults = checkForm(definition.form, toForm(definition.form, draft.inputs)).length
    if (faults > 0 || missingChoices(preview?.nodes ?? [], definition.choices, draft).length > 0) {
      view.set({ notice: say('formIncomplete') })
      return
    }
    sending = true
    view.set({ sending: true, notice: '' })
    const outcome = await submitOnce(definition, draft)
    sending = false
    view.set({ sending: false })
    if (outcome.kind === 'started') {
      drafts.clear()
      previewer.stop()
      state = undefined
      tt.showToast({ title: say('submitted'), icon: 'success' })
      tt.redirectTo({ url: links.detail(outcome.id) })
      return
    }
    if (outcome.kind === 'other') {
      change({ ...draft, key: newKey(Date.now(), Math.random) })
      view.set({ notice: say('submittedBefore') })
      return
    }
    state.refused = outcome.fields
    view.set({ notice: outcome.text })
    showFields()
  }

  void load()
  return {
    onEdit: (event) => {
      const field = fieldOf(event)
      if (state && field) change(edited(state.draft, field, event.detail), field.key)
    },
    onLeave: (event) => {
      state?.left.add(detailOf(event, 'key'))
      showFields()
    },
    onPick: async (event) => {
      const field = fieldOf(event)
      if (!state || !field) return
      if (field.type === 'image' || field.type === 'attachment') {
        await pickFiles(field, state.draft, {
          busy: (busy) => view.set(busyPatch(view.data, field.key, busy)),
          uploaded: (files) => {
            if (state) change(withFiles(state.draft, field, files), field.key)
          },
          failed: (error) => view.set({ notice: troubleText(error, say) }),
        })
      } else if (field.type === 'contact' || field.type === 'department') {
        const chosen = await pickPeople(field, state.draft)
        if (chosen) change(withChosen(state.draft, field, chosen), field.key)
      }
    },
    onRemove: (event) => {
      const field = fieldOf(event)
      if (state && field) change(without(state.draft, field, detailOf(event, 'id')), field.key)
    },
    onChoose: async (event) => {
      const nodeId = detailOf(event, 'id')
      if (!state) return
      const chosen = await pickCc(state.draft.approvers[nodeId] ?? [])
      if (chosen) change({ ...state.draft, approvers: { ...state.draft.approvers, [nodeId]: chosen } })
    },
    onPickCc: async () => {
      if (!state) return
      const cc = await pickCc(state.draft.cc)
      if (cc) change({ ...state.draft, cc })
    },
    onRemoveCc: (event) => {
      if (!state) return
      const gone = event.currentTarget.dataset['id']
      change({ ...state.draft, cc: state.draft.cc.filter(({ id }) => id !== gone) })
    },
    onSubmit: submit,
    onRetry: load,
    onRetryRoute: () => {
      if (state) previewer.now(state)
    },
    onDiscard: () => {
      if (!state) return
      state.drafts.clear()
      Object.assign(state, { left: new Set(), tried: false, refused: {} })
      const fresh = emptyDraft(newKey(Date.now(), Math.random))
      change({ ...fresh, inputs: fittingInputs(state.definition.form, {}) })
      state.drafts.clear()
      view.set({ restored: false, notice: '' })
    },
    page: { unload: previewer.stop },
  }
}

function busyPatch({ fields }: FormData, key: string, busy: boolean): Record<string, unknown> {
  const at = fields.findIndex((field) => field.key === key)
  return at < 0 ? {} : { [`fields[${at}].busy`]: busy }
}
