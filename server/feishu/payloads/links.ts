/** Which kind of page Feishu opens: new tenants have no mini programs. */
export type PageKind = 'mini_program' | 'web_app'

/**
 * How a link opens on a PC. `embed`: a plain address, which the approval center shows in a frame and a chat hands to
 * the system's browser. `tab`, `sidebar`, `window`: an applink with that mode (打开小程序, 打开网页应用).
 */
export type LinkMode = 'embed' | 'tab' | 'sidebar' | 'window'

/** Where a link lies: in lists and the start page, on a card or a bot's message, in the reminder, or shared in a chat. */
export type LinkKind = 'center' | 'card' | 'reminder' | 'chat'

export type LinkModes = Readonly<Record<LinkKind, LinkMode>>

export type LinkSettings = {
  applinkUrl: string
  appId: string
  pages: PageKind
  /** Where the web pages are served; used by mini programs for `embed` only. */
  publicUrl: string
  linkModes: LinkModes
}

/** A page on phones and on PCs: Feishu has a link field for each. */
export type PageLinks = { mobile: string; pc: string }

export type Links = {
  /** The create form of a definition. */
  create: (definitionCode: string) => PageLinks
  /** The details of an instance. */
  detail: (instanceId: string) => PageLinks
  /** A person's own to-do list. */
  todo: PageLinks
  /** The page with one's own lists. */
  home: PageLinks
  /** How the center opens what a list's entry leads to (同步三方审批实例, display_method). */
  display: 'NORMAL' | 'SIDEBAR'
}

const CREATE: PageLinks = { mobile: 'pages/approval-form/index', pc: 'pc/pages/create-form/index' }
const LIST: PageLinks = { mobile: 'pages/approval-list/index', pc: 'pc/pages/approval-list/index' }
const HOME: PageLinks = { mobile: 'pages/home/index', pc: 'pc/pages/home/index' }
const DETAIL: PageLinks = { mobile: 'pages/detail', pc: 'pc/pages/detail' }

/** Feishu's words for it. A web app opens in a tab by default, so nothing is said of that. */
const MODES: Readonly<Record<PageKind, Record<Exclude<LinkMode, 'embed'>, string>>> = {
  mini_program: {
    tab: 'mode=appCenter&',
    sidebar: 'mode=sidebar-semi&',
    window: 'mode=window&',
  },
  web_app: { tab: '', sidebar: 'mode=sidebar&', window: 'mode=window&' },
}

/** The addresses of the pages, for each place where they lie. */
export const createLinks = (settings: LinkSettings): Record<LinkKind, Links> => ({
  center: linksOf(settings, 'center'),
  card: linksOf(settings, 'card'),
  reminder: linksOf(settings, 'reminder'),
  chat: linksOf(settings, 'chat'),
})

/** Where what is shown leads: to the page of the system that carries it on, where it has one, else to ours. */
export const pageOf = (
  { id, page }: { id: string; page: PageLinks | null },
  links: Pick<Links, 'detail'>,
): PageLinks => page ?? links.detail(id)

/** Applinks as 三方审批定义概述 has them; `path` holds a query of its own, so it is encoded as a whole. */
function linksOf(settings: LinkSettings, kind: LinkKind): Links {
  const mode = settings.linkModes[kind]
  const link = ({ mobile, pc }: PageLinks, query: string): PageLinks => ({
    mobile: mode === 'embed' ? plainAddress(settings, mobile + query) : applink(settings, '', mobile + query),
    pc: onPc(settings, kind, { mobile: mobile + query, pc: pc + query }),
  })
  const byId = (pages: PageLinks) => (id: string) => link(pages, `?id=${encodeURIComponent(id)}`)
  return {
    create: byId(CREATE),
    detail: byId(DETAIL),
    todo: link(LIST, '?box=todo'),
    home: link(HOME, ''),
    display: mode === 'sidebar' ? 'SIDEBAR' : 'NORMAL',
  }
}

/** What opens beside something else is as narrow as a phone. The center's drawer takes a plain address alone. */
function onPc(settings: LinkSettings, kind: LinkKind, { mobile, pc }: PageLinks): string {
  const mode = settings.linkModes[kind]
  switch (mode) {
    case 'embed':
      return plainAddress(settings, pc)
    case 'sidebar':
      return kind === 'center'
        ? plainAddress(settings, mobile)
        : applink(settings, MODES[settings.pages].sidebar, mobile)
    case 'tab':
    case 'window':
      return applink(settings, MODES[settings.pages][mode], pc)
  }
}

const plainAddress = ({ publicUrl }: LinkSettings, page: string): string =>
  `${withoutSlash(publicUrl)}/m/${page}`

const applink = (settings: LinkSettings, mode: string, page: string): string =>
  applinkBefore(settings, mode) +
  encodeURIComponent(settings.pages === 'web_app' ? plainAddress(settings, page) : page)

/** Up to the parameter that names the page. */
function applinkBefore({ applinkUrl, appId, pages }: LinkSettings, mode: string): string {
  const before = `${withoutSlash(applinkUrl)}/client`
  const app = `appId=${encodeURIComponent(appId)}`
  return pages === 'web_app'
    ? `${before}/web_app/open?${mode}${app}&lk_target_url=`
    : `${before}/mini_program/open?${mode}${app}&path=`
}

/**
 * For pages that make links themselves: what stands before a page that is encoded as a whole, its address in a web
 * app and its path in a mini program. `share` is empty where plain addresses are shared.
 */
export function linkBeginnings(settings: LinkSettings): { open: string; share: string } {
  const { chat } = settings.linkModes
  return {
    open: applinkBefore(settings, ''),
    share: chat === 'embed' ? '' : applinkBefore(settings, MODES[settings.pages][chat]),
  }
}

/** Whether somebody is led to a plain address: then the pages have to be served to browsers, too. */
export const hasPlainLinks = ({ linkModes }: Pick<LinkSettings, 'linkModes'>): boolean =>
  Object.values(linkModes).includes('embed') || linkModes.center === 'sidebar'

export const withoutSlash = (url: string): string => url.replace(/\/+$/, '')
