import type { Sandbox } from '../../sandbox/sandbox.ts'

/** What tests read of the sandbox; everything else of its answers is left alone. */
export type Entry = {
  instanceId: string
  taskId?: string
  ccId?: string
  title: string
  instanceExtra: string
  status: string
  instanceStatus: string
  form: { name: string; value: string }[]
  initiator: { userId: string; name: string }
  nodeId?: string | null
  nodeName?: string
  generateType?: string
  createTime: number
  endTime: number
  updateTime: number
  extra: string
  links: { pc_link?: string; mobile_link?: string }
  readStatus?: string
  actionConfigs?: { actionType: string; reasonRequired: boolean }[]
}

export type Lists = Record<'todo' | 'done' | 'started' | 'cc', Entry[]>

export type SandboxCard = {
  kind: 'card' | 'im'
  messageId: string
  templateId: string
  userId: string
  uuid: string
  status: string
  title: string
  approvalName: string
  titleUserId: string
  sender: string
  comment: string
  /** Of template 1021. */
  content: string
  actions: { name: string; pcUrl: string }[]
  initiator: { userId: string; departmentId: string }
  summaries: string[]
  callbackUrl: string
  actionContext: string
  instanceId: string
  buttons: { actionType: string }[]
  history: { at: number; by: string; status: string }[]
}

export type Pressed = { responses: { status: number; body: unknown; ms: number }[]; shown?: string }

/** A request that reached the open platform. */
export type Logged = {
  seq: number
  at: number
  api: string
  path: string
  status: number
  code: number | null
  request: unknown
}

export type Control = ReturnType<typeof controlOf>

/** The sandbox through its control API, as any other program would use it. */
export function controlOf({ controlUrl }: Pick<Sandbox, 'controlUrl'>) {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${controlUrl}/_sandbox${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as T
  }
  return {
    call,
    loginCode: async (userId: string) =>
      (await call<{ code: string }>('POST', '/login-codes', { userId })).code,
    people: () => call<{ userId: string; openId: string; name: string }[]>('GET', '/people'),
    lists: (userId: string, locale = 'zh-CN') =>
      call<Lists>('GET', `/people/${userId}/lists?locale=${locale}`),
    cards: (locale = 'zh-CN') => call<SandboxCard[]>('GET', `/cards?locale=${locale}`),
    chat: async (userId: string) =>
      (await call<{ cards: SandboxCard[] }>('GET', `/people/${userId}/chat`)).cards,
    press: (input: object) => call<Pressed>('POST', '/press', input),
    oracle: () =>
      call<{
        violations: { rule: string; what: string; detail: unknown }[]
        checked: Record<string, number>
      }>('GET', '/oracle'),
    log: (since = 0) => call<Logged[]>('GET', `/log?since=${since}`),
    /** Faults that are active, and requests that still have to land. */
    trouble: () => call<{ faults: { api: string; hits: number }[]; late: number }>('GET', '/faults'),
    killTokens: () => call('DELETE', '/tokens'),
    counters: () => call<Record<string, unknown>>('GET', '/counters'),
    settings: (patch: object) => call('POST', '/settings', patch),
    faults: (input: object) => call('POST', '/faults', input),
    endFaults: () => call('DELETE', '/faults'),
    down: (down: boolean) => call('POST', '/down', { down }),
    clock: (move: { advanceMs: number }) => call('POST', '/clock', move),
  }
}

/** The card with buttons of this instance in somebody's chat. */
export async function openCardOf(control: Control, userId: string, instanceId: string): Promise<SandboxCard> {
  const cards = await control.chat(userId)
  const card = cards.find((one) => one.instanceId === instanceId && one.buttons.length > 0)
  if (!card) throw new Error(`${userId} has no open card of ${instanceId}`)
  return card
}
