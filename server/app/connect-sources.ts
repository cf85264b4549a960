import { createTunnels, goesThroughProxy } from '../feishu/proxy.ts'
import { createAskSource } from '../options/ask-source.ts'
import { createOptionSources } from '../options/option-sources.ts'
import type { OptionsPort } from '../options/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'
import type { Metrics } from '../runtime/metrics.ts'
import { createAskOutside, type AskOutside } from '../runtime/outside/ask-outside.ts'
import { createWarnOnce } from '../runtime/warn-once.ts'
import { SETTINGS, type FeishuSettings, type SecretOf } from '../config.ts'
import { createSourceFaults } from '../options/source-faults.ts'

/** Where the systems of the sandbox's sample company are, and what they are asked with. */
type Systems = { url: string; token: string; key: string }
/** `source`: the one that pushes approvals of its own. */
export type Company = Systems & { source: { id: string; secret: string } }

/** How sample definitions call it, as its port varies. The name leads nowhere else (RFC 6761 keeps `test` for that). */
const COMPANY = 'http://company.test'
const COMPANY_SECRETS = { token: 'COMPANY_TOKEN', key: 'COMPANY_KEY' } as const

type SourceSettings = {
  feishu: Pick<FeishuSettings, 'proxy'>
  webhookHosts: readonly string[]
  secretOf: SecretOf
  company: Systems | undefined
}

/** The one way to addresses that somebody outside named. */
export function connectOutside({
  feishu: { proxy },
  webhookHosts,
  company,
}: Omit<SourceSettings, 'secretOf'>): AskOutside {
  const tunnels = proxy && createTunnels({}, proxy)
  return createAskOutside({
    trusted: company ? [...webhookHosts, new URL(company.url).host] : webhookHosts,
    mayReach: () => true,
    agentFor: ({ href }) => (proxy && goesThroughProxy(proxy, href) ? tunnels : undefined),
  })
}

type Deps = {
  settings: SourceSettings
  ask: AskOutside
  clock: Pick<Clock, 'elapsed'>
  log: Pick<Log, 'warn'>
  metrics: Pick<Metrics, 'optionsAsked'>
}

/** Other people's systems, as far as fields take their options from them. */
export function connectSources({ settings, ask, clock, log, metrics }: Deps): OptionsPort {
  const { company } = settings
  const leftOut = createWarnOnce(
    log,
    'a source offers options with ids that no form can hold, or twice: they are left out',
  )
  const askSource = createAskSource({
    ask,
    secretOf: secretsWith(settings),
    locate: (address) =>
      company && address.startsWith(`${COMPANY}/`) ? company.url + address.slice(COMPANY.length) : address,
    onLeftOut: (source) => {
      leftOut({ source })
    },
  })
  return createOptionSources({
    askSource,
    elapsed: clock.elapsed,
    onAnswer: (source, outcome, error) => {
      metrics.optionsAsked(source, outcome)
      if (error) log.warn({ source, reason: error.message }, 'options of another system cannot be had')
    },
  })
}

/** What `plan` refuses of a source. */
export const sourceFaultsOf = (settings: SourceSettings): ReturnType<typeof createSourceFaults> =>
  createSourceFaults({
    trusted: settings.company ? [...settings.webhookHosts, new URL(COMPANY).host] : settings.webhookHosts,
    secretOf: secretsWith(settings),
    isSetting: (name) => SETTINGS.includes(name),
  })

/** The environment's, and in front of them the sample company's own. */
function secretsWith({ secretOf, company }: SourceSettings): SecretOf {
  if (!company) return secretOf
  const own: Readonly<Record<string, string>> = {
    [COMPANY_SECRETS.token]: company.token,
    [COMPANY_SECRETS.key]: company.key,
  }
  return (name) => (Object.hasOwn(own, name) ? own[name] : secretOf(name))
}
