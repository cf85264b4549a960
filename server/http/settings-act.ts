import { isDeepStrictEqual } from 'node:util'
import type { SettingsView } from '../../shared/settings.ts'
import type { RouteAct } from './route.ts'

/** What somebody chose anew, for the log: ids and our own words. Undefined where all is as before. */
export function settingsAct(by: string, before: SettingsView, after: SettingsView): RouteAct | undefined {
  const { delegation, muted, locale } = after
  const facts = {
    ...(!isDeepStrictEqual(delegation, before.delegation) && { delegation: delegation ?? null }),
    ...(!isDeepStrictEqual(new Set(muted), new Set(before.muted)) && { muted }),
    ...(locale !== before.locale && { locale: locale ?? null }),
  }
  return Object.keys(facts).length > 0 ? { act: 'settings', by, facts } : undefined
}
