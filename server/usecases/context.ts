import type { PeoplePort } from '../feishu/port.ts'
import type { Store } from '../store/contract.ts'

/** Everything a use case may reach. Built once, in server/app.ts. */
export type UseCaseContext = {
  store: Store
  people: PeoplePort
  now: () => number
  /** 120 random bits or more, lower-case letters and digits. */
  newId: () => string
  /** 256 random bits, base64url. */
  randomToken: () => string
  /** Hex SHA-256 of a text. */
  hash: (text: string) => string
}
