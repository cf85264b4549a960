import type { Page } from 'playwright-core'
import type { Mode } from './page-surfaces.ts'

export type Look = {
  user?: string
  locale?: string
  mode?: Mode
  /** 'auto' follows the browser's colour scheme. */
  theme?: 'auto' | 'light' | 'dark'
  width?: number
  height?: number
}

type Section = 'chat' | 'todo' | 'done' | 'started' | 'cc' | 'start'

type Deps = {
  controlUrl: string
  /** Where the web app is; undefined when the pages are a mini program. */
  webAppUrl: string | undefined
  open: (address: string, size: { width: number; height: number }) => Promise<Page>
}

/** How people come to a page. */
export function pageLooks({ controlUrl, webAppUrl, open }: Deps) {
  const targetOf = (route: string) =>
    webAppUrl === undefined ? { page: route } : { web: `${webAppUrl}${route}` }
  /** The sandbox's client, in this section, with a page in its frame where a route is given. */
  const client = (section: Section, { route, ...look }: Look & { route?: string } = {}) => {
    const page = route === undefined ? {} : targetOf(route)
    const query = queryOf(look, { section, ...page })
    return open(`${controlUrl}/?${query}`, { width: 1_600, height: 900, ...look })
  }
  /** One page and nothing around it; a web app is in its client's frame, for it needs one. */
  const frame = async (route: string, look: Look = {}) => {
    const size = look.mode === 'pc' ? { width: 1_440, height: 900 } : { width: 390, height: 844 }
    const address = `${controlUrl}/host/frame.html?${queryOf(look)}#${route}`
    const isAlone = webAppUrl === undefined
    const tab = isAlone
      ? await open(address, { ...size, ...look })
      : await client('start', { ...look, route })
    await settled(isAlone ? tab : tab.frameLocator('iframe'))
    return tab
  }
  return { client, frame }
}

function queryOf(look: Look, more: Record<string, string> = {}): string {
  const { user = 'u_dev', locale = 'zh-CN', mode = 'phone', theme = 'light' } = look
  return new URLSearchParams({ user, locale, mode, theme, ...more }).toString()
}

const SHOWN = '#root:not(:has([role="status"][aria-live="polite"][aria-label]))'

/** Until the page shows something that is not its skeleton. */
const settled = (content: Pick<Page, 'locator'>) => content.locator(SHOWN).filter({ hasText: /\S/ }).waitFor()
