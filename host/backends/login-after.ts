import { ApiError } from '../api/callback.ts'
import type { RedirectLogin } from './redirect-login.ts'
import { startingWith, type LoginCode, type WebLogin } from './web-login.ts'

/** For a minute only a click leads away: a login that is refused at once would go round and round. */
const CALM_MS = 60_000

type After = { arrived: LoginCode; login: RedirectLogin; ownPage: () => string; now: () => number }

/** Who came back by it, and their next login, which leaves the page: nobody else can be asked. */
export function loginAfter({ arrived, login, ownPage, now }: After): WebLogin {
  const arrivedAt = now()
  const again = (): Promise<LoginCode> => {
    // Older clients do not say.
    const { userActivation } = navigator as { userActivation?: { isActive: boolean } }
    const isWished = userActivation?.isActive === true || now() - arrivedAt > CALM_MS
    if (!isWished) throw new ApiError('log in again')
    login.begin(ownPage())
    return new Promise(() => undefined)
  }
  return startingWith(arrived, {
    requestAccess: async () => again(),
    login: async () => again(),
    canAskAgain: false,
  })
}
