import { lookup as lookUp } from 'node:dns/promises'
import { request as askPlainly, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as askOverTls, type Agent } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

export type OutsideRequest = {
  url: string
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  /** For the whole of the answer. */
  timeoutMs: number
  mostBytes: number
}

export type OutsideAnswer = {
  status: number
  /** Its media type, as it was sent. */
  type: string
  /** `retry-after`, as it was sent. */
  retryAfter: string | undefined
  /** Once. Ends with `OutsideRefused` when it is longer, or later, than was asked for. */
  content: AsyncIterable<Uint8Array>
}

/** Why an address was not asked, or gave no answer that counts. It names the host and nothing that might be a secret. */
export class OutsideRefused extends Error {
  override readonly name = 'OutsideRefused'
  /** Of an answer that came, and does not count. */
  readonly status: number | undefined

  constructor(message: string, { cause, status }: { cause?: unknown; status?: number | undefined } = {}) {
    super(message, { cause })
    this.status = status
  }
}

export type AskOutside = (request: OutsideRequest) => Promise<OutsideAnswer>

type Address = { address: string; family: number }

/** For a name that nobody here may know. */
const BESIDE_A_PROXY_MS = 1_000

export type OutsideDeps = {
  /** `host` or `host:port`, in lower case: reachable in plain, too, and wherever they are. */
  trusted: readonly string[]
  /** Whether an address may be asked at all. */
  mayReach: (url: URL) => boolean
  /** The way through a proxy, which looks names up by itself, after they were looked at here; undefined: directly. */
  agentFor?: (url: URL) => Agent | undefined
  /** All addresses of a name. */
  resolve?: (host: string) => Promise<readonly Address[]>
}

/**
 * Asks an address that somebody outside named. Nothing of this machine and this network can be reached that the
 * settings do not name: a name is looked up once, every address that it has must be public, and exactly these are
 * connected to, so that a name cannot be another by then. Over TLS, without credentials, and no redirect is followed.
 */
export function createAskOutside({ resolve = resolveAll, ...deps }: OutsideDeps): AskOutside {
  return async (request) => {
    const url = readAddress(request.url)
    const isTrusted = deps.trusted.includes(url.host) || deps.trusted.includes(url.hostname)
    if (url.protocol !== 'https:' && !isTrusted) throw refused(url, 'is not https')
    if (!deps.mayReach(url)) throw refused(url, 'is no address that may be asked here')
    const signal = AbortSignal.timeout(request.timeoutMs)
    const agent = deps.agentFor?.(url)
    const addresses = await addressesOf(url, { isTrusted, isDirect: !agent, resolve, signal })
    const response = await send(url, request, { agent, addresses, signal })
    return toAnswer(url, response, request.mostBytes)
  }
}

function readAddress(text: string): URL {
  if (!URL.canParse(text)) throw new OutsideRefused('the address is none')
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) throw new OutsideRefused('the address is not http(s)')
  if (url.username !== '' || url.password !== '') throw refused(url, 'carries credentials')
  return url
}

type Place = {
  isTrusted: boolean
  isDirect: boolean
  resolve: (host: string) => Promise<readonly Address[]>
  signal: AbortSignal
}

/** Undefined: the proxy looks it up, as it is the only one that can, or as it lets through names alone. */
async function addressesOf(url: URL, { isTrusted, isDirect, resolve, signal }: Place) {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(host)
  if (isTrusted && !isDirect) return undefined
  const within = isDirect ? signal : AbortSignal.any([signal, AbortSignal.timeout(BESIDE_A_PROXY_MS)])
  const found =
    family === 0
      ? await Promise.race([resolve(host).catch(() => []), aborted(within)])
      : [{ address: host, family }]
  if (found.length === 0 && !isDirect) return undefined
  if (found.length === 0) throw refused(url, 'has no address')
  if (!isTrusted && !found.every(({ address }) => isPublicAddress(address)))
    throw refused(url, 'leads into a private network, and WEBHOOK_HOSTS does not name it')
  return isDirect ? found : undefined
}

const resolveAll = (host: string): Promise<readonly Address[]> => lookUp(host, { all: true })

const aborted = (signal: AbortSignal): Promise<never[]> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve([])
    })
  })

type Connection = { agent: Agent | undefined; addresses: readonly Address[] | undefined; signal: AbortSignal }

function send(
  url: URL,
  request: OutsideRequest,
  { agent, addresses, signal }: Connection,
): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body } = request
  const open = url.protocol === 'https:' ? askOverTls : askPlainly
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = open(url, {
      method,
      // What is packed could be larger than any bound once it is unpacked.
      headers: { ...headers, 'accept-encoding': 'identity' },
      signal,
      agent: agent ?? false,
      ...(addresses && { lookup: pinnedTo(addresses) }),
    })
    asked.on('error', (cause) => {
      reject(
        refused(url, signal.aborted ? 'did not answer in time' : `cannot be reached: ${codeOf(cause)}`, {
          cause,
        }),
      )
    })
    asked.on('response', resolve)
    asked.end(body)
  })
}

const pinnedTo =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, { all }, done) => {
    const [first] = addresses
    if (all) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family ?? 0)
  }

function toAnswer(url: URL, response: IncomingMessage, mostBytes: number): OutsideAnswer {
  const { statusCode: status = 0, headers } = response
  const {
    'content-type': type = '',
    'content-encoding': encoding = 'identity',
    'content-length': length,
    'retry-after': retryAfter,
  } = headers
  const fault = faultOf({ status, encoding, length: Number(length ?? 0), mostBytes })
  if (fault !== undefined) {
    response.destroy()
    throw refused(url, fault, { status })
  }
  return { status, type, retryAfter, content: bounded(url, response, mostBytes) }
}

type Head = { status: number; encoding: string; length: number; mostBytes: number }

function faultOf({ status, encoding, length, mostBytes }: Head): string | undefined {
  if (status >= 300 && status < 400) return `leads elsewhere (${status})`
  if (encoding !== 'identity') return `answers packed (${encoding})`
  return length > mostBytes ? `has more than ${mostBytes} bytes` : undefined
}

async function* bounded(url: URL, response: IncomingMessage, mostBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    for await (const piece of response as AsyncIterable<Uint8Array>) {
      size += piece.length
      if (size > mostBytes)
        throw refused(url, `has more than ${mostBytes} bytes`, { status: response.statusCode })
      yield piece
    }
  } catch (cause) {
    throw cause instanceof OutsideRefused ? cause : refused(url, 'broke off, or took too long', { cause })
  } finally {
    response.destroy()
  }
}

const refused = (
  url: URL,
  says: string,
  more?: { cause?: unknown; status?: number | undefined },
): OutsideRefused => new OutsideRefused(`${url.host} ${says}`, more)

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.name)
