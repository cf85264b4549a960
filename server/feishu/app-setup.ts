import type { AppCall } from './calls.ts'
import { toAppRequest } from './payloads/app-change.ts'
import type { AppSetupPort } from './port.ts'

/** The app as its developer console shows it, changed by the app itself. */
export function createAppSetup(asApp: AppCall, appId: string): AppSetupPort {
  return { change: (change) => asApp('app_change', toAppRequest(appId, change), () => null) }
}
