/**
 * The sandbox's JSSDK: what Feishu's own script gives to a web app, as far as pages use it. It asks the client
 * around the frame by messages.
 */
type Options = Record<string, unknown> & {
  success?: (result: object) => void
  fail?: (error: object) => void
  complete?: (result: object) => void
  onSuccess?: (result: object) => void
  onFail?: (error: object) => void
}

type Answer = { to?: string; id?: number; ok?: boolean; result?: unknown }

const READY_AFTER_MS = 20

const waiting = new Map<number, (answer: Answer) => void>()
let nextId = 0
let isReady = false

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const answer = event.data as Answer
  if (event.source !== window.parent || answer.to !== 'jssdk' || answer.id === undefined) return
  waiting.get(answer.id)?.(answer)
  waiting.delete(answer.id)
})

function ask(api: string, options: Options): void {
  if (!isReady) throw new Error(`tt.${api} was called before h5sdk.ready`)
  const id = (nextId += 1)
  // Functions do not cross windows.
  const plain = JSON.parse(JSON.stringify(options)) as object
  waiting.set(id, ({ ok = false, result }) => {
    const shown = ok
      ? { errMsg: `${api}:ok`, ...(result as object) }
      : { errMsg: `${api}:fail ${String(result)}`, errCode: 1, errno: 1, errString: String(result) }
    ;(ok ? (options.success ?? options.onSuccess) : (options.fail ?? options.onFail))?.(shown)
    options.complete?.(shown)
  })
  window.parent.postMessage({ from: 'jssdk', id, api, options: plain }, '*')
}

const APIS = ['requestAccess', 'requestAuthCode', 'chooseContact', 'getSystemInfo'] as const

const errorListeners: ((error: unknown) => void)[] = []

Object.assign(window, {
  tt: Object.fromEntries(
    APIS.map((api) => [
      api,
      (options: Options = {}) => {
        ask(api, options)
      },
    ]),
  ),
  h5sdk: {
    config: (options: Options) => {
      ask('config', options)
    },
    ready: (listener: () => void) => {
      // As in the client, where the bridge takes a moment.
      setTimeout(() => {
        isReady = true
        listener()
      }, READY_AFTER_MS)
    },
    error: (listener: (error: unknown) => void) => {
      errorListeners.push(listener)
    },
  },
})

export {}
