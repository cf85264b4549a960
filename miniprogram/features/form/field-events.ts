import { detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { troubleText } from '../../view/trouble.ts'
import { edited, withChosen, withFiles, without, type AskedPlace } from './edit-draft.ts'
import { change, placeIn, refuse, say, showFields, type FormContext } from './form-context.ts'
import type { FormEvent } from './form-data.ts'
import { placeOf } from './field-id.ts'
import { pickFiles, pickPeople, type FileField, type PeopleField } from './form-pickers.ts'
import { leftAfter, shownFaults } from './form-reading.ts'
import { setDraft } from './form-state.ts'

type Events = 'onEdit' | 'onLeave' | 'onPick' | 'onRemove'

/** What a person does in a field, alone or in a row. */
export function fieldEvents(context: FormContext): Pick<Controller<FormEvent>, Events> {
  return {
    onEdit: (event) => {
      const place = placeIn(context, event)
      const { state } = context
      if (!state || !place) return
      const draft = edited(state.draft, place, event.detail)
      setDraft(state, draft)
      const shown = shownFaults(state.definition.form, draft, state.read, state.left)
      state.left = leftAfter(place, shown, state.left)
      state.focus = ''
      change(context, draft, place.id)
    },
    onLeave: (event) => {
      if (!context.state) return
      context.state.left = new Set([...context.state.left, detailOf(event, 'key')])
      showFields(context)
    },
    onPick: async (event) => {
      const place = placeIn(context, event)
      if (!place) return
      const { field } = place
      if (field.type === 'image' || field.type === 'attachment') await attach(context, place, field)
      if (field.type === 'contact' || field.type === 'department') await choose(context, place, field)
    },
    onRemove: (event) => {
      const place = placeIn(context, event)
      if (!context.state || !place) return
      change(context, without(context.state.draft, place, detailOf(event, 'id')), place.id)
    },
  }
}

async function attach(context: FormContext, place: AskedPlace, field: FileField): Promise<void> {
  const { state } = context
  if (!state) return
  // Of files picked at once one may be refused and the next one taken: the words stay until more are picked.
  const tell = (text: string | undefined): void => {
    if (context.state) refuse(context.state, place.id, text)
    showFields(context)
  }
  tell(undefined)
  await pickFiles(
    field,
    { place, draft: state.draft },
    {
      busy: (busy) => {
        const others = [...state.busy].filter((id) => id !== place.id)
        state.busy = new Set(busy ? [...others, place.id] : others)
        showFields(context)
        // Said where somebody wanted to submit meanwhile.
        if (others.length === 0 && context.view.data.notice === say('uploading'))
          context.view.set({ notice: '' })
      },
      uploaded: (files) => {
        // Others may have been typed while it was on its way; the row may be gone, or the form emptied.
        if (isThere(context, place) && context.state.busy.has(place.id))
          change(context, withFiles(context.state.draft, place, files))
      },
      failed: (error) => tell(troubleText(error, say)),
    },
  )
}

async function choose(context: FormContext, place: AskedPlace, field: PeopleField): Promise<void> {
  const { state } = context
  if (!state) return
  try {
    const chosen = await pickPeople(field, { place, draft: state.draft })
    if (chosen && isThere(context, place))
      change(context, withChosen(context.state.draft, place, chosen), place.id)
  } catch (error) {
    refuse(state, place.id, troubleText(error, say))
    showFields(context)
  }
}

const isThere = (
  context: FormContext,
  { id }: AskedPlace,
): context is FormContext & { state: NonNullable<FormContext['state']> } =>
  context.state !== undefined && placeOf(context.state.definition.form, context.state.draft, id) !== undefined
