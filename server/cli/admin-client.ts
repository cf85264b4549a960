import { ERROR_CODES, type ErrorCode } from '../../shared/error-codes.ts'
import { askLocally, type LocalAnswer } from './ask-locally.ts'
import { AppError } from '../domain/errors.ts'

/** The running server's `/admin`. */
export type AdminClient = { call: <T>(method: AdminMethod, path: string, body?: object) => Promise<T> }

type AdminMethod = 'GET' | 'POST' | 'DELETE'

/** How long a command waits: for as long as the server says that it is alive, which it is asked again and again. */
export type Patience = {
  everyMs: number
  /** What it may take to say so. */
  aliveMs: number
  /** How often in a row it may say nothing. */
  misses: number
  /** Resolves after so many ms, or when the signal is aborted. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
  /** Tells whoever waits how long it has been, in ms. */
  onWait: (waitedMs: number) => void
}

type Reply = { error?: { code?: string; message?: string } }

/**
 * Finds a server of this configuration that runs on this machine and lets us in. Undefined: none answers.
 * Throws when one answers but has no `/admin` or refuses our token, because its data folder is then in use.
 * A call takes as long as it takes; it rejects when the server is gone or does not say any more that it is alive.
 */
export async function findServer(
  { host, port }: { host: string; port: number },
  token: string | undefined,
  patience: Patience,
): Promise<AdminClient | undefined> {
  const base = `http://${reachable(host)}:${port}`
  const isAlive = () => isOurs(base, patience.aliveMs)
  if (!(await isAlive())) return undefined
  if (token === undefined) {
    throw new AppError(
      'unauthorized',
      `A server runs on port ${port}. Set ADMIN_TOKEN for it and for this command, or stop it.`,
    )
  }
  return {
    async call<T>(method: AdminMethod, path: string, body: object = {}) {
      const request = { method, url: `${base}/admin/v1${path}`, token, ...(method === 'POST' && { body }) }
      const answer = await patiently((signal) => askLocally(request, signal), isAlive, patience).catch(
        (error: unknown) => {
          throw new AppError('internal', `The server on port ${port} ${whyNot(error)}`)
        },
      )
      const reply = replyIn(answer)
      if (answer.status < 300 && reply) return reply as T
      const { code, message = `The server on port ${port} answered ${answer.status}.` } = reply?.error ?? {}
      throw new AppError(codeOf(code), `${message}${HINTS[code ?? ''] ?? (reply ? '' : NOT_OURS)}`)
    },
  }
}

const HINTS: Readonly<Record<string, string>> = {
  unauthorized: " (is ADMIN_TOKEN the server's?)",
  too_many_requests: ' (is ADMIN_TOKEN the server’s? Wrong ones were tried too often.)',
  not_found: ' (is ADMIN_TOKEN set for the server, and is it of this version?)',
  store_unavailable:
    ' (the server may be starting or stopping, or its disk is full: see /readyz and its log)',
}

const NOT_OURS = ' It may be starting or stopping, or something else stands before it: try again in a moment.'

class Silent extends Error {
  override readonly name = 'Silent'
}

/** Waits for the work while the other side is alive, and gives it up when it is not. */
async function patiently<T>(
  work: (signal: AbortSignal) => Promise<T>,
  isAlive: () => Promise<boolean>,
  { everyMs, misses, pause, onWait }: Patience,
): Promise<T> {
  const givingUp = new AbortController()
  const done = new AbortController()
  const watch = async (): Promise<never> => {
    for (let waited = everyMs, missed = 0; ; waited += everyMs) {
      await pause(everyMs, done.signal)
      if (done.signal.aborted) return new Promise<never>(() => undefined)
      missed = (await isAlive()) ? 0 : missed + 1
      if (missed >= misses) throw new Silent()
      onWait(waited)
    }
  }
  try {
    return await Promise.race([work(givingUp.signal), watch()])
  } finally {
    done.abort()
    givingUp.abort()
  }
}

function whyNot(error: unknown): string {
  if (error instanceof Silent)
    return 'does not answer any more. What was asked of it may still be done: look at its log, and restart it if it hangs.'
  return `did not answer: ${error instanceof Error ? error.message || error.name : String(error)}`
}

/** Undefined: no JSON, so it is not our server that answered. */
function replyIn({ text }: LocalAnswer): Reply | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

const codeOf = (given: string | undefined): ErrorCode =>
  ERROR_CODES.find((code) => code === given) ?? 'internal'

async function isOurs(base: string, withinMs: number): Promise<boolean> {
  try {
    const request = { method: 'GET', url: `${base}/healthz` } as const
    const { status, text } = await askLocally(request, AbortSignal.timeout(withinMs))
    return status === 200 && text.includes('"status":"ok"')
  } catch {
    return false
  }
}

/** Where a server that listens on `host` answers from this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
