import { ApiError } from '../api/callback.ts'

/** What clients say of a failure; which of the names they use depends on their version (Errno 错误码). */
type ClientError = {
  errMsg?: string
  errString?: string
  errorMessage?: string
  errno?: number
  errCode?: number
  errorCode?: number
}

type Callbacks = { success: (result: never) => void; fail: (error: ClientError) => void }

/** What Feishu's script puts into a web app's window (网页应用 JSAPI). */
type JssdkWindow = {
  tt?: Record<string, ((options: object) => void) | undefined>
  h5sdk?: { config: (options: object) => void; ready: (listener: () => void) => void }
}

type Signature = { appId: string; timestamp: string; nonceStr: string; signature: string }

export type Jssdk = {
  /** Whether a client is around the page that answers; outside of Feishu nobody ever does. */
  ready: Promise<boolean>
  /** Calls an API that goes without a signature; rejects when there is none, or with the client's own words. */
  call: <T>(name: string, options: object) => Promise<T>
  /** Like `call`, for all the others: each use has the page authorised anew. */
  callAuthorised: <T>(name: string, options: object) => Promise<T>
}

const CONFIGURED_WITHIN_MS = 10_000

/** All but requestAccess, requestAuthCode and closeWindow want `config` (步骤二：鉴权调用 JSAPI). */
const AUTHORISED = ['getSystemInfo', 'chooseContact', 'shareWebContent']

/** 签名错误: it was made for another address than the one that the client goes by. */
const WRONG_SIGNATURE = 333_441

type Parts = {
  /** Feishu's script; without it there is no client. */
  load: () => Promise<void>
  /** Where the page is now. */
  address: () => string
  /** Where the server signs pages. */
  signatureAddress: string
  /** How long a client may take to say that it is there; outside Feishu nobody ever does. */
  readyWithinMs: number
}

/**
 * Loads Feishu's script. Its `tt` is taken over here before the host puts its own in place. A signature works once and
 * for ten minutes, so every use gets one of its own (333443, 333444), and a second one if the first is refused.
 */
export async function openJssdk({ load, address, signatureAddress, readyWithinMs }: Parts): Promise<Jssdk> {
  const own = globalThis as JssdkWindow
  const pageAddress = (): string => address().replace(/#.*$/, '')
  const loadedAt = pageAddress()
  await load()
  const { tt = {}, h5sdk } = own
  const ready = becomesReady(h5sdk, readyWithinMs)
  const call = async <T>(name: string, options: object): Promise<T> => {
    const api = (await ready) ? tt[name] : undefined
    if (!api) throw new ApiError('open this page in Feishu', NO_SUCH_API)
    return new Promise<T>((resolve, reject) => {
      const callbacks: Callbacks = { success: resolve, fail: (error) => reject(toApiError(error)) }
      api({ ...options, ...callbacks })
    })
  }
  const configure = async (page: string): Promise<void> => {
    const signed = await readSignature(signatureAddress, page)
    await new Promise<void>((resolve, reject) => {
      if (!h5sdk) reject(new ApiError('open this page in Feishu', NO_SUCH_API))
      setTimeout(() => reject(new ApiError('timeout')), CONFIGURED_WITHIN_MS)
      h5sdk?.config({
        ...signed,
        timestamp: Number(signed.timestamp),
        jsApiList: AUTHORISED,
        onSuccess: () => resolve(),
        onFail: (error: ClientError) => reject(toApiError(error)),
      })
    })
  }
  const authorise = async (): Promise<void> => {
    await ready
    const page = pageAddress()
    try {
      await configure(page)
    } catch (error) {
      // Some clients go by the address that was loaded, and not by one that the page gave itself since.
      const isElsewhere = error instanceof ApiError && error.errCode === WRONG_SIGNATURE
      await configure(isElsewhere ? loadedAt : page)
    }
  }
  return {
    ready,
    call,
    callAuthorised: async (name, options) => {
      await authorise()
      return call(name, options)
    },
  }
}

/** 客户端不支持 (Errno 错误码, 103). */
const NO_SUCH_API = 103

function toApiError({ errMsg, errString, errorMessage, errno, errCode, errorCode }: ClientError): ApiError {
  const why = errString ?? errorMessage ?? errMsg?.replace(/^\w+:fail\s*/, '') ?? 'unknown'
  return new ApiError(why, errCode ?? errorCode ?? errno)
}

/** Nothing of the client may be called before (飞书客户端内网页应用接入指南). */
function becomesReady(h5sdk: JssdkWindow['h5sdk'], withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    h5sdk?.ready(() => resolve(true))
    setTimeout(() => resolve(false), h5sdk ? withinMs : 0)
  })
}

async function readSignature(address: string, page: string): Promise<Signature> {
  const response = await fetch(`${address}?url=${encodeURIComponent(page)}`).catch(() => undefined)
  if (response?.ok !== true) throw new ApiError(`network error: ${String(response?.status ?? 'no answer')}`)
  return (await response.json()) as Signature
}
