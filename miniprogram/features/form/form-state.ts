import type { FormRead } from '../../../shared/form/read-form.ts'
import type { Preview } from '../../client/api.ts'
import type { Draft } from './draft.ts'
import { readInputs } from './form-reading.ts'
import type { FormSource } from './form-source.ts'

/** What a form that is being filled in is made of. What stands in it goes by the page's own ids (`field-id.ts`). */
export type FormState = FormSource & {
  draft: Draft
  /** What the draft says, read once for each change. */
  read: FormRead
  /** Fields whose faults are shown: they were left, or submitting was tried. */
  left: ReadonlySet<string>
  /** Whether submitting was tried. */
  tried: boolean
  /** What the server said of a field or of a file for it, until it is edited. */
  refused: Readonly<Record<string, string>>
  /** Fields for which files are on their way. */
  busy: ReadonlySet<string>
  /** The row that is open on a phone; empty for none. */
  open: string
  /** The field that is to be typed into next. */
  focus: string
  preview: Preview | undefined
}

export function openState(source: FormSource, draft: Draft): FormState {
  return {
    ...source,
    draft,
    read: readInputs(source.rules, draft),
    preview: undefined,
    ...untouched(),
  }
}

/** As before anybody typed. */
export const untouched = (): Pick<FormState, 'left' | 'tried' | 'refused' | 'busy' | 'open' | 'focus'> => ({
  left: new Set<string>(),
  tried: false,
  refused: {},
  busy: new Set<string>(),
  open: '',
  focus: '',
})

export function setDraft(state: FormState, draft: Draft): void {
  state.draft = draft
  state.read = readInputs(state.rules, draft)
}
