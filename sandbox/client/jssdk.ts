/**
 * The sandbox's JSSDK: what Feishu's own script gives to a web app, as far as pages use it. It asks the client
 * around the frame by messages; where there is none it never gets ready, as in any browser.
 */
type Options = Record<string, unknown> & {
  success?: (result: object) => void
  fail?: (error: object) => void
  complete?: (result: object) => void
  onSuccess?: (result: object) => void
  onFail?: (error: object) => void
}

type Answer = { to?: string; id?: number; ok?: boolean; result?: object }

/** Each load of the script is one page: what `config` allowed holds for no other. */
const load = String(Math.random())

const waiting = new Map<number, (answer: Answer) => void>()
let nextId = 0
let isReady = false

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const answer = event.data as Answer
  if (event.source !== window.parent || answer.to !== 'jssdk' || answer.id === undefined) return
  waiting.get(answer.id)?.(answer)
  waiting.delete(answer.id)
})

function post(api: string, options: Options, answered: (answer: Answer) => void): void {
  const id = (nextId += 1)
  waiting.set(id, answered)
  // Functions do not cross windows. The address is the page's own, whatever the options say.
  const plain = JSON.parse(JSON.stringify(options)) as object
  const question = { from: 'jssdk', id, load, page: location.href, api, options: plain }
  window.parent.postMessage(question, '*')
}

function ask(api: string, options: Options): void {
  if (!isReady) throw new Error(`tt.${api} was called before h5sdk.ready`)
  post(api, options, ({ ok = false, result = {} }) => {
    const { errString = '' } = result as { errString?: string }
    const shown = { errMsg: ok ? `${api}:ok` : `${api}:fail ${errString}`, ...result }
    ;(ok ? (options.success ?? options.onSuccess) : (options.fail ?? options.onFail))?.(shown)
    options.complete?.(shown)
  })
}

const APIS = [
  ...(['requestAccess', 'requestAuthCode', 'closeWindow'] as const),
  ...(['chooseContact', 'getSystemInfo', 'shareWebContent'] as const),
]

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
      post('ready', {}, () => {
        isReady = true
        listener()
      })
    },
    error: (listener: (error: unknown) => void) => {
      errorListeners.push(listener)
    },
  },
})

export {}
