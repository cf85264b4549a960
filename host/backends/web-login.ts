type Call = <T>(name: string, options: object) => Promise<T>

export type LoginCode = { code: string; verifier?: string }

/** Who says who is at the pages. */
export type WebLogin = {
  requestAccess: (options: Record<string, unknown>) => Promise<LoginCode>
  login: () => Promise<LoginCode>
  /** Whether whoever is there now can be asked for without leaving the page. */
  canAskAgain: boolean
}

/** Login codes for a web app, which has to name itself. */
export function createWebLogin(appId: string, call: Call): WebLogin {
  return {
    requestAccess: async (options) =>
      call('requestAccess', { scopeList: options['scopeList'] ?? [], appID: appId }),
    /** In place of tt.login, for clients before 6.9, which lack requestAccess. */
    login: async () => call('requestAuthCode', { appId }),
    canAskAgain: true,
  }
}

/** Of a client that says nothing at all, as one may that shows a page of an app which it does not know. */
const ANSWER_WITHIN_MS = 10_000

/** The same, after it gave its first code: whether it gives any is how a page finds out where it is. */
export async function tryLogin(login: WebLogin): Promise<WebLogin | undefined> {
  const asked = login
    .requestAccess({})
    .catch(() => login.login())
    .catch(() => undefined)
  const silence = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS))
  const first = await Promise.race([asked, silence])
  return first && startingWith(first, login)
}

/** A login that has its first code already. */
export function startingWith(first: LoginCode, { requestAccess, login, canAskAgain }: WebLogin): WebLogin {
  let code: LoginCode | undefined = first
  return {
    requestAccess: async (options) => {
      const given = code
      code = undefined
      return given ?? requestAccess(options)
    },
    login,
    canAskAgain,
  }
}
