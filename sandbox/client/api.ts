import type {
  Department,
  Fault,
  Lists,
  LogEntry,
  Message,
  OtherSystem,
  PastedLink,
  Person,
  Press,
  PressedPreview,
  Startable,
} from './model.ts'

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`/_sandbox${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
  const answer = (await response.json()) as T & { error?: { message: string } }
  if (!response.ok) throw new Error(answer.error?.message ?? `HTTP ${String(response.status)}`)
  return answer
}

const of = (userId: string): string => `/people/${encodeURIComponent(userId)}`

export const api = {
  people: () => call<Person[]>('GET', '/people'),
  departments: () => call<Department[]>('GET', '/departments'),
  lists: (userId: string, locale: string) => call<Lists>('GET', `${of(userId)}/lists?locale=${locale}`),
  /** The newest first. */
  chat: async (userId: string, locale: string): Promise<Message[]> => {
    const { cards, links } = await call<{ cards: Message[]; links: Omit<PastedLink, 'kind'>[] }>(
      'GET',
      `${of(userId)}/chat?locale=${locale}`,
    )
    const pasted = links.map((link) => ({ ...link, kind: 'link' as const }))
    return [...pasted, ...cards].sort((one, other) => other.sentAt - one.sentAt)
  },
  paste: (userId: string, url: string) => call<unknown>('POST', '/links', { userId, url }),
  look: (messageId: string, userId: string) => call<unknown>('POST', `/links/${messageId}/look`, { userId }),
  pressPreview: (messageId: string, userId: string, value: unknown) =>
    call<PressedPreview>('POST', `/links/${messageId}/press`, { userId, value }),
  startable: (userId: string, locale: string) =>
    call<Startable[]>('GET', `${of(userId)}/startable?locale=${locale}`),
  press: (press: Press) => call<{ shown?: string }>('POST', '/press', press),
  log: (since: number) => call<LogEntry[]>('GET', `/log?since=${String(since)}`),
  loginCode: (userId: string, page: string) =>
    call<{ code: string }>('POST', '/login-codes', { userId, page }),
  config: (page: string, options: object) =>
    call<{ errCode?: number; errString?: string }>('POST', '/jssdk/config', { page, options }),
  share: (share: { from: string; to: readonly string[]; title: string; url: string }) =>
    call<unknown>('POST', '/shares', share),
  otherSystem: () => call<OtherSystem>('GET', '/other-system'),
  newOrder: (initiator: string) => call<unknown>('POST', '/other-system/orders', { initiator }),
  turnOther: (mood: OtherSystem['mood']) => call<unknown>('POST', '/other-system/mood', { mood }),
  clock: () => call<{ now: number; offsetMs: number }>('GET', '/clock'),
  moveClock: (advanceMs: number) => call<unknown>('POST', '/clock', { advanceMs }),
  faults: () => call<{ faults: Fault[]; late: number; down: boolean }>('GET', '/faults'),
  addFault: (fault: object) => call<unknown>('POST', '/faults', fault),
  endFaults: () => call<unknown>('DELETE', '/faults'),
  setDown: (down: boolean) => call<unknown>('POST', '/down', { down }),
}
