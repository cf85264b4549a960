import { sessions, locale } from '../client/services.ts'
import { LOADING, READY, toPageState, type PageState } from './trouble.ts'
import { sayIn } from './words.ts'

export type View<Data> = {
  /** Changes what is shown; keys may be paths (`rows[3]`). After the page has gone nothing happens. */
  set: (patch: Partial<Data> | Record<string, unknown>) => void
  readonly data: Readonly<Data>
  /** The title above the page, as soon as it can be set (页面生命周期, onReady). */
  setTitle: (title: string) => void
}

type Handler = (event: TtEvent) => unknown
type Lifecycle = {
  show?: () => unknown
  hide?: () => unknown
  unload?: () => unknown
  reachBottom?: () => unknown
  refresh?: () => Promise<void>
  share?: () => object
}
export type Controller<Name extends string> = Record<Name, Handler> & { page: Lifecycle }
export type Query = Readonly<Record<string, string | undefined>>

type Spec<Data, Name extends string> = {
  data: Data
  /** The names that the template binds. */
  events: readonly Name[]
  open: (view: View<Data>, query: Query) => Controller<Name>
}

/** What stands in place of the whole page until it is sure that its person is still there. */
type Covered = { away: PageState }

type Instance<Data, Name extends string> = {
  setData: (patch: object) => void
  data: Data & Covered
  controller?: Controller<Name> | undefined
  ready?: boolean
  title?: string
}

/** The options of a `Page` whose state lives in one closure per page on the stack. */
export function definePage<Data extends object, Name extends string>({
  data,
  events,
  open,
}: Spec<Data, Name>) {
  type Self = Instance<Data, Name>
  const bound = events.map((name) => [
    name,
    function (this: Self, event: TtEvent) {
      run(() => this.controller?.[name](event))
    },
  ])
  return {
    data: { ...data, away: READY },
    ...(Object.fromEntries(bound) as Record<Name, Handler>),
    onLoad(this: Self, query: Query) {
      sessions.begin()
      this.controller = open(viewOf(this), query)
    },
    onReady(this: Self) {
      this.ready = true
      if (this.title !== undefined) tt.setNavigationBarTitle({ title: this.title })
    },
    onShow(this: Self) {
      run(() => whenSure(this))
    },
    onReturn(this: Self) {
      run(() => whenSure(this))
    },
    onHide(this: Self) {
      run(() => this.controller?.page.hide?.())
    },
    onUnload(this: Self) {
      run(() => this.controller?.page.unload?.())
      this.controller = undefined
    },
    onReachBottom(this: Self) {
      run(() => this.controller?.page.reachBottom?.())
    },
    onPullDownRefresh(this: Self) {
      const refreshed = this.controller?.page.refresh?.() ?? Promise.resolve()
      run(() => refreshed.finally(() => tt.stopPullDownRefresh({})))
    },
  }
}

/** `definePage` for a page that can be forwarded: only with this function a page offers it (分享小程序). */
export function defineSharedPage<Data extends object, Name extends string>(spec: Spec<Data, Name>) {
  return {
    ...definePage(spec),
    onShareAppMessage(this: Instance<Data, Name>) {
      return this.controller?.page.share?.() ?? {}
    },
  }
}

/** Shows the page to whoever it is for: after a while out of sight somebody else may be at the device. */
async function whenSure<Data, Name extends string>(page: Instance<Data, Name>): Promise<void> {
  const uncover = (): unknown => {
    if (page.data.away.kind !== 'ready') page.setData({ away: READY })
    return page.controller?.page.show?.()
  }
  if (sessions.isSure()) {
    await uncover()
    return
  }
  page.setData({ away: LOADING })
  try {
    await sessions.open()
  } catch (error) {
    page.setData({ away: toPageState(error, sayIn(locale)) })
    return
  }
  await uncover()
}

/** Out of sight nothing stays on the page that the next person could see before it is known who they are. */
export function coverTop(): void {
  const top = getCurrentPages().at(-1) as Instance<object, string> | undefined
  top?.setData({ away: LOADING } satisfies Covered)
}

function viewOf<Data, Name extends string>(instance: Instance<Data, Name>): View<Data> {
  let opened = false
  return {
    set: (patch) => {
      // While it opens, the controller is not there yet.
      opened ||= instance.controller !== undefined
      if (opened && instance.controller === undefined) return
      instance.setData(clean(patch))
    },
    get data() {
      return instance.data
    },
    setTitle: (title) => {
      instance.title = title
      if (instance.ready === true) tt.setNavigationBarTitle({ title })
    },
  }
}

/** What goes to the renderer is JSON: `undefined` would be lost or refused on the way. */
function clean(patch: object): object {
  return JSON.parse(
    JSON.stringify(patch, (_, value: unknown) => (value === undefined ? null : value)),
  ) as object
}

/** A controller shows its failures itself; what still escapes is a bug and goes to the console. */
function run(work: () => unknown): void {
  try {
    void Promise.resolve(work()).catch((error: unknown) => console.error(error))
  } catch (error) {
    console.error(error)
  }
}
