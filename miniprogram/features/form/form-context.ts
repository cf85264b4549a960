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

/** Shows what has changed, at once: a page looks at all of its cells however little it is told. */
function show(context: FormContext, ...parts: Patch[]): void {
  const patch = Object.assign({}, ...parts) as Patch
  const { data } = context.view
  const changed = Object.entries(patch).filter(([name, value]) => data[name as keyof FormData] !== value)
  if (changed.length > 0) context.view.set(Object.fromEntries(changed))
}

type Patch = Record<string, unknown>

export const showFields = (context: FormContext): void => show(context, fieldChanges(context))

export const showRoute = (context: FormContext): void => show(context, routeChanges(context))

export const showAll = (context: FormContext): void =>
  show(context, fieldChanges(context), routeChanges(context))

function fieldChanges(context: FormContext): Patch {
  const { state, views } = context
  if (!state) return {}
  clearTimeout(context.drawing)
  const changes = views.changes(state)
  if (views.drawsMore(state)) context.drawing = setTimeout(() => showFields(context))
  return changes
}

function routeChanges({ view, state }: FormContext): Patch {
  if (!state) return {}
  const { preview, definition, draft, tried, refused } = state
  const told = { ...changedItems('cc', view.data.cc, draft.cc), ...peopleFaults(state, say) }
  if (!preview) return told
  const route = toRouteItems(preview, { choices: definition.choices, draft, tried, refused, say })
  return { ...told, ...changedItems('route', view.data.route, route) }
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
  showAll(context)
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
