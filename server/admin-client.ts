import { AppError } from './domain/errors.ts'

/** The running server's `/admin`. */
export type AdminClient = { call: <T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<T> }

type Reply = { error?: { code?: string; message?: string } }

/**
 * Finds a server of this configuration that runs on this machine and lets us in. Undefined: none answers.
 * Throws when one answers but has no `/admin` or refuses our token, because its data folder is then in use.
 */
export async function findServer(
  { host, port }: { host: string; port: number },
  token: string | undefined,
): Promise<AdminClient | undefined> {
  const base = `http://${reachable(host)}:${port}`
  if (!(await isOurs(base))) return undefined
  if (token === undefined) {
    throw new AppError(
      'unauthorized',
      `A server runs on port ${port}. Set ADMIN_TOKEN for it and for this command, or stop it.`,
    )
  }
  return {
    async call<T>(method: 'GET' | 'POST', path: string, body: object = {}) {
      const response = await fetch(`${base}/admin/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(method === 'POST' && { 'content-type': 'application/json' }),
        },
        ...(method === 'POST' && { body: JSON.stringify(body) }),
      })
      const reply = (await response.json()) as T & Reply
      if (response.ok) return reply
      const message = reply.error?.message ?? `the server on port ${port} answered ${response.status}`
      const code = reply.error?.code
      const isShut = code === 'unauthorized' || code === 'not_found'
      throw new AppError('bad_request', isShut ? `${message} (is ADMIN_TOKEN the server's?)` : message)
    },
  }
}

async function isOurs(base: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}/healthz`, { signal: AbortSignal.timeout(2_000) })
    return response.ok && (await response.text()).includes('"status":"ok"')
  } catch {
    return false
  }
}

/** Where a server that listens on `host` answers from this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
