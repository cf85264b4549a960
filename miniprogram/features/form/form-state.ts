import type { Preview } from '../../client/api.ts'
import type { Draft } from './draft.ts'
import type { FormSource } from './form-source.ts'

/** What a form that is being filled in is made of. */
export type FormState = FormSource & {
  draft: Draft
  /** Fields whose faults are shown: they were left, or submitting was tried. */
  left: ReadonlySet<string>
  /** Whether submitting was tried. */
  tried: boolean
  /** What the server said of a field or of a file for it, until it is edited. */
  refused: Readonly<Record<string, string>>
  preview: Preview | undefined
}
