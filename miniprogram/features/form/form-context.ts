import type { Field } from '../../../shared/form/field.ts'
import { own } from '../../../shared/own.ts'
import { locale } from '../../client/services.ts'
import { changedItems } from '../../view/changed-items.ts'
import { detailOf } from '../../view/events.ts'
import type { Links } from '../../view/links.ts'
import type { View } from '../../view/page.ts'
import { sayIn } from '../../view/words.ts'
import type { Draft } from './draft.ts'
import { faultTexts, keepTyped, toFieldView } from './field-view.ts'
import { shownFaults } from './form-input.ts'
import type { FormData } from './form-data.ts'
import type { FormState } from './form-state.ts'
import { peopleFaults, withoutPeople } from './people-faults.ts'
import { toRouteItems } from './route-view.ts'

/** What the parts of the page's behaviour share. */
export type FormContext = {
  view: View<FormData>
  links: Links
  /** None before the definition is there, and after the form was submitted. */
  state: FormState | undefined
  previewer: { now: (state: FormState) => void; later: (state: FormState) => void; stop: () => void }
}

export const say = sayIn(locale)

export function showFields({ view, state }: FormContext): void {
  if (!state) return
  const { definition, draft, left, refused } = state
  const faults = shownFaults(definition.form, draft.inputs, left)
  const texts = { ...faultTexts(faults, locale), ...refused }
  const next = definition.form.map((field) => toFieldView(field, draft, locale))
  const { fields } = view.data
  view.set({
    ...changedItems('fields', fields, keepTyped(fields, next)),
    ...changedItems(
      'faults',
      view.data.faults,
      definition.form.map(({ key }) => own(texts, key) ?? ''),
    ),
    cc: draft.cc,
  })
}

export function showRoute({ view, state }: FormContext): void {
  if (!state) return
  view.set(peopleFaults(state, say))
  if (!state.preview) return
  const { preview, definition, draft, tried, refused } = state
  const route = toRouteItems(preview, { choices: definition.choices, draft, tried, refused, say })
  view.set(changedItems('route', view.data.route, route))
}

/** Of what came back: it was submitted again elsewhere, or it has ended. */
export function showGone(context: FormContext): void {
  context.previewer.stop()
  context.state = undefined
  const state = { kind: 'hidden' as const, title: say('againGone'), text: say('againGoneText') }
  context.view.set({ state, gone: true })
}

/** The draft after an edit; it is kept on the device at once. */
export function change(context: FormContext, draft: Draft, key?: string): void {
  const { state } = context
  if (!state) return
  state.draft = draft
  state.refused = withoutPeople(state.refused, key)
  state.drafts.write(draft)
  showFields(context)
  showRoute(context)
  // What was said of the marked fields as a whole, once none is marked.
  if (!hasFault(context.view.data)) context.view.set({ notice: '' })
  context.previewer.later(state)
}

const hasFault = ({ faults, route, routeFault, ccFault }: FormData): boolean =>
  [...faults, ...route.map(({ fault }) => fault), routeFault, ccFault].some((fault) => fault !== '')

/** What was refused of a field; undefined: nothing any more. */
export function refuse(state: FormState, key: string, text: string | undefined): void {
  const others = Object.entries(state.refused).filter(([name]) => name !== key)
  state.refused = Object.fromEntries(text === undefined ? others : [...others, [key, text]])
}

/** The field that an event of its component is about. */
export const fieldOf = ({ state }: FormContext, event: TtEvent): Field | undefined =>
  state?.definition.form.find(({ key }) => key === detailOf(event, 'key'))
