import type { Backend, ChosenContacts } from './backend.ts'
import type { Jssdk } from './jssdk.ts'
import { createWebLogin } from './web-login.ts'

export type WebOptions = {
  jssdk: Jssdk
  appId: string
  /** Path of PUBLIC_URL, without a slash at the end. */
  prefix: string
  language: string
  shown: Backend['shown']
}

/** Feishu around a web app, through its JSSDK; the server is the one that the page came from. */
export function createWebBackend({ jssdk, appId, prefix, language, shown }: WebOptions): Backend {
  return {
    // Servers of several apps may share an origin.
    storageName: `web:${appId}`,
    language,
    platform: platformOf(navigator.userAgent),
    serverAddress(url) {
      const { pathname, search } = new URL(url, location.origin)
      const path = pathname.startsWith(`${prefix}/`) ? pathname : `${prefix}${pathname}`
      return `${path}${search}`
    },
    ...createWebLogin(appId, jssdk.call),
    async chooseContact({ multi, max, limitTips, chosenIds, disabledIds, withDepartments, withOutsiders }) {
      const chosen = await jssdk.callAuthorised<Partial<ChosenContacts>>('chooseContact', {
        multi,
        ...(Number.isFinite(max) && { maxNum: max }),
        limitTips,
        chosenIds,
        disableChosenIds: disabledIds,
        externalContact: withOutsiders,
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
