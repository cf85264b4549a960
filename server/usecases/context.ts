import type { JssdkPort, PeoplePort } from '../feishu/port.ts'
import type { Calendar } from '../domain/calendar.ts'
import type { OptionsPort } from '../options/port.ts'
import type { Store } from '../store/contract.ts'
import type { Identities } from './identities.ts'

/** Lines for operators: facts first, then words. */
export type OperatorLog = {
  info: (facts: object, words: string) => void
  warn: (facts: object, words: string) => void
}

/** Everything a use case may reach. Built once, in server/app/app.ts. */
export type UseCaseContext = {
  store: Store
  people: PeoplePort
  identities: Identities
  jssdk: JssdkPort
  options: OptionsPort
  appId: string
  /** How Feishu and people reach us, without a slash at the end. */
  publicUrl: string
  now: () => number
  /** When people work, by `calendar.yaml` as it is now. */
  calendar: () => Promise<Calendar>
  /** Told of an approval that goes to the managers, as the rule of a node finds nobody. */
  noApprover: (at: { definition: string; version: number; node: string }) => void
  /** 120 random bits or more, lower-case letters and digits. */
  newId: () => string
  /** 256 random bits, base64url. */
  randomToken: () => string
  /** Hex SHA-256 of a text. */
  hash: (text: string) => string
  /** Hex SHA-1, which Feishu asks for. */
  sha1: (text: string) => string
  /** HMAC-SHA-256 of a text under a key that lies in this store alone, base64url. */
  mac: (text: string) => string
}
