import { detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import { troubleText } from '../../view/trouble.ts'
import { edited, withChosen, withFiles, without } from './edit-draft.ts'
import { change, fieldOf, refuse, say, showFields, type FormContext } from './form-context.ts'
import type { FormData, FormEvent } from './form-data.ts'
import { leftAfter } from './form-input.ts'
import { pickFiles, pickPeople } from './form-pickers.ts'

type Events = 'onEdit' | 'onLeave' | 'onPick' | 'onRemove'

/** What a person does in a field. */
export function fieldEvents(context: FormContext): Pick<Controller<FormEvent>, Events> {
  const { view } = context
  return {
    onEdit: (event) => {
      const field = fieldOf(context, event)
      const { state } = context
      if (!state || !field) return
      const draft = edited(state.draft, field, event.detail)
      state.left = leftAfter(field, state.definition.form, draft.inputs, state.left)
      change(context, draft, field.key)
    },
    onLeave: (event) => {
      if (!context.state) return
      context.state.left = new Set([...context.state.left, detailOf(event, 'key')])
      showFields(context)
    },
    onPick: async (event) => {
      const field = fieldOf(context, event)
      if (!context.state || !field) return
      if (field.type === 'image' || field.type === 'attachment') {
        // Of files picked at once one may be refused and the next one taken: the words stay until more are picked.
        const tell = (text: string | undefined): void => {
          if (context.state) refuse(context.state, field.key, text)
          showFields(context)
        }
        tell(undefined)
        await pickFiles(field, context.state.draft, {
          busy: (busy) => view.set(busyPatch(view.data, field.key, busy)),
          uploaded: (files) => {
            // Others may have been typed while it was on its way.
            if (context.state) change(context, withFiles(context.state.draft, field, files))
          },
          failed: (error) => tell(troubleText(error, say)),
        })
      } else if (field.type === 'contact' || field.type === 'department') {
        try {
          const chosen = await pickPeople(field, context.state.draft)
          if (chosen) change(context, withChosen(context.state.draft, field, chosen), field.key)
        } catch (error) {
          refuse(context.state, field.key, troubleText(error, say))
          showFields(context)
        }
      }
    },
    onRemove: (event) => {
      const field = fieldOf(context, event)
      if (!context.state || !field) return
      change(context, without(context.state.draft, field, detailOf(event, 'id')), field.key)
    },
  }
}

function busyPatch({ fields }: FormData, key: string, busy: boolean): Record<string, unknown> {
  const at = fields.findIndex((field) => field.key === key)
  return at < 0 ? {} : { [`fields[${at}].busy`]: busy }
}
