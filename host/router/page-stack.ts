import type { Engine, PageHandle, UnitSettings } from '../engine/code-space.ts'
import type { Package } from '../package/load-package.ts'
import { handFocus, keepFocus } from './page-focus.ts'
import { closeSheets } from '../ui/sheet.ts'
import { readRoute, toUrl, type Route } from './route.ts'

export type OpenPage = {
  route: Route
  settings: UnitSettings
  title: string
  handle: PageHandle
  /** The scrolling element of the page. */
  container: HTMLElement
}

export type PageStack = {
  pages: () => readonly OpenPage[]
  top: () => OpenPage | undefined
  push: (url: string) => Promise<void>
  replace: (url: string) => Promise<void>
  pop: (delta: number) => Promise<void>
  relaunch: (url: string) => Promise<void>
  /** The window came back or went away. */
  show: () => void
  hide: () => void
}

type Deps = {
  engine: Engine
  pack: Package
  root: HTMLElement
  /** After every change of the stack. */
  changed: (stack: readonly OpenPage[]) => void
}

/** `tt.navigateTo` refuses more than ten open pages (导航, navigateTo). */
const MAX_DEPTH = 10

/** Pages one above the other, with the lifecycle of 小程序页面. One navigation ends before the next begins. */
export function createPageStack(deps: Deps): PageStack {
  const { stack, load, enter, leave, changed } = createStack(deps)
  const inTurn = createTurns()
  const top = (): OpenPage | undefined => stack.at(-1)
  return {
    pages: () => stack,
    top,
    push: (url) =>
      inTurn(async () => {
        if (stack.length >= MAX_DEPTH) throw new Error('page stack exceeds the limit')
        const next = await load(url)
        const below = top()
        if (below) hide(below)
        enter(next)
      }),
    replace: (url) =>
      inTurn(async () => {
        const next = await load(url)
        leave(Math.min(1, stack.length))
        enter(next)
      }),
    pop: (delta) =>
      inTurn(async () => {
        const count = Math.min(delta, stack.length - 1)
        leave(count)
        const page = top()
        if (page) show(page)
        if (page && count > 0) handFocus(page.container)
        changed()
      }),
    relaunch: (url) =>
      inTurn(async () => {
        const next = await load(url)
        closeSheets()
        leave(stack.length)
        enter(next)
      }),
    show: () => {
      const page = top()
      if (page) show(page)
    },
    hide: () => {
      const page = top()
      if (page) call(page, 'onHide')
    },
  }
}

type Loaded = { route: Route; settings: UnitSettings }

function createStack({ engine, pack, root, changed }: Deps) {
  const stack: OpenPage[] = []
  let isFirst = true
  return {
    stack,
    changed: () => {
      changed(stack)
    },
    async load(url: string): Promise<Loaded> {
      const route = readRoute(url, stack.at(-1)?.route.path)
      return { route, settings: await pack.loadPage(route.path) }
    },
    enter({ route, settings }: Loaded): void {
      const page = openPage(engine, root, route, { ...pack.app.window, ...settings })
      if (isFirst) isFirst = false
      else handFocus(page.container)
      stack.push(page)
      changed(stack)
      call(page, 'onLoad', route.query)
      show(page)
      requestAnimationFrame(() => call(page, 'onReady'))
    },
    /** Closes the topmost pages. */
    leave(count: number): void {
      for (const page of stack.splice(stack.length - count, count).reverse()) closePage(page)
    },
  }
}

/** One work after the other; one that fails does not hold up the next. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}

function openPage(engine: Engine, root: HTMLElement, route: Route, settings: UnitSettings): OpenPage {
  const handle = engine.createPage(route.path)
  const container = document.createElement('div')
  container.className = 'host-page'
  // Styles of the package call this element `page`.
  container.setAttribute('tt', 'page')
  container.tabIndex = -1
  root.append(container)
  Object.assign(handle.page, { route: route.path, options: route.query, __url: toUrl(route) })
  handle.attach(container)
  return { route, settings, title: settings.navigationBarTitleText ?? '', handle, container }
}

function closePage(page: OpenPage): void {
  call(page, 'onUnload')
  page.handle.release()
  page.container.remove()
}

function show(page: OpenPage): void {
  page.container.hidden = false
  page.handle.tell('show')
  call(page, 'onShow')
}

function hide(page: OpenPage): void {
  keepFocus(page.container)
  page.container.hidden = true
  page.handle.tell('hide')
  call(page, 'onHide')
}

/** A page's own handler, if it has one. What it throws is a bug of the page and must not stop the host. */
export function call({ handle }: Pick<OpenPage, 'handle'>, name: string, argument?: unknown): unknown {
  const handler = handle.page[name]
  if (typeof handler !== 'function') return undefined
  try {
    return (handler as (this: unknown, argument?: unknown) => unknown).call(handle.page, argument)
  } catch (error) {
    reportError(error)
    return undefined
  }
}
