import { createTempFiles, type TempFiles } from './api/files.ts'
import { deviceApis } from './api/device.ts'
import { outsideApis } from './api/outside.ts'
import { identityApis } from './api/identity.ts'
import { interactionApis } from './api/interaction.ts'
import { mediaApis } from './api/media.ts'
import { navigationApis, pullDown } from './api/navigation.ts'
import { networkApis } from './api/network.ts'
import { selectorApis } from './api/selector-query.ts'
import { openKept } from './api/kept.ts'
import { storageApis } from './api/storage.ts'
import type { Backend } from './backends/backend.ts'
import { createEngine } from './engine/code-space.ts'
import { emit, listenForTaps } from './engine/elements.ts'
import type { FetchedPackage } from './package/fetch-package.ts'
import { openPackage } from './package/load-package.ts'
import { call, createPageStack, type OpenPage, type PageStack } from './router/page-stack.ts'
import { toUrl } from './router/route.ts'
import { watchScrolling } from './router/scrolling.ts'
import { createSheets } from './style/sheets.ts'
import { pixelsPerRpx } from './style/rpx.ts'
import { createTheme } from './theme.ts'
import { watchDialogs } from './ui/dialogs.ts'
import { createToasts } from './ui/toast.ts'
import { wordsIn, type Words } from './ui/words.ts'

export type HostOptions = {
  root: HTMLElement
  backend: Backend
  fetched: Promise<FetchedPackage>
  /** `light`, `dark`, or null for the system's. */
  theme: string | null
}

export type Host = {
  open: (url: string) => Promise<void>
  back: (pages?: number) => Promise<void>
  refresh: () => void
  setTheme: (theme: string | null) => void
  /** Lets the page on top say what it wants shared. */
  share: () => Promise<void>
  depth: () => number
}

/** Runs a built package in this window. Rejects when it cannot be opened at all. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { root, backend } = options
  const words = wordsIn(backend.language)
  const files = withServer(createTempFiles(), backend)
  const toasts = createToasts()
  followWidth()
  const themeListeners = new Set<(event: object) => void>()
  const theme = createTheme(options.theme, (next) => {
    sheets.setTheme(next)
    themeListeners.forEach((listener) => listener({ theme: next }))
  })
  const sheets = createSheets(theme.current())
  const tell = (): void => report(backend, stack)
  const shareTop = async (target?: HTMLElement): Promise<void> => {
    const told = await share(backend, stack, target).then(toldOfShare(words), toldOfFailure(words))
    if (told !== undefined) toasts.show({ title: told, icon: 'none', mask: false, durationMs: 4_000 })
  }
  const engine = createEngine({
    emit,
    words,
    resolveFile: (path) =>
      path.startsWith('/') ? new URL(path.slice(1), fetched.reader.base).href : files.toAddress(path),
    navigate: (url, openType) => void navigate(stack, url, openType),
    share: (target) => void shareTop(target),
  })
  // The package asks for these while its scripts run, which is after all of this.
  const tt: Record<string, unknown> = {}
  const app = installGlobals(tt, () => stack.pages())
  const fetched = await options.fetched
  Object.assign(
    tt,
    identityApis(backend),
    networkApis(backend, files),
    storageApis(openKept(), `${backend.storageName}:`),
    interactionApis(words, toasts),
    mediaApis(words, files),
    deviceApis(backend, theme.current, themeListeners),
    outsideApis(backend),
  )
  const pack = await openPackage({ fetched, engine, sheets })
  const stack: PageStack = createPageStack({ engine, pack, root, changed: tell })
  Object.assign(tt, navigationApis(stack, backend, tell), selectorApis(stack.top))
  listenForTaps(root)
  watchDialogs(root, {
    cancel: (dialog) => emit(dialog, 'cancel', {}),
    page: () => stack.top()?.container,
  })
  watchScrolling(root, stack.top, () => pullDown(stack))
  watchVisibility(app, stack, backend)
  app.launch()
  await stack.push(`/${fetched.first}`)
  return {
    open: (url) => stack.push(`/${url}`),
    back: (pages = 1) => stack.pop(pages),
    refresh: () => pullDown(stack),
    setTheme: theme.set,
    share: () => shareTop(),
    depth: () => stack.pages().length,
  }
}

/** Images of the web are the server's, and the server is wherever the client says. */
const withServer = (files: TempFiles, { serverAddress }: Backend): TempFiles => ({
  ...files,
  toAddress: (path) => (/^https?:/i.test(path) ? serverAddress(path) : files.toAddress(path)),
})

