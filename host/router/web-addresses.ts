type Parts = {
  /** `$PUBLIC_URL/m/` as this page was reached. */
  home: URL
  /** What stands before a page in a link to it; empty: its plain address is the link. */
  beginnings: { open: string; share: string }
  here: () => { pathname: string; search: string }
  /** Whether the window has room for pages that are made for it. */
  isWide: () => boolean
}

/** Of a link that is shared with phones and PCs alike: the page for wide windows. */
const WIDE = 'wide'

/** Pages as addresses of the web app, and as links that others get. */
export function createWebAddresses({ home, beginnings, here, isWide }: Parts) {
  const ofPage = (page: string): string => `${home.href}${page.replace(/^\/+/, '')}`
  const link = (beginning: string, page: string): string => {
    // A mini program's link takes the path of a page.
    if (beginning.endsWith('path=')) return beginning + encodeURIComponent(page.replace(/^\/+/, ''))
    return beginning === '' ? ofPage(page) : beginning + encodeURIComponent(ofPage(page))
  }
  return {
    /** Path of PUBLIC_URL, without a slash at the end. */
    prefix: home.pathname.replace(/\/m\/$/, ''),
    ofPage,
    ownPage: (): string => here().pathname.slice(home.pathname.length) + here().search,
    /** The page that a shared link means in this window. */
    fitting(page: string): string {
      const [path = '', query = ''] = page.split('?')
      const values = new URLSearchParams(query)
      const wide = values.get(WIDE)
      if (wide === null) return page
      values.delete(WIDE)
      return isWide() ? wide.replace(/^\/+/, '') : `${path}${values.size > 0 ? `?${values.toString()}` : ''}`
    },
    toOpen: (page: string): string => link(beginnings.open, page),
    toShare(page: string, wide: string | undefined): string {
      const isPath = beginnings.share.endsWith('path=')
      if (wide === undefined || isPath) return link(beginnings.share, page)
      const more = `${page.includes('?') ? '&' : '?'}${WIDE}=${encodeURIComponent(wide.replace(/^\/+/, ''))}`
      return link(beginnings.share, page + more)
    },
  }
}
