import { Agent as HttpsAgent } from 'node:https'
import { defaultHttpInstance, registerApp } from '@larksuiteoapi/node-sdk'
import { isAxiosError, type InternalAxiosRequestConfig } from 'axios'
import { z } from 'zod'
import { accountsUrl } from './accounts-url.ts'
import { createTunnels, goesThroughProxy, type OutgoingProxy } from './proxy.ts'

export type RegistrationOptions = {
  /** The open platform. */
  baseUrl: string
  proxy: OutgoingProxy | undefined
  /** What the page offers that is opened by the code; whoever confirms may change it. */
  name: string
  scopes: readonly string[]
  events: readonly string[]
  callbacks: readonly string[]
  /** Called once, with the address to open; it is also what the QR code says. */
  onAddress: (address: string, expiresInMs: number) => void
}

/** `isLark`: the tenant is one of Lark's, whose platform has another address. */
export type RegisteredApp = { appId: string; appSecret: string; isLark: boolean }

/** Why there is no app, in words. */
export class RegistrationError extends Error {
  override readonly name = 'RegistrationError'
}

/**
 * Makes an app by the platform's device grant: somebody opens the address and confirms. Rejects with
 * `RegistrationError`. Until then nothing is made; one that was confirmed while its answer got lost stays in the
 * developer console.
 */
export async function registerWithFeishu(options: RegistrationOptions): Promise<RegisteredApp> {
  const { name, scopes, events, callbacks, onAddress } = options
  const release = directRequests(options)
  try {
    const { client_id, client_secret, user_info } = await registerApp({
      domain: hostOf(accountsUrl(options.baseUrl)),
      ...(isLocal(options.baseUrl) && { larkDomain: hostOf(accountsUrl(options.baseUrl)) }),
      source: 'approval-bridge',
      appPreset: { name },
      // Nothing but what is named: the platform's own template asks for more.
      addons: {
        preset: false,
        scopes: { tenant: [...scopes] },
        events: { items: { tenant: [...events] } },
        callbacks: { items: [...callbacks] },
      },
      createOnly: true,
      onQRCodeReady: ({ url, expireIn }) => {
        onAddress(url, expireIn * 1_000)
      },
    })
    return { appId: client_id, appSecret: client_secret, isLark: user_info?.tenant_brand === 'lark' }
  } catch (error) {
    throw new RegistrationError(wordsOf(error), { cause: error })
  } finally {
    release()
  }
}

const hostOf = (url: string): string => new URL(url).host

const isLocal = (baseUrl: string): boolean => !baseUrl.startsWith('https:')

const REQUEST_MS = 10_000
const POLL = /(^|&)action=poll(&|$)/

/**
 * The SDK's registration takes neither a client of ours nor a protocol, so its requests are led on their way: through
 * the proxy, with a deadline, and without TLS to a local platform. Answers how to end that.
 */
function directRequests({ baseUrl, proxy }: Pick<RegistrationOptions, 'baseUrl' | 'proxy'>): () => void {
  const { interceptors } = defaultHttpInstance
  const direct = new HttpsAgent()
  const tunnels = proxy && createTunnels({}, proxy)
  const onRequest = (config: InternalAxiosRequestConfig): InternalAxiosRequestConfig => {
    if (isLocal(baseUrl)) config.url = config.url?.replace(/^https:/, 'http:') ?? ''
    const isProxied = proxy && goesThroughProxy(proxy, config.url ?? '')
    config.httpsAgent = isProxied ? tunnels : direct
    config.proxy = false
    config.maxRedirects = 0
    config.signal = AbortSignal.timeout(REQUEST_MS)
    return config
  }
  const request = interceptors.request.use(onRequest)
  const response = interceptors.response.use(undefined, pendingWhenLost)
  return () => {
    interceptors.request.eject(request)
    interceptors.response.eject(response)
  }
}

/** A poll that got no answer is asked again: else one lost packet would end ten minutes of waiting. */
function pendingWhenLost(error: unknown): unknown {
  if (isAxiosError(error) && !error.response && POLL.test(String(error.config?.data ?? '')))
    return { error: 'authorization_pending' }
  throw error
}

const Refused = z.object({ code: z.string(), description: z.string().optional() })

const WORDS: Readonly<Record<string, string>> = {
  access_denied: 'it was refused on the page that the code opens',
  expired_token: 'nobody confirmed it in time: run it again',
}

/** Errors of the SDK are bare objects with a code; the others are the network's, or a page in place of an answer. */
function wordsOf(error: unknown): string {
  if (isAxiosError(error))
    return `Feishu did not answer: ${error.code === 'ERR_CANCELED' ? 'timeout' : (error.code ?? error.message)}`
  if (error instanceof Error) return 'Feishu’s answer cannot be read: is FEISHU_BASE_URL the open platform?'
  const { data } = Refused.safeParse(error)
  if (!data) return 'Feishu’s answer cannot be read'
  return WORDS[data.code] ?? `${data.code}${data.description ? `: ${data.description}` : ''}`
}