/** `tt`, `App`, `getApp` and `getCurrentPages`, as every script of the package sees them. */
function installGlobals(tt: object, pages: () => readonly OpenPage[]) {
  let app: Record<string, unknown> = {}
  Object.assign(globalThis, {
    tt,
    App: (definition: Record<string, unknown>) => {
      app = definition
    },
    getApp: () => app,
    getCurrentPages: () => pages().map(({ handle }) => handle.page),
  })
  const tell = (name: 'onLaunch' | 'onShow' | 'onHide'): void => {
    const handler = app[name]
    if (typeof handler === 'function') (handler as (options: object) => void).call(app, {})
  }
  return {
    launch(): void {
      tell('onLaunch')
      tell('onShow')
    },
    show: () => tell('onShow'),
    hide: () => tell('onHide'),
  }
}

function report(backend: Backend, stack: PageStack): void {
  const page = stack.top()
  if (!page) return
  document.title = page.title
  backend.shown({ title: page.title, url: toUrl(page.route), depth: stack.pages().length - 1 })
}

/** What a page says of itself (分享小程序). */
type Said = { title?: string; path?: string; PCPath?: string }

const toldOfShare =
  (words: Words) =>
  (how: 'offered' | 'copied' | undefined): string | undefined =>
    how === 'copied' ? words.copied : undefined
const toldOfFailure =
  (words: Words) =>
  (error: unknown): string =>
    `${words.notShared} ${error instanceof Error ? error.message : String(error)}`

async function share(
  backend: Backend,
  stack: PageStack,
  target?: HTMLElement,
): Promise<'offered' | 'copied' | undefined> {
  const page = stack.top()
  if (!page) return undefined
  const from = target === undefined ? 'menu' : 'button'
  const { title, path, PCPath } = (call(page, 'onShareAppMessage', { from, target }) ?? {}) as Said
  return backend.share({
    title: title ?? page.title,
    path: path ?? toUrl(page.route),
    ...(PCPath !== undefined && { widePath: PCPath }),
  })
}

function navigate(stack: PageStack, url: string, openType: string): Promise<void> {
  switch (openType) {
    case 'redirect':
      return stack.replace(url)
    case 'navigateBack':
      return stack.pop(1)
    case 'reLaunch':
    case 'switchTab':
      return stack.relaunch(url)
    default:
      return stack.push(url)
  }
}

/**
 * A client that comes back to a page shows it again; so does a window, also one that was kept when it was left (bfcache).
 * The app is told where it can ask who came back.
 */
function watchVisibility(
  app: ReturnType<typeof installGlobals>,
  stack: PageStack,
  { canAskAgain }: Backend,
): void {
  let isAway = false
  const leave = (): void => {
    if (isAway) return
    isAway = true
    if (canAskAgain) app.hide()
    stack.hide()
  }
  const comeBack = (): void => {
    if (!isAway || document.visibilityState !== 'visible') return
    isAway = false
    if (canAskAgain) app.show()
    stack.show()
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') comeBack()
    else leave()
  })
  window.addEventListener('pagehide', leave)
  window.addEventListener('pageshow', comeBack)
}

function followWidth(): void {
  const apply = (): void => {
    document.documentElement.style.setProperty('--rpx', `${String(pixelsPerRpx(window.innerWidth))}px`)
  }
  apply()
  window.addEventListener('resize', apply)
}
