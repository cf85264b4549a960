import { openAnew } from '../view/open-anew.ts'
import { createApi, exchangeCode } from './api.ts'
import { obtainCode } from './ask.ts'
import { API_BASE, APP_ID } from './config.ts'
import { toLocale } from './language.ts'
import { createSessions } from './session.ts'
import { createTransport } from './transport.ts'

export const locale = toLocale(tt.getSystemInfoSync().language)

const transport = createTransport(tt)

/** Wired once for all pages. */
export const sessions = createSessions({
  obtainCode: () => obtainCode(tt, APP_ID),
  exchange: (code, before) => exchangeCode(transport, API_BASE, { code, before }),
  now: () => Date.now(),
  changed: openAnew,
})

export const api = createApi({ base: API_BASE, language: locale, transport, sessions })

// Earlier builds kept it on the device, where whoever came next went on with it.
tt.removeStorageSync(`session:${APP_ID}`)

export const storage = {
  read: (key: string): unknown => tt.getStorageSync(key),
  write: (key: string, value: unknown): void => tt.setStorageSync(key, value),
  remove: (key: string): void => tt.removeStorageSync(key),
}
