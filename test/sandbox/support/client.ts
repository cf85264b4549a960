import { openSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/sandbox.ts'

export type Reply = {
  status: number
  headers: Headers
  body: { code: number; msg: string; data: Record<string, unknown> } & Record<string, unknown>
}

export type Client = Awaited<ReturnType<typeof openClient>>

/** A sandbox and an app that talks to it over HTTP, with a token. */
export async function openClient(options: SandboxOptions = {}) {
  const sandbox = await openSandbox({ settings: { rateLimit: 'off' }, ...options })
  return toClient(sandbox)
}

export async function toClient(sandbox: Sandbox) {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json; charset=utf-8',
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as Reply['body'] }
  }
  const control = async (method: string, path: string, body?: unknown): Promise<never> => {
    const response = await fetch(`${sandbox.controlUrl}/_sandbox/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as never
  }
  const newToken = async (): Promise<string> => {
    const { appId, appSecret } = sandbox.info
    const path = '/open-apis/auth/v3/tenant_access_token/internal'
    const reply = await call('POST', path, { app_id: appId, app_secret: appSecret }, { authorization: '' })
    return String(reply.body['tenant_access_token'])
  }
  let token = ''
  token = await newToken()
  return {
    sandbox,
    control,
    newToken,
    useToken: (next: string): void => {
      token = next
    },
    call,
    get: (path: string) => call('GET', path),
    post: (path: string, body: unknown) => call('POST', path, body),
    patch: (path: string, body: unknown) => call('PATCH', path, body),
    close: () => sandbox.close(),
  }
}
