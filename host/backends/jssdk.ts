import { ApiError } from '../api/callback.ts'

type Callbacks = {
  success: (result: never) => void
  fail: (error: { errMsg?: string; errString?: string }) => void
}

/** What Feishu's script puts into a web app's window (网页应用 JSAPI). */
type JssdkWindow = {
  tt?: Record<string, ((options: object) => void) | undefined>
  h5sdk?: { config: (options: object) => void; ready: (listener: () => void) => void }
}

type Signature = { appId: string; timestamp: string; nonceStr: string; signature: string }

export type Jssdk = {
  /** What the client says of itself; undefined where no client is around the page. */
  client: () => Promise<{ language?: string } | undefined>
  /** Calls an API of the client; rejects when it has none, or with its own words. */
  call: <T>(name: string, options: object) => Promise<T>
  /** Like `call`, for APIs that want the page to be authorised first. */
  callAuthorised: <T>(name: string, options: object) => Promise<T>
}

/** Of a client; outside Feishu nobody ever says so, nor answers. */
const READY_WITHIN_MS = 3_000
const ANSWER_WITHIN_MS = 3_000

const AUTHORISED = ['chooseContact', 'shareWebContent']

/**
 * Loads Feishu's script, and authorises the page with the server's signature (h5sdk.config) once somebody needs it.
 * Its `tt` is taken over here before the host puts its own in place.
 */
export async function openJssdk(script: string, signatureAddress: string): Promise<Jssdk> {
  const own = globalThis as JssdkWindow
  await loadScript(script)
  const { tt = {}, h5sdk } = own
  const page = location.href.replace(/#.*$/, '')
  let authorised: Promise<void> | undefined

  const ready = becomesReady(h5sdk)
  const call = async <T>(name: string, options: object): Promise<T> => {
    const isReady = await ready
    return new Promise<T>((resolve, reject) => {
      const api = tt[name]
      if (!api || !isReady) {
        reject(new ApiError('open this page in Feishu'))
        return
      }
      const callbacks: Callbacks = {
        success: resolve,
        fail: ({ errMsg, errString }) => {
          reject(new ApiError(errString ?? errMsg?.replace(/^\w+:fail\s*/, '') ?? 'unknown'))
        },
      }
      api({ ...options, ...callbacks })
    })
  }
  const authorise = async (): Promise<void> => {
    const signed = await readSignature(signatureAddress, page)
    await new Promise<void>((resolve, reject) => {
      const onFail = (error: unknown): void => reject(new ApiError(JSON.stringify(error)))
      if (!h5sdk) onFail('no h5sdk')
      else h5sdk.config({ ...signed, jsApiList: AUTHORISED, onSuccess: () => resolve(), onFail })
    })
  }
  return {
    client: async () => {
      if (!(await ready)) return undefined
      // One that answers that it cannot say is a client, too.
      const answer = call<{ language?: string }>('getSystemInfo', {}).catch(() => ({}))
      return Promise.race([answer, silence(ANSWER_WITHIN_MS)])
    },
    call,
    callAuthorised: async (name, options) => {
      authorised ??= authorise().catch((error: unknown) => {
        // The next one tries again, with a signature of its own.
        authorised = undefined
        throw error
      })
      await authorised
      return call(name, options)
    },
  }
}

/** Nothing of the client may be called before (飞书客户端内网页应用接入指南). */
function becomesReady(h5sdk: JssdkWindow['h5sdk']): Promise<boolean> {
  return new Promise((resolve) => {
    h5sdk?.ready(() => resolve(true))
    setTimeout(() => resolve(false), h5sdk ? READY_WITHIN_MS : 0)
  })
}

const silence = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms))

async function readSignature(address: string, page: string): Promise<Signature> {
  const response = await fetch(`${address}?url=${encodeURIComponent(page)}`)
  if (!response.ok) throw new ApiError(`network error: ${String(response.status)}`)
  return (await response.json()) as Signature
}

/** Without the script there is no client. */
function loadScript(source: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement('script')
    script.src = source
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => resolve())
    document.head.append(script)
  })
}
