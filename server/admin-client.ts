import { ERROR_CODES, type ErrorCode } from '../shared/error-codes.ts'
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
      const request = { method, headers: { authorization: `Bearer ${token}` } }
      const withBody = { ...request.headers, 'content-type': 'application/json' }
      const response = await fetch(
        `${base}/admin/v1${path}`,
        method === 'GET' ? request : { method, headers: withBody, body: JSON.stringify(body) },
      ).catch((error: unknown) => {
        throw new AppError('internal', `The server on port ${port} did not answer: ${causeOf(error)}`)
      })
      const reply = await readReply<T>(response)
      if (response.ok && reply) return reply
      const message = reply?.error?.message ?? `The server on port ${port} answered ${response.status}.`
      throw new AppError(codeOf(reply), `${message}${HINTS[reply?.error?.code ?? ''] ?? ''}`)
    },
  }
}

const HINTS: Readonly<Record<string, string>> = {
  unauthorized: " (is ADMIN_TOKEN the server's?)",
  not_found: ' (is ADMIN_TOKEN set for the server, and is it of this version?)',
}

/** Undefined: no JSON, so it is not our server that answered. */
async function readReply<T>(response: Response): Promise<(T & Reply) | undefined> {
  return (await response.json().catch(() => undefined)) as (T & Reply) | undefined
}

const codeOf = (reply: Reply | undefined): ErrorCode =>
  ERROR_CODES.find((code) => code === reply?.error?.code) ?? 'internal'

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
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
