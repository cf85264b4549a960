import { settingsPage } from '../../features/settings/settings-page.ts'

Page(settingsPage())
