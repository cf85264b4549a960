import type { PageLinks } from './model.ts'
import type { Mode } from './choices.ts'

/** Where a page opens on a PC: 打开小程序, 打开网页应用; the center's own two by `display_method`. */
export type Container = 'tab' | 'sidebar' | 'window' | 'embed' | 'drawer'

/**
 * Where a link leads: a page of the mini program, the address of a web app's page, or an address that the approval
 * center shows in a frame of its own. `container`: where the link says so.
 */
export type Target = { container?: Container } & (
  { kind: 'mini'; page: string } | { kind: 'web'; address: string } | { kind: 'framed'; address: string }
)

/** Where a link is followed. `display`: the `display_method` of a list's entry. */
export type Place = { in: 'chat' } | { in: 'center'; display?: string | null }

const CONTAINERS: Readonly<Record<string, Container>> = {
  appCenter: 'tab',
  sidebar: 'sidebar',
  'sidebar-semi': 'sidebar',
  window: 'window',
  'window-semi': 'window',
}

export const containerNamed = (mode: string | null): { container?: Container } => {
  const container = CONTAINERS[mode ?? '']
  return container === undefined ? {} : { container }
}

/** Reads an applink; anything else is a link of the web. */
export function readApplink(url: string): Target | undefined {
  if (!URL.canParse(url)) return undefined
  const { pathname, searchParams } = new URL(url)
  const [page, address] = [searchParams.get('path'), searchParams.get('lk_target_url')]
  const where = containerNamed(searchParams.get('mode'))
  if (pathname.endsWith('/client/mini_program/open') && page !== null) return { ...where, kind: 'mini', page }
  if (pathname.endsWith('/client/web_app/open') && address !== null && isWeb(address))
    return { ...where, kind: 'web', address }
  return undefined
}

/**
 * What the client does with a link; undefined: the system's browser opens it. A plain address in a chat opens in the
 * client on phones only (应用授权登录概述), and in the center's lists as their `display_method` says.
 */
export function readLink(url: string, place: Place, mode: Mode): Target | undefined {
  const applink = readApplink(url)
  if (applink || !isWeb(url)) return applink
  if (place.in === 'chat') return mode === 'phone' ? { kind: 'web', address: url } : undefined
  if (place.display === 'BROWSER') return undefined
  return { kind: 'framed', address: url, container: place.display === 'SIDEBAR' ? 'drawer' : 'embed' }
}

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url)

/** The address of the frame, for whoever looks at it. */
export function frameAddress(
  target: Target,
  { user, locale, mode, theme }: { user: string; locale: string; mode: Mode; theme: string },
): string {
  if (target.kind !== 'mini') return target.address
  const query = new URLSearchParams({ user, locale, mode, theme })
  return `/host/frame.html?${query.toString()}#${target.page}`
}

/** The link made for this kind of client, or the other one. */
export const linkFor = (links: PageLinks, mode: Mode): string =>
  links[mode] || links[mode === 'pc' ? 'phone' : 'pc']

/** The mini program as one opens it from the workplace: it has a first page for phones and one for PCs. */
export const HOME: Target = { kind: 'mini', page: '' }

/** Where it is shown: phones have one place for everything, and a PC goes by the link, else by what it leads to. */
export function containerOf({ kind, container }: Target, mode: Mode): Container | 'phone' {
  if (mode === 'phone') return 'phone'
  return container ?? (kind === 'mini' ? 'sidebar' : 'tab')
}

/** Pages for PCs live below `pc/`. Undefined: it goes for both, as the first page does and what opens beside a chat. */
export function modeOf(target: Target): Mode | undefined {
  if (target === HOME) return undefined
  const page =
    target.kind === 'mini' ? target.page : new URL(target.address).pathname.replace(/^.*?\/m\//, '')
  if (page.replace(/^\//, '').startsWith('pc/')) return 'pc'
  return target.container === undefined ? 'phone' : undefined
}
