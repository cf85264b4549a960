import { definePage } from '../../view/page.ts'
import { openSettings } from './settings-controller.ts'
import { data, EVENTS, type SettingsData, type SettingsEvent } from './settings-data.ts'

export const settingsPage = () =>
  definePage<SettingsData, SettingsEvent>({ data, events: EVENTS, open: openSettings })
