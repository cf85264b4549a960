import { ApiError } from '../api/callback.ts'
import type { Words } from '../ui/words.ts'
import type { Backend, ChosenContacts } from './backend.ts'
import type { Jssdk } from './jssdk.ts'
import type { WebLogin } from './web-login.ts'

export type WebOptions = {
  jssdk: Jssdk
  login: WebLogin
  appId: string
  /** Path of PUBLIC_URL, without a slash at the end. */
  prefix: string
  language: string
  words: Words
  /** The link to give to others; `wide` is the page for windows that have room for it. */
  linkTo: (page: string, wide: string | undefined) => string
  shown: Backend['shown']
}

/** Feishu around a web app, through its JSSDK, or a browser alone; the server is the one that the page came from. */
export function createWebBackend(options: WebOptions): Backend {
  const { jssdk, login, appId, prefix, language, words, linkTo, shown } = options
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
    ...login,
    async chooseContact({ multi, max, limitTips, chosenIds, disabledIds, withDepartments, withOutsiders }) {
      if (!(await jssdk.ready)) throw new ApiError(words.onlyInFeishu)
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
    share: async ({ title, path, widePath }) => {
      const url = linkTo(path, widePath)
      if (await jssdk.ready) {
        await jssdk.callAuthorised('shareWebContent', { title, url })
        return 'offered'
      }
      await navigator.clipboard.writeText(url)
      return 'copied'
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
