import { chooseContacts } from '../../client/ask.ts'
import { api } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import type { Controller, View } from '../../view/page.ts'
import { LOADING, READY, toPageState, troubleText } from '../../view/trouble.ts'
import { saveEvents } from './save-events.ts'
import { change, say, show, type SettingsContext } from './settings-context.ts'
import { edited, toDraft } from './settings-draft.ts'
import type { SettingsData, SettingsEvent } from './settings-data.ts'

/** One's own settings. Nothing counts before it is saved, but the end of a delegation. */
export function openSettings(view: View<SettingsData>): Controller<SettingsEvent> {
  const context: SettingsContext = { view, state: undefined }
  const load = () => loadSettings(context)
  view.setTitle(say('settings'))
  void load()
  return {
    ...saveEvents(context),
    onRetry: load,
    onEdit: (event) => {
      if (!context.state) return
      const key = detailOf(event, 'key')
      change(context, edited(context.state.draft, { key, detail: event.detail }), key)
    },
    onPick: async () => {
      try {
        const [delegate] = (await chooseContacts(tt, { chosen: [], limit: 1 })) ?? []
        if (delegate && context.state) change(context, { ...context.state.draft, delegate }, 'delegate')
      } catch (error) {
        view.set({ notice: troubleText(error, say) })
      }
    },
    onRemove: () => {
      if (context.state) change(context, { ...context.state.draft, delegate: undefined }, 'delegate')
    },
    page: {},
  }
}

async function loadSettings(context: SettingsContext): Promise<void> {
  const { view } = context
  view.set({ state: LOADING })
  try {
    const [me, saved, { items }] = await Promise.all([api.me(), api.settings(), api.definitions()])
    const draft = toDraft(saved, Date.now())
    context.state = { me, saved, draft, definitions: items, tried: false, refused: {} }
    view.set({ state: READY })
    show(context, context.state)
  } catch (error) {
    view.set({ state: toPageState(error, say) })
  }
}
