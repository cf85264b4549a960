import type { z } from 'zod'
import type { Box } from '../../shared/requests.ts'
import type { InstanceView, ListResponse } from '../../shared/responses.ts'
import type { OutboxResponse, ReconcileResponse } from '../../shared/operator-api.ts'
import type { Control } from './control.ts'
import { ADMIN_TOKEN } from './server-process.ts'

export type Reply<T = unknown> = { status: number; body: T; headers: Headers }

/** One request of any kind; the body is parsed when it is JSON. */
export async function request<T = unknown>(
  url: string,
  {
    method = 'GET',
    body,
    headers = {},
  }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Reply<T>> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T, headers: response.headers }
}

export type Person = Awaited<ReturnType<typeof login>>

/** A person using the API, logged in with a code of the sandbox. */
export async function login(url: string, control: Control, userId: string) {
  const logIn = async (): Promise<string> => {
    const code = await control.loginCode(userId)
    const session = await request<{ token: string }>(`${url}/api/v1/session`, {
      method: 'POST',
      body: { code },
    })
    if (session.status !== 200 && session.status !== 201)
      throw new Error(`login of ${userId}: ${JSON.stringify(session.body)}`)
    return session.body.token
  }
  return asPerson(url, await logIn(), logIn)
}

/** With a token that is there already; also for another process of the same store. */
export function asPerson(url: string, first: string, logIn?: () => Promise<string>) {
  let token = first
  const send = <T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) =>
    request<T>(`${url}/api/v1${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${token}`, ...headers },
    })
  /** A session ends once its person has opened pages often; whoever may still log in does so once. */
  const call: typeof send = async (...asked) => {
    const reply = await send<never>(...asked)
    const next = reply.status === 401 && logIn ? await logIn().catch(() => undefined) : undefined
    if (next === undefined) return reply
    token = next
    return send(...asked)
  }
  return {
    get token() {
      return token
    },
    call,
    submit: (definition: string, form: object, more: object = {}, headers = {}) =>
      call<InstanceView>('POST', '/instances', { definition, form, ...more }, headers),
    read: (id: string) => call<InstanceView>('GET', `/instances/${id}`),
    list: (box: Box) => call<z.infer<typeof ListResponse>>('GET', `/instances?box=${box}&limit=100`),
    listAll: async (box: Box, filter = '') => {
      const items: z.infer<typeof ListResponse>['items'] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const query: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
        const { status, body } = await call<z.infer<typeof ListResponse>>(
          'GET',
          `/instances?box=${box}&limit=100${filter}${query}`,
        )
        if (status !== 200) throw new Error(`${box}: ${status} ${JSON.stringify(body)}`)
        items.push(...body.items)
        cursor = body.nextCursor
      }
      return items
    },
    decide: (taskId: string, verb: 'approve' | 'reject', reason?: string) =>
      call<InstanceView>('POST', `/tasks/${taskId}/${verb}`, reason === undefined ? {} : { reason }),
    withdraw: (id: string) => call<InstanceView>('POST', `/instances/${id}/withdraw`, {}),
  }
}

export const openTaskOf = ({ tasks }: Pick<InstanceView, 'tasks'>): string =>
  tasks.find(({ status }) => status === 'PENDING')?.id ?? ''

/** An operator. */
export function operator(url: string) {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const post = <T = unknown>(path: string, body: object = {}) =>
    request<T>(`${url}/admin/v1${path}`, { method: 'POST', headers, body })
  const outbox = async (state?: 'pending' | 'parked') => {
    const address = `${url}/admin/v1/outbox?limit=500${state ? `&state=${state}` : ''}`
    const { status, body } = await request<z.infer<typeof OutboxResponse>>(address, { headers })
    if (status !== 200) throw new Error(`outbox: ${status} ${JSON.stringify(body)}`)
    return body.items
  }
  return {
    outbox,
    post,
    get: <T = unknown>(path: string) => request<T>(`${url}/admin/v1${path}`, { headers }),
    retry: (id: string) => post(`/outbox/${id}/retry`),
    reconcile: async (body: { all?: boolean; retire?: boolean } = {}) =>
      (await post<ReconcileResponse>('/reconcile', body)).body,
    /** Resolves once no effect waits, except parked ones. */
    quiet: async (withinMs = 60_000) => {
      const deadline = Date.now() + withinMs
      while ((await outbox('pending')).length > 0) {
        if (Date.now() > deadline)
          throw new Error(`effects still wait: ${JSON.stringify(await outbox('pending'), null, 1)}`)
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
    },
  }
}
