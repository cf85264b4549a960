import type { Language } from '../../../shared/languages.ts'
import type { Device } from '../../view/links.ts'
import type { Say } from '../../view/words.ts'
import { faultsShown } from './faults-shown.ts'
import { rowsIn } from './form-input.ts'
import type { FormState } from './form-state.ts'
import { makeViews, type MadeViews } from './make-views.ts'
import { workTimesIn } from './no-work-time.ts'
import { NOTHING_SHOWN, viewChanges } from './view-changes.ts'

/** So many rows are drawn at first, and then so many more at a time: with more the page would not answer for a while. */
const FIRST_ROWS = 5
const MORE_ROWS = 2

export type FormViews = ReturnType<typeof createFormViews>

/** What a page shows of one form, remembered from one change to the next, so that only what is new is sent. */
export function createFormViews(device: Device, locale: Language, say: Say) {
  let shown = NOTHING_SHOWN
  let before: MadeViews = new Map()
  let drawn = FIRST_ROWS
  return {
    /** The change of the page's data. */
    changes(state: FormState): Record<string, unknown> {
      const faults = faultsShown(state, locale)
      const workTimes = workTimesIn(state.rules.checked.steps)
      const next = makeViews({ state, device, locale, say, drawn, faults, workTimes, before })
      const changes = viewChanges(shown, next.shown)
      shown = next.shown
      before = next.made
      return changes
    },
    /** Whether rows are left that `changes` did not have yet; it has some of them next time. */
    drawsMore({ definition, draft }: FormState): boolean {
      const most = Math.max(0, ...definition.form.map(({ key }) => rowsIn(draft, key).length))
      if (drawn >= most) return false
      drawn += MORE_ROWS
      return true
    },
  }
}
