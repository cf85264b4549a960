import { api, locale } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { troubleText } from '../../view/trouble.ts'
import { textIn } from '../../../shared/languages.ts'
import { nameAt, type Draft, type Named } from './draft.ts'
import { inputAt, withChosen } from './edit-draft.ts'
import { inTable, placeOf } from './field-id.ts'
import { change, placeIn, say, type FormContext } from './form-context.ts'
import type { FormEvent } from './form-data.ts'
import { isLink, linkablePages, type LinkPlace } from './link-search.ts'
import { isOutside, questionOf, type OutsidePlace } from './option-links.ts'
import { createOptionSearch, NOT_CHOOSING, type OptionSearch } from './option-search.ts'
import type { FormState } from './form-state.ts'

type Open = { place: OutsidePlace | LinkPlace; search: OptionSearch }

/** Options that another system has, and approvals, are asked for when somebody wants to choose, and never before. */
export function optionEvents(
  context: FormContext,
): Pick<Controller<FormEvent>, 'onOptions' | 'onLink' | 'onOptionPanel'> {
  let open: Open | undefined
  const close = (): void => {
    open?.search.stop()
    open = undefined
    context.view.set({ choosing: NOT_CHOOSING })
  }
  const done = ({ place, search }: Open): void => {
    const chosen = search.chosen()
    close()
    const { state } = context
    if (state && placeOf(state.definition.form, state.draft, place.id))
      change(context, withChosen(state.draft, place, chosen), place.id)
  }
  const act = (opened: Open, what: string, value: string): void => {
    const { search, place } = opened
    if (what === 'search') search.type(value)
    else if (what === 'more') search.more()
    else if (what === 'retry') search.retry()
    else if (what === 'done') done(opened)
    else if (what === 'take') {
      search.take(value)
      if (mostOf(place) === 1) done(opened)
    } else close()
  }
  const begin = (event: TtEvent): void => {
    const { state } = context
    const place = placeIn(context, event)
    if (!state || !place || !(isOutside(place) || isLink(place))) return
    open?.search.stop()
    open = { place, search: searchFor(context, state, place) }
  }
  return {
    onOptions: begin,
    onLink: begin,
    onOptionPanel: (event) => {
      if (open) act(open, detailOf(event, 'what'), detailOf(event, 'value'))
    },
  }
}

function searchFor({ view }: FormContext, state: FormState, place: Open['place']): OptionSearch {
  return createOptionSearch({
    title: textIn(place.field.label, locale),
    many: mostOf(place) > 1,
    most: mostOf(place),
    chosen: chosenIn(state.draft, place),
    ask: isLink(place) ? linkablePages(state, place) : optionPages(state, place),
    show: (choosing) => {
      view.set({ choosing })
    },
    wordsOf: (error) => troubleText(error, say),
  })
}

function optionPages(state: FormState, place: OutsidePlace): Parameters<typeof createOptionSearch>[0]['ask'] {
  const { definition, again } = state
  const question = questionOf(state, place)
  return (query, page) =>
    api.options(definition.code, { ...question, query, page, ...(again && { instance: again.id }) })
}

/** Of options as many as there are. */
const mostOf = ({ field }: Open['place']): number =>
  field.type === 'approval' ? field.maxCount : field.type === 'select' ? 1 : Infinity

function chosenIn(draft: Draft, place: Open['place']): Named[] {
  const input = inputAt(draft, place)
  const ids = Array.isArray(input) ? input : typeof input === 'string' && input !== '' ? [input] : []
  const at = inTable(place.field, place.table)
  return ids.map((id) => ({ id, name: nameAt(draft.names, at, id) ?? id }))
}
