/** Which kind of page Feishu opens: new tenants have no mini programs. */
export type PageKind = 'mini_program' | 'web_app'

export type LinkSettings = {
  applinkUrl: string
  appId: string
  pages: PageKind
  /** Where the web pages are served; not used for mini programs. */
  publicUrl: string
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
}

const CREATE: PageLinks = { mobile: 'pages/approval-form/index', pc: 'pc/pages/create-form/index' }
const LIST: PageLinks = { mobile: 'pages/approval-list/index', pc: 'pc/pages/approval-list/index' }
const HOME: PageLinks = { mobile: 'pages/home/index', pc: 'pc/pages/home/index' }
const DETAIL: PageLinks = { mobile: 'pages/detail', pc: 'pc/pages/detail' }

/** Applinks as 三方审批定义概述 has them; `path` holds a query of its own, so it is encoded as a whole. */
export function createLinks(settings: LinkSettings): Links {
  const base = withoutSlash(settings.applinkUrl)
  const appId = encodeURIComponent(settings.appId)
  const toMini = (mode: string, page: string) =>
    `${base}/client/mini_program/open?${mode}appId=${appId}&path=${encodeURIComponent(page)}`
  const toWeb = (page: string) => {
    const target = encodeURIComponent(`${withoutSlash(settings.publicUrl)}/m/${page}`)
    return `${base}/client/web_app/open?appId=${appId}&lk_target_url=${target}`
  }
  const link = (pages: PageLinks, query: string): PageLinks => {
    const [mobile, pc] = [`${pages.mobile}${query}`, `${pages.pc}${query}`]
    return settings.pages === 'web_app'
      ? { mobile: toWeb(mobile), pc: toWeb(pc) }
      : { mobile: toMini('', mobile), pc: toMini('mode=appCenter&', pc) }
  }
  const byId = (pages: PageLinks) => (id: string) => link(pages, `?id=${encodeURIComponent(id)}`)
  return { create: byId(CREATE), detail: byId(DETAIL), todo: link(LIST, '?box=todo'), home: link(HOME, '') }
}

export const withoutSlash = (url: string): string => url.replace(/\/+$/, '')
