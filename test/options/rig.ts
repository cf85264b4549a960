import { onTestFinished } from 'vitest'
import { createAskSource } from '../../server/options/ask-source.ts'
import { createOptionSources } from '../../server/options/option-sources.ts'
import { OptionsUnavailable, type OptionQuestion, type OptionsPage } from '../../server/options/port.ts'
import { createAskOutside, type OutsideDeps } from '../../server/runtime/outside/ask-outside.ts'
import { openSandbox } from '../../sandbox/sandbox.ts'
import { controlOf } from '../support/control.ts'

type Asked = { source: string; code: number; request: Record<string, unknown> }

/** The company's sources over real sockets, and our side of them with a clock that is moved by hand. */
export async function openRig(own: Partial<OutsideDeps> = {}) {
  const sandbox = await openSandbox()
  onTestFinished(() => sandbox.close())
  const { host } = new URL(sandbox.controlUrl)
  const { call } = controlOf(sandbox)
  const told: string[] = []
  const leftOut: number[] = []
  let now = 0
  const secrets: Record<string, string> = {
    COMPANY_TOKEN: sandbox.info.optionsToken,
    COMPANY_KEY: sandbox.info.optionsKey,
    WRONG_TOKEN: 'a token that leaks nowhere',
  }
  const askSource = createAskSource({
    ask: createAskOutside({ trusted: [host], mayReach: () => true, ...own }),
    secretOf: (name) => secrets[name],
    onLeftOut: (_source, count) => leftOut.push(count),
  })
  const port = createOptionSources({
    askSource,
    elapsed: () => now,
    onAnswer: (source, outcome, error) => told.push([source, outcome, error?.message].join(' ')),
  })
  const question = (name: string, more: Partial<OptionQuestion> = {}): OptionQuestion => ({
    source: {
      from: name.includes('://') ? name : `${sandbox.controlUrl}/company/options/${name}`,
      tokenEnv: 'COMPANY_TOKEN',
      keyEnv: name === 'suppliers' || name === 'accounts' ? 'COMPANY_KEY' : undefined,
      search: name === 'suppliers',
    },
    userId: 'u_dev',
    linkage: {},
    query: '',
    page: '',
    locale: 'zh-CN',
    ...more,
  })
  return {
    sandbox,
    port,
    question,
    told,
    leftOut,
    call,
    advance: (ms: number) => (now += ms),
    list: (name: string, more: Partial<OptionQuestion> = {}) => port.list(question(name, more)),
    find: (name: string, values: string[], more: Partial<OptionQuestion> = {}) =>
      port.find(question(name, more), new Set(values)),
    goWrong: (source: string, kind: string, more: object = {}) =>
      call('POST', '/options/faults', { source, kind, ...more }),
    asked: () => call<Asked[]>('GET', '/options/asked'),
  }
}

export const valuesOf = ({ options }: OptionsPage): string[] => options.map(({ value }) => value)

/** Why it cannot be had, in the words of the log. */
export const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (answer) => `answered ${JSON.stringify(answer)}`,
    (error: unknown) =>
      error instanceof OptionsUnavailable ? `${error.why}: ${error.message}` : `a bug: ${String(error)}`,
  )
