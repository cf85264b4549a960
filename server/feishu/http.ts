import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios'
import { createTunnels, goesThroughProxy, type OutgoingProxy } from './proxy.ts'

/** An answer as it came, whatever its status: what it means is told by its body. */
export type RawAnswer = {
  status: number
  text: string
  /** `x-tt-logid` */
  logId: string | null
  /** `x-ogw-ratelimit-reset`, in ms. */
  resetMs: number | null
  /** The `Date` header, epoch ms. */
  date: number | null
}

const MAX_ANSWER_BYTES = 8 * 1024 * 1024
/** An idle socket goes before the other side closes it, or the next request on it would end unclear. */
const KEEP_ALIVE = { keepAlive: true, maxFreeSockets: 16, scheduling: 'lifo', timeout: 10_000 } as const

type HttpOptions = { timeoutMs: number; proxy?: OutgoingProxy | undefined }

/**
 * The HTTP side of the SDK. Answers are text, so that an int64 is not rounded and a page in place of JSON is no
 * exception; the deadline covers the whole answer, not each silence between two bytes of it.
 */
export function createHttp({ timeoutMs, proxy }: HttpOptions) {
  const direct = new HttpsAgent(KEEP_ALIVE)
  const tunnels = proxy && createTunnels(KEEP_ALIVE, proxy)
  const agentFor = (url: string): HttpsAgent =>
    proxy && tunnels && goesThroughProxy(proxy, url) ? tunnels : direct
  const http = axios.create({
    httpAgent: new HttpAgent(KEEP_ALIVE),
    // A bearer token goes where the settings say, not where axios' own reading of the environment or a redirect does.
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  })

  // The SDK hands an answer through untouched to `calls.ts`, which alone asks it and knows what it is.
  const request = async (config: AxiosRequestConfig): Promise<never> =>
    toRawAnswer(
      await http.request<string>({
        ...config,
        httpsAgent: agentFor(config.url ?? ''),
        signal: AbortSignal.timeout(timeoutMs),
      }),
    ) as never
  const without = (method: string) => (url: string, config?: AxiosRequestConfig) =>
    request({ ...config, url, method })
  const withBody = (method: string) => (url: string, data?: unknown, config?: AxiosRequestConfig) =>
    request({ ...config, url, method, data })

  return {
    request,
    get: without('get'),
    delete: without('delete'),
    head: without('head'),
    options: without('options'),
    post: withBody('post'),
    put: withBody('put'),
    patch: withBody('patch'),
  }
}

function toRawAnswer({ status, data, headers }: AxiosResponse<string>): RawAnswer {
  const reset = Number(read(headers['x-ogw-ratelimit-reset']) ?? Number.NaN)
  const date = Date.parse(read(headers['date']) ?? '')
  return {
    status,
    text: data,
    logId: read(headers['x-tt-logid']),
    resetMs: Number.isFinite(reset) && reset >= 0 ? Math.ceil(reset * 1000) : null,
    date: Number.isNaN(date) ? null : date,
  }
}

const read = (header: unknown): string | null => (typeof header === 'string' && header !== '' ? header : null)
