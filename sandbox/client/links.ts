import type { PageLinks } from './model.ts'
import type { Mode } from './choices.ts'

/** Where an applink leads: a page of the mini program, or the address of a web app's page. */
export type Target = { kind: 'mini'; page: string } | { kind: 'web'; address: string }

/** Reads an applink; anything else is a link of the web, which the client does not open itself. */
export function readApplink(url: string): Target | undefined {
  if (!URL.canParse(url)) return undefined
  const { pathname, searchParams } = new URL(url)
  const [page, address] = [searchParams.get('path'), searchParams.get('lk_target_url')]
  if (pathname.endsWith('/client/mini_program/open') && page !== null) return { kind: 'mini', page }
  if (pathname.endsWith('/client/web_app/open') && address !== null && /^https?:\/\//i.test(address))
    return { kind: 'web', address }
  return undefined
}

/** The address of the frame, for whoever looks at it. */
export function frameAddress(
  target: Target,
  { user, locale, mode, theme }: { user: string; locale: string; mode: Mode; theme: string },
): string {
  if (target.kind === 'web') return target.address
  const query = new URLSearchParams({ user, locale, mode, theme })
  return `/host/frame.html?${query.toString()}#${target.page}`
}

/** The link made for this kind of client, or the other one. */
export const linkFor = (links: PageLinks, mode: Mode): string =>
  links[mode] || links[mode === 'pc' ? 'phone' : 'pc']

/** The mini program as one opens it from the workplace: it has a first page for phones and one for PCs. */
export const HOME: Target = { kind: 'mini', page: '' }

/** Pages for PCs live below `pc/`; the first page is there for both. */
export function modeOf(target: Target): Mode | undefined {
  if (target === HOME) return undefined
  const page =
    target.kind === 'mini' ? target.page : new URL(target.address).pathname.replace(/^.*?\/m\//, '')
  return page.replace(/^\//, '').startsWith('pc/') ? 'pc' : 'phone'
}
