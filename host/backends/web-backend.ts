import type { Backend, ChosenContacts } from './backend.ts'
import type { Jssdk } from './jssdk.ts'

export type WebOptions = {
  jssdk: Jssdk
  /** Path of PUBLIC_URL, without a slash at the end. */
  prefix: string
  language: string
  userAgent: string
  shown: Backend['shown']
}

/** Feishu around a web app, through its JSSDK; the server is the one that the page came from. */
export function createWebBackend({ jssdk, prefix, language, userAgent, shown }: WebOptions): Backend {
  return {
    storageName: 'web',
    language,
    platform: platformOf(userAgent),
    serverAddress(url) {
      const { pathname, search } = new URL(url, location.origin)
      const path = pathname.startsWith(`${prefix}/`) ? pathname : `${prefix}${pathname}`
      return `${path}${search}`
    },
    requestAccess: async (options) =>
      jssdk.call('requestAccess', { scopeList: options['scopeList'] ?? [], appID: await jssdk.appId() }),
    // What a web app has in place of tt.login: for clients before 6.9, which lack requestAccess.
    login: async () => jssdk.call('requestAuthCode', { appId: await jssdk.appId() }),
    async chooseContact({ multi, max, limitTips, chosenIds, disabledIds, withDepartments }) {
      const chosen = await jssdk.callAuthorised<Partial<ChosenContacts>>('chooseContact', {
        multi,
        ...(Number.isFinite(max) && { maxNum: max }),
        limitTips,
        chosenIds,
        disableChosenIds: disabledIds,
        enableChooseDepartment: withDepartments,
      })
      return { data: chosen.data ?? [], department_data: chosen.department_data ?? [] }
    },
    share: async ({ title, path }) => {
      const url = `${location.origin}${prefix}/m/${path.replace(/^\//, '')}`
      await jssdk.callAuthorised('shareWebContent', { title, url })
    },
    shown,
    exit: () => {
      history.back()
    },
  }
}

function platformOf(userAgent: string): Backend['platform'] {
  if (/iPhone|iPad/.test(userAgent)) return 'ios'
  if (/Android/.test(userAgent)) return 'android'
  return /Mac OS/.test(userAgent) ? 'darwin' : 'windows_nt'
}
