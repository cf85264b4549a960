import { locale } from '../../client/services.ts'
import { changedItems } from '../../view/changed-items.ts'
import { detailOf } from '../../view/events.ts'
import type { Device, Links } from '../../view/links.ts'
import type { View } from '../../view/page.ts'
import { sayIn } from '../../view/words.ts'
import type { Draft } from './draft.ts'
import { isAskedPlace, type AskedPlace } from './edit-draft.ts'
import { faultsShown } from './faults-shown.ts'
import { placeOf } from './field-id.ts'
import type { FormData } from './form-data.ts'
import { setDraft, type FormState } from './form-state.ts'
import type { FormViews } from './form-views.ts'
import { withoutStale } from './option-links.ts'
import { peopleFaults, withoutPeople } from './people-faults.ts'
import { toRouteItems } from './route-view.ts'

/** What the parts of the page's behaviour share. */
export type FormContext = {
  view: View<FormData>
  device: Device
  links: Links
  /** None before the definition is there, and after the form was submitted. */
  state: FormState | undefined
  views: FormViews
  /** Draws a few more rows as soon as the page has answered whoever uses it. */
  drawing: ReturnType<typeof setTimeout> | undefined
  previewer: { now: (state: FormState) => void; later: (state: FormState) => void; stop: () => void }
}

export const say = sayIn(locale)

export function showFields(context: FormContext): void {
  const { view, state, views } = context
  if (!state) return
  view.set({ ...views.changes(state), cc: state.draft.cc })
  clearTimeout(context.drawing)
  if (views.drawsMore(state)) context.drawing = setTimeout(() => showFields(context))
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
  stop(context)
  context.state = undefined
  const state = { kind: 'hidden' as const, title: say('againGone'), text: say('againGoneText') }
  context.view.set({ state, gone: true })
}

/** Ends what would go on by itself. */
export function stop({ previewer, drawing }: FormContext): void {
  previewer.stop()
  clearTimeout(drawing)
}

/** The draft after an edit; it is kept on the device at once. */
export function change(context: FormContext, draft: Draft, key?: string): void {
  const { state } = context
  if (!state) return
  const next = key === undefined ? draft : withoutStale(state.definition.form, draft, key)
  if (next !== state.draft) setDraft(state, next)
  state.refused = withoutPeople(state.refused, key)
  state.drafts.write(next)
  showFields(context)
  showRoute(context)
  // What was said of the marked fields as a whole, once none is marked.
  if (context.view.data.notice !== '' && !hasFault(context, state)) context.view.set({ notice: '' })
  context.previewer.later(state)
}

function hasFault({ view }: FormContext, state: FormState): boolean {
  const { route, routeFault, ccFault } = view.data
  const texts = [...Object.values(faultsShown(state, locale)), ...route.map(({ fault }) => fault)]
  return [...texts, routeFault, ccFault].some((fault) => fault !== '')
}

/** What was refused of a field; undefined: nothing any more. */
export function refuse(state: FormState, key: string, text: string | undefined): void {
  const others = Object.entries(state.refused).filter(([name]) => name !== key)
  state.refused = Object.fromEntries(text === undefined ? others : [...others, [key, text]])
}

/** The field or cell that an event of its component is about. */
export function placeIn({ state }: FormContext, event: TtEvent): AskedPlace | undefined {
  const place = state && placeOf(state.definition.form, state.draft, detailOf(event, 'key'))
  return place && isAskedPlace(place) ? place : undefined
}
