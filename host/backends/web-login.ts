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

/** The same, after it gave its first code: whether it gives any is how a page finds out where it is. */
export async function tryLogin(login: WebLogin): Promise<WebLogin | undefined> {
  const first = await login
    .requestAccess({})
    .catch(() => login.login())
    .catch(() => undefined)
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
