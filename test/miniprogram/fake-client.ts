type Options = Record<string, unknown> & {
  success?: (result: unknown) => void
  fail?: (error: unknown) => void
}
export type Asked = { method: string; path: string; body: unknown; headers: Record<string, string> }
export type Answer = { status: number; body: unknown } | 'no answer'

export type Rules = {
  language?: string
  serve?: (asked: Asked) => Answer | undefined
  contacts?: () => { openId: string; name: string }[]
  /** What the picker of departments gives. */
  departments?: () => { openDepartmentId: string; departmentId: string }[]
  /** Why there is no picker; without it, and without contacts, it is closed. */
  pickFault?: () => string | undefined
  item?: number
  /** Sees what could be chosen from. */
  offered?: (items: string[]) => void
  /** The login code that the client gives out. */
  code?: () => string
  /** Whether a person says yes when they are asked. */
  confirm?: boolean
}

/** The client's APIs as the pages use them. Answers come in a later turn, as those of a client do. */
export function createFakeClient({
  language = 'en_US',
  serve,
  contacts,
  departments = () => [],
  pickFault = () => undefined,
  item = 0,
  offered = () => undefined,
  code = () => 'c',
  confirm = true,
}: Rules = {}) {
  const stored = new Map<string, string>()
  const seen = {
    asked: [] as Asked[],
    toasts: [] as string[],
    opened: [] as string[],
    /** How many pages were closed. */
    closed: 0,
    titles: [] as string[],
    /** Nodes that the page was scrolled to. */
    scrolledTo: [] as string[],
    /** Questions, each with what it would mean. */
    questions: [] as string[],
    logins: 0,
    /** Whether people of other companies were offered, for each time that people were picked. */
    outsiders: [] as boolean[],
  }
  const later = (work: () => void): void => queueMicrotask(work)
  const answer = (asked: Asked): Answer =>
    serve?.(asked) ??
    (asked.path === '/session'
      ? {
          status: 200,
          body: {
            token: `t${seen.logins}`,
            expiresAt: Date.now() + 3_600_000,
            user: { userId: 'u_me', openId: 'ou_me', name: 'Me' },
          },
        }
      : { status: 200, body: { items: [], nextCursor: null } })

  return {
    seen,
    stored,
    requestAccess: ({ success }: Options) => {
      seen.logins += 1
      later(() => success?.({ code: code() }))
    },
    request: ({ url, method, data, header, success, fail }: Options) => {
      const asked = {
        method: String(method),
        path: String(url).replace(/^.*\/api\/v1/, ''),
        body: typeof data === 'string' ? JSON.parse(data) : undefined,
        headers: header as Record<string, string>,
      }
      seen.asked.push(asked)
      const given = answer(asked)
      later(() =>
        given === 'no answer'
          ? fail?.({ errMsg: 'request:fail' })
          : success?.({ statusCode: given.status, data: given.body }),
      )
    },
    chooseContact: ({ externalContact, enableChooseDepartment, success, fail }: Options) => {
      seen.outsiders.push(externalContact !== false)
      later(() => {
        const fault = pickFault()
        if (fault !== undefined) fail?.({ errMsg: `chooseContact:fail ${fault}`, errString: fault })
        else if (!contacts) fail?.({ errMsg: 'cancel' })
        else if (enableChooseDepartment === true) success?.({ data: [], department_data: departments() })
        else success?.({ data: contacts() })
      })
    },
    showActionSheet: ({ itemList, success }: Options) => {
      offered(itemList as string[])
      later(() => success?.({ tapIndex: item }))
    },
    showModal: ({ title, content, success }: Options) => {
      seen.questions.push(`${String(title)} ${String(content)}`)
      later(() => success?.({ confirm }))
    },
    showToast: ({ title }: Options) => seen.toasts.push(String(title)),
    setNavigationBarTitle: ({ title }: Options) => seen.titles.push(String(title)),
    navigateTo: ({ url }: Options) => seen.opened.push(String(url)),
    redirectTo: ({ url }: Options) => seen.opened.push(String(url)),
    reLaunch: ({ url }: Options) => seen.opened.push(String(url)),
    navigateBack: ({ delta }: Options) => (seen.closed += Number(delta)),
    createSelectorQuery: () => {
      const found: object[] = []
      const query = {
        select: (selector: string) => {
          seen.scrolledTo.push(selector)
          return nodes
        },
        selectViewport: () => nodes,
        exec: (done: (found: object[]) => void) => later(() => done(found)),
      }
      const nodes = {
        boundingClientRect: () => (found.push({ top: 100 }), query),
        scrollOffset: () => (found.push({ scrollTop: 50 }), query),
      }
      return query
    },
    pageScrollTo: ({ scrollTop }: Options) => seen.scrolledTo.push(String(scrollTop)),
    stopPullDownRefresh: () => undefined,
    getSystemInfoSync: () => ({ language, platform: 'ios' }),
    getStorageSync: (key: string): unknown => JSON.parse(stored.get(key) ?? '""'),
    setStorageSync: (key: string, value: unknown) => stored.set(key, JSON.stringify(value)),
    removeStorageSync: (key: string) => stored.delete(key),
  }
}
export type FakeClient = ReturnType<typeof createFakeClient>

/** Whatever a page shows; a test says what it expects there. */
type Json = ReturnType<typeof JSON.parse>

type Given = Record<string, unknown> & { data: object }

/** A page on the stack: what it shows, and its events by name. */
export function openPage(options: object, query: Record<string, string> = {}) {
  const { data, ...methods } = options as Given
  const page = {
    ...methods,
    data: structuredClone(data) as Record<string, Json>,
    setData(patch: Record<string, unknown>) {
      for (const [path, value] of Object.entries(patch)) write(page.data, path, value)
    },
  } as Record<string, Json>
  page['onLoad'](query)
  page['onShow']()
  page['onReady']()
  return {
    get data() {
      return page['data'] as Record<string, Json>
    },
    /** The page itself, to watch what it is told. */
    raw: page as { setData: (patch: object) => void },
    fire: (name: string, detail: object = {}, dataset: object = {}) =>
      page[name]({ detail, currentTarget: { dataset } }),
    call: (name: string) => page[name](),
    settle: async () => {
      for (let turn = 0; turn < 60; turn += 1) await Promise.resolve()
    },
  }
}

function write(target: Record<string, Json>, path: string, value: unknown): void {
  const steps = path.replace(/\[(\d+)\]/g, '.$1').split('.')
  const last = steps.pop()!
  const place = steps.reduce((at, step) => at[step], target)
  place[last] = value
}
