import { textIn } from '../../../shared/languages.ts'
import { own } from '../../../shared/own.ts'
import { api, locale } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { troubleText } from '../../view/trouble.ts'
import type { Named } from './draft.ts'
import { isAskedPlace, listIn, withChosen, type AskedPlace } from './edit-draft.ts'
import { placeOf } from './field-id.ts'
import { change, placeIn, say, type FormContext } from './form-context.ts'
import type { FormEvent } from './form-data.ts'
import type { FormState } from './form-state.ts'
import { NO_CHOICE, toggled, toLinkRows } from './link-choice.ts'
import { createLinkReader, type Found } from './link-reader.ts'

type Events = 'onLink' | 'onLinkSearch' | 'onLinkMore' | 'onLinkToggle' | 'onLinkTake' | 'onLinkCancel'

const PAUSE_MS = 300

/** The choice that is open. */
type Choice = {
  place: AskedPlace
  most: number
  chosen: Named[]
  found: Found
  fault: string
  reader: ReturnType<typeof createLinkReader>
}

/** The choice of the approvals that a field names: searched, paged, and taken over as a whole. */
export function linkEvents(context: FormContext): Pick<Controller<FormEvent>, Events> {
  let choice: Choice | undefined
  let typing: ReturnType<typeof setTimeout> | undefined

  const show = (): void => {
    if (choice) context.view.set({ linking: toShown(choice) })
  }
  const close = (): void => {
    clearTimeout(typing)
    choice?.reader.stop()
    choice = undefined
    context.view.set({ linking: NO_CHOICE })
  }
  return {
    onLink: (event) => {
      const place = placeIn(context, event)
      const { state } = context
      if (!state || place?.field.type !== 'approval') return
      const opened: Choice = {
        place,
        most: place.field.maxCount,
        chosen: chosenAt(state, place),
        found: { items: [], more: false, busy: false },
        fault: '',
        reader: createLinkReader({
          ask: (asking) => api.linkable(state.definition.code, { ...askedBy(state, place), ...asking }),
          changed: (found) => {
            opened.found = found
            show()
          },
          failed: (error) => (opened.fault = troubleText(error, say)),
        }),
      }
      choice = opened
      return opened.reader.first('')
    },
    onLinkSearch: (event) => {
      clearTimeout(typing)
      const words = detailOf(event, 'value')
      typing = setTimeout(() => {
        if (choice) choice.fault = ''
        void choice?.reader.first(words)
      }, PAUSE_MS)
    },
    onLinkMore: () => {
      if (choice) choice.fault = ''
      return choice?.reader.next()
    },
    onLinkToggle: (event) => {
      const id = detailOf(event, 'id')
      const one = [...(choice?.found.items ?? []), ...(choice?.chosen ?? [])].find((item) => item.id === id)
      if (!choice || !one) return
      choice.chosen = toggled(choice.chosen, one, choice.most)
      show()
    },
    onLinkTake: () => {
      const { state } = context
      const taken = choice
      close()
      // The row may be gone meanwhile.
      const place = state && taken && placeOf(state.definition.form, state.draft, taken.place.id)
      if (!state || !place || !isAskedPlace(place)) return
      change(context, withChosen(state.draft, place, taken.chosen), place.id)
    },
    onLinkCancel: close,
  }
}

const chosenAt = ({ draft }: FormState, place: AskedPlace): Named[] =>
  listIn(draft, place).map((id) => ({ id, name: own(draft.names, id) ?? id }))

/** As the server knows the place: the same in every row. */
const askedBy = ({ again }: FormState, { field, table }: AskedPlace) => ({
  field: table === undefined ? field.key : `${table.key}.${field.key}`,
  instance: again?.id ?? '',
})

function toShown({ place, most, chosen, found, fault }: Choice): typeof NO_CHOICE {
  const { items, more, busy } = found
  return {
    open: true,
    title: textIn(place.field.label, locale),
    chosen,
    count: say('linkedCount', { count: chosen.length, most }),
    rows: toLinkRows(items, { chosen, most, locale }),
    more,
    busy,
    none: items.length === 0 && !more && !busy && fault === '',
    fault,
  }
}
