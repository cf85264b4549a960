type Call = <T>(name: string, options: object) => Promise<T>

/** Login codes for a web app, which has to name itself. */
export function createWebLogin(appId: string, call: Call) {
  return {
    requestAccess: async (options: Record<string, unknown>): Promise<{ code: string }> =>
      call('requestAccess', { scopeList: options['scopeList'] ?? [], appID: appId }),
    /** In place of tt.login, for clients before 6.9, which lack requestAccess. */
    login: async (): Promise<{ code: string }> => call('requestAuthCode', { appId }),
  }
}
