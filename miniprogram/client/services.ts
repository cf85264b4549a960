import { createApi, exchangeCode } from './api.ts'
import { obtainCode } from './ask.ts'
import { API_BASE, APP_ID } from './config.ts'
import { toLocale } from './language.ts'
import { createSessions } from './session.ts'
import { createTransport } from './transport.ts'

const SESSION_KEY = `session:${APP_ID}`

export const locale = toLocale(tt.getSystemInfoSync().language)

const transport = createTransport(tt)

/** Wired once for all pages. */
export const api = createApi({
  base: API_BASE,
  language: locale,
  transport,
  sessions: createSessions({
    read: () => tt.getStorageSync(SESSION_KEY),
    write: (session) => tt.setStorageSync(SESSION_KEY, session),
    obtainCode: () => obtainCode(tt, APP_ID),
    exchange: (code) => exchangeCode(transport, API_BASE, code),
    now: () => Date.now(),
  }),
})

export const storage = {
  read: (key: string): unknown => tt.getStorageSync(key),
  write: (key: string, value: unknown): void => tt.setStorageSync(key, value),
  remove: (key: string): void => tt.removeStorageSync(key),
}
