import type { SetupStep } from '../../shared/operator-api.ts'
import { RETURN_PAGE } from '../../shared/web-login.ts'
import type { AppChange, EventsBy } from '../feishu/port.ts'
import { scopesToAsk } from './scopes.ts'

/** The app that this server needs, as far as its settings say it. */
export type WantedApp = {
  appId: string
  /** The open platform, beside which the developer console lies. */
  baseUrl: string
  publicUrl: string
  pages: 'mini_program' | 'web_app'
  /** Browsers are shown the pages, be it for plain links alone. */
  inBrowsers: boolean
  eventsBy: EventsBy
  verificationToken: string | undefined
  encryptKey: string | undefined
  /** A definition writes into attendance. */
  attends?: boolean | undefined
}

/** Leavers and changed user_ids (员工离职, 员工信息变化). */
export const EVENTS: readonly string[] = ['contact.user.updated_v3', 'contact.user.deleted_v3']
export const CALLBACKS: readonly string[] = ['card.action.trigger']

/** Every page that Feishu may open by its address: a login comes back to the page that asked for it. */
const PAGES = [
  ...['pages/home/index', 'pages/approval-list/index', 'pages/approval-form/index', 'pages/detail'],
  ...['pages/settings/index', 'pc/pages/home/index', 'pc/pages/approval-list/index'],
  ...['pc/pages/create-form/index', 'pc/pages/detail', 'pc/pages/settings/index'],
]

/** Goes on to the first page of the device. */
export const homeUrl = (publicUrl: string): string => `${publicUrl}/m/`

/**
 * 配置重定向 URL: whole addresses, without what stands behind `?` or `#`. Inside Feishu each page of a web app logs in
 * where it is; in a browser the login leads back to one.
 */
export function redirectUrls({
  publicUrl,
  pages,
  inBrowsers,
}: Pick<WantedApp, 'publicUrl' | 'pages' | 'inBrowsers'>): string[] {
  const ofBrowsers = inBrowsers ? [RETURN_PAGE] : []
  const listed = pages === 'web_app' ? ['', RETURN_PAGE, ...PAGES] : ofBrowsers
  return listed.map((page) => `${homeUrl(publicUrl)}${page}`)
}

export const addressOf = (publicUrl: string, what: 'event' | 'card'): string => `${publicUrl}/feishu/${what}`

/** As H5 可信域名 wants them: scheme, host, and a port that is not the usual one. */
export const originOf = (publicUrl: string): string => new URL(publicUrl).origin

/** The steps that such an app needs, in order. A connection proves itself: it wants no token and no key. */
export function stepsFor(
  { pages, eventsBy, verificationToken, encryptKey }: WantedApp,
  all: readonly SetupStep[],
): SetupStep[] {
  const hasSecrets = verificationToken !== undefined || encryptKey !== undefined
  const left = new Set<SetupStep>()
  if (pages !== 'web_app') left.add('web_app')
  if (eventsBy === 'connection' || !hasSecrets) left.add('encryption')
  return all.filter((step) => !left.has(step))
}

export function toChange(app: WantedApp, step: SetupStep): AppChange {
  const { publicUrl, eventsBy: by, verificationToken, encryptKey } = app
  switch (step) {
    case 'scopes':
      return { step, scopes: scopesToAsk(app) }
    case 'encryption':
      return { step, verificationToken, encryptKey }
    case 'events':
      return { step, by, url: addressOf(publicUrl, 'event'), events: EVENTS }
    case 'callbacks':
      return { step, by, url: addressOf(publicUrl, 'card'), callbacks: CALLBACKS }
    case 'addresses':
      return { step, redirectUrls: redirectUrls(app), origins: [originOf(publicUrl)] }
    case 'people':
    case 'bot':
      return { step }
    case 'web_app':
      return { step, url: homeUrl(publicUrl) }
    case 'publish':
      return { step, remark: REMARK, changelog: CHANGELOG }
  }
}

/** Read by the administrator who looks at the version, so in Chinese and English. */
const REMARK = '审批服务所需的权限、事件与地址 / What the approval server needs: scopes, events, addresses'
const CHANGELOG = '审批服务的应用配置 / Settings of the approval server'
