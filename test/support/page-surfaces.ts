export type Mode = 'phone' | 'pc'

/** Where people see the pages. */
export type Surface = { what: string; mode: Mode; isWebApp: boolean }

export const SURFACES: readonly Surface[] = [
  { what: 'on the phone frame', mode: 'phone', isWebApp: false },
  { what: 'on the PC frame', mode: 'pc', isWebApp: false },
  { what: 'as a web app', mode: 'phone', isWebApp: true },
]

/**
 * For what is of the pages alone. In the web app those for phones are what they are in the mini program, so they are
 * gone through there only with `SURFACES=all`; what is around them has tests on all three.
 */
export const PAGE_SURFACES = SURFACES.filter(({ isWebApp }) => !isWebApp || process.env['SURFACES'] === 'all')

type App = { what: string; isWebApp: boolean; modes: readonly Mode[] }

/** Both kinds of app; in the web app the pages for PCs are what they are in the mini program. */
export const APPS: readonly App[] = [
  { what: 'as a mini program', isWebApp: false, modes: ['phone', 'pc'] },
  { what: 'as a web app', isWebApp: true, modes: ['phone'] },
]

const ROUTES = {
  home: { phone: 'pages/home/index', pc: 'pc/pages/home/index' },
  form: { phone: 'pages/approval-form/index', pc: 'pc/pages/create-form/index' },
  list: { phone: 'pages/approval-list/index', pc: 'pc/pages/approval-list/index' },
  detail: { phone: 'pages/detail', pc: 'pc/pages/detail' },
  settings: { phone: 'pages/settings/index', pc: 'pc/pages/settings/index' },
} as const satisfies Record<string, Record<Mode, string>>

/** A page as applinks name it. */
export const routeOf = (mode: Mode, page: keyof typeof ROUTES, query = ''): string =>
  `${ROUTES[page][mode]}${query && `?${query}`}`
