import type { DefinitionSummary } from '../../../shared/responses.ts'
import type { SettingsView } from '../../../shared/settings.ts'
import { locale } from '../../client/services.ts'
import type { Session } from '../../client/session.ts'
import { changedItems } from '../../view/changed-items.ts'
import type { View } from '../../view/page.ts'
import { sayIn } from '../../view/words.ts'
import type { SettingsDraft } from './settings-draft.ts'
import { faultsOf, type Faults } from './settings-faults.ts'
import type { SettingsData } from './settings-data.ts'
import { delegationFields, languageField, mutedField, toDelegationState } from './settings-view.ts'

export const say = sayIn(locale)
export const words = { say, locale }

export type SettingsState = {
  me: Session['user']
  definitions: readonly DefinitionSummary[]
  saved: SettingsView
  draft: SettingsDraft
  /** Whether saving was tried. */
  tried: boolean
  /** What the server said of a field, until it is edited. */
  refused: Faults
}

/** What the parts of the page's behaviour share. */
export type SettingsContext = {
  view: View<SettingsData>
  /** None before it was read. */
  state: SettingsState | undefined
}

/** Answers what is wrong with what it shows. */
export function show({ view }: SettingsContext, state: SettingsState): Faults {
  const { draft, saved, definitions, tried, refused } = state
  const now = Date.now()
  const faults = { ...refused, ...faultsOf({ ...state, now }, tried, words) }
  const reading = { ...words, definitions }
  const fields = delegationFields(draft, reading)
  view.set({
    ...changedItems('delegation', view.data.delegation, fields),
    ...changedItems(
      'faults',
      view.data.faults,
      fields.map(({ key }) => faults[key] ?? ''),
    ),
    standing: toDelegationState(saved, now, reading),
    muted: mutedField(draft, reading),
    language: languageField(draft, reading),
  })
  return faults
}

/** The draft after an edit of the field with this key. */
export function change(context: SettingsContext, draft: SettingsDraft, key: string): void {
  const { state, view } = context
  if (!state) return
  state.draft = draft
  state.refused = Object.fromEntries(Object.entries(state.refused).filter(([name]) => name !== key))
  view.set({ notice: '' })
  show(context, state)
}
