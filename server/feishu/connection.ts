import { EventDispatcher, LoggerLevel, WSClient } from '@larksuiteoapi/node-sdk'
import type { AxiosRequestConfig } from 'axios'
import { createHttp, type RawAnswer } from './http.ts'
import { withoutSlash } from './payloads/links.ts'
import { createTunnels, goesThroughProxy, type OutgoingProxy } from './proxy.ts'
import { scrub } from './redaction.ts'
import { createSdkLog, type SdkLog } from './sdk-log.ts'

export type ConnectionState = {
  /** Epoch ms; null: it is not open. */
  connectedSince: number | null
  /** Why Feishu did not open it when it was asked last. */
  failure: string | null
}

export type LongConnection = {
  /** Opens it, and again after each cut. */
  open: () => void
  /** To be called now and then: asks anew where Feishu refused it, which the SDK takes for the end. */
  look: () => Promise<void>
  state: () => ConnectionState
  /** Closes it once what was taken is answered, within 3 s. */
  close: () => Promise<void>
}

export type ConnectionOptions = {
  baseUrl: string
  appId: string
  appSecret: string
  proxy?: OutgoingProxy | undefined
  log: SdkLog
  now: () => number
  /** Answers what Feishu is answered; rejects where Feishu has to send it again. */
  take: (message: unknown) => Promise<object | undefined>
}

const TIMEOUT_MS = 15_000
/** After a ping: a connection that is only half there is noticed, and opened again. */
const PONG_WITHIN_S = 20
const ANSWERED_WITHIN_MS = 3_000

/**
 * Events and callbacks without an address of one's own. Feishu gives each message to one of the app's connections, at
 * most 50, so several servers share the work. What is not answered in 3 s, or was under way at a cut, comes again.
 */
export function createLongConnection(options: ConnectionOptions): LongConnection {
  const { log, now } = options
  const underWay = new Set<Promise<unknown>>()
  let since: number | null = null
  let failure: string | null = null

  const opened = (): void => {
    since = now()
    failure = null
    log.info({}, 'the long connection to Feishu is open')
  }
  const client = createClient(options, {
    onReady: opened,
    onReconnected: opened,
    onReconnecting: () => {
      log.warn({}, 'the long connection to Feishu was cut: it is opened again')
    },
    onError: ({ message }) => {
      failure = scrub(message, { data: { app_secret: options.appSecret } })
      log.error({ reason: failure }, 'Feishu opens no long connection: it is asked again in a minute')
    },
  })
  const dispatcher = new EventDispatcher({ logger: createSdkLog(log), loggerLevel: LoggerLevel.debug })
  // The SDK would take a message apart by its type; ours is judged whole, as one that comes to an address is.
  dispatcher.invoke = (message: unknown) => {
    const work = options.take(message)
    underWay.add(work)
    work.catch((error: unknown) => {
      log.error({ err: error }, 'what came over the long connection was not taken: an event comes again')
    })
    return work.finally(() => underWay.delete(work))
  }
  const open = (): void => void client.start({ eventDispatcher: dispatcher })
  const stateNow = () => client.getConnectionStatus().state
  return {
    open,
    look: async () => {
      const state = stateNow()
      if (state !== 'connected')
        log.warn({ state }, 'the long connection to Feishu is not open: nothing is heard of it')
      if (state === 'failed') open()
    },
    state: () => ({ connectedSince: stateNow() === 'connected' ? since : null, failure }),
    close: async () => {
      await Promise.race([Promise.allSettled(underWay), sleep(ANSWERED_WITHIN_MS)])
      // The answer leaves after what it is made of.
      await sleep(0)
      client.close()
    },
  }
}

type Listeners = Pick<
  ConstructorParameters<typeof WSClient>[0],
  'onReady' | 'onReconnected' | 'onReconnecting' | 'onError'
>

function createClient(
  { baseUrl, appId, appSecret, proxy, log }: ConnectionOptions,
  listeners: Listeners,
): WSClient {
  const tunnels = proxy && goesThroughProxy(proxy, baseUrl) ? createTunnels({}, proxy) : undefined
  return new WSClient({
    appId,
    appSecret,
    domain: withoutSlash(baseUrl),
    httpInstance: createJsonHttp(proxy),
    ...(tunnels && { agent: tunnels }),
    // Its own would print the ticket, and what people decide.
    logger: createSdkLog(log),
    loggerLevel: LoggerLevel.debug,
    handshakeTimeoutMs: TIMEOUT_MS,
    wsConfig: { pingTimeout: PONG_WITHIN_S },
    ...listeners,
  })
}

/** Answers are objects here; a refusal brings no `data`, without which the SDK would not read its code. */
function createJsonHttp(proxy: OutgoingProxy | undefined) {
  const http = createHttp({ timeoutMs: TIMEOUT_MS, proxy })
  const request = async (config: AxiosRequestConfig): Promise<never> => {
    const { text }: RawAnswer = await http.request(config)
    const answer = JSON.parse(text) as { data?: object }
    return { ...answer, data: answer.data ?? {} } as never
  }
  return { ...http, request }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
