import type { SettingsRequest, SettingsView } from '../../../shared/settings.ts'
import { confirms } from '../../client/ask.ts'
import { api } from '../../client/services.ts'
import type { Controller } from '../../view/page.ts'
import { scrollToNode } from '../../view/scroll-to.ts'
import { troubleText } from '../../view/trouble.ts'
import { say, show, words, type SettingsContext, type SettingsState } from './settings-context.ts'
import { delegationIn, toDraft, toRequest } from './settings-draft.ts'
import { refusedIn, type Faults } from './settings-faults.ts'
import type { SettingsEvent } from './settings-data.ts'

/** Saving all of it, or ending the delegation at once. */
export function saveEvents(context: SettingsContext): Pick<Controller<SettingsEvent>, 'onSave' | 'onEnd'> {
  const { view } = context
  let sending = false

  const send = async (state: SettingsState, request: SettingsRequest, done: () => void): Promise<void> => {
    if (sending) return
    sending = true
    view.set({ sending: true, notice: '' })
    try {
      state.saved = await api.saveSettings(request)
      Object.assign(state, { tried: false, refused: {} })
      done()
      show(context, state)
    } catch (error) {
      tell(context, state, error)
    }
    sending = false
    view.set({ sending: false })
  }

  return {
    onSave: async () => {
      const { state } = context
      if (!state || sending) return
      Object.assign(state, { tried: true, refused: {} })
      const faults = show(context, state)
      if (Object.keys(faults).length > 0) {
        leadTo(context, faults)
        return
      }
      const { draft, saved } = state
      await send(state, toRequest(draft, saved), () => {
        // What was changed on the way is still to be saved.
        if (state.draft === draft) state.draft = toDraft(state.saved, Date.now())
        tt.showToast({ title: say('saved'), icon: 'success' })
      })
    },
    onEnd: async () => {
      const { state } = context
      if (!state?.saved.delegation || !(await wantsEnd(state.saved))) return
      const { muted, locale } = state.saved
      await send(state, { muted, ...(locale && { locale }) }, () => {
        state.draft = { ...state.draft, ...delegationIn(state.saved, Date.now()) }
        tt.showToast({ title: say('delegationEnded'), icon: 'success' })
      })
    },
  }
}

const wantsEnd = ({ delegate }: SettingsView): Promise<boolean> =>
  confirms(tt, {
    title: say('endDelegationTitle', { name: delegate?.name ?? '' }),
    content: say('endDelegationText'),
  })

/** What was chosen stays on the page, with what the server said beside it. */
function tell(context: SettingsContext, state: SettingsState, error: unknown): void {
  state.refused = refusedIn(error, words)
  show(context, state)
  if (Object.keys(state.refused).length > 0) leadTo(context, state.refused)
  else context.view.set({ notice: troubleText(error, say) })
}

function leadTo({ view }: SettingsContext, faults: Faults): void {
  view.set({ notice: say('formIncomplete') })
  scrollToNode(tt, `field-${Object.keys(faults)[0] ?? ''}`)
}
