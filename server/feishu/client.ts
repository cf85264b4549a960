import { Client, LoggerLevel } from '@larksuiteoapi/node-sdk'
import type { LocalizedText } from '../../shared/locale.ts'
import { createAppSetup } from './app-setup.ts'
import { createAppCall, createPlainCall, type CallDeps } from './calls.ts'
import { createDefinitions } from './definitions.ts'
import { createDelivery } from './delivery.ts'
import { createDoctor } from './doctor.ts'
import { createHttp } from './http.ts'
import { createJssdk } from './jssdk.ts'
import { createLinks, withoutSlash, type LinkModes, type PageKind } from './payloads/links.ts'
import { createLogin } from './login.ts'
import { createOperators } from './operators.ts'
import { createOrganisation } from './organisation.ts'
import { createContacts, type OnLookup } from './people.ts'
import type { ApiName, FeishuPort, Gate } from './port.ts'
import type { OutgoingProxy } from './proxy.ts'
import type { QuickApprovalCallback, Sign } from './payloads/quick-approval.ts'
import { createPassOn } from './pass-on.ts'
import { createPreviews } from './previews.ts'
import { createReminders } from './reminders.ts'
import { createSdkLog, type SdkLog } from './sdk-log.ts'
import { createTokenRequest } from './token-request.ts'
import { createTokens } from './token.ts'

export type FeishuOptions = {
  /** The open platform. */
  baseUrl: string
  /** Cards are POSTed to `<this>/send` and `<this>/update`. */
  botMessageUrl: string
  applinkUrl: string
  appId: string
  appSecret: string
  pages: PageKind
  linkModes: LinkModes
  publicUrl: string
  callback: QuickApprovalCallback
  /** Where approvals come from whose definition says nothing of it. */
  source?: LocalizedText | undefined
  /** Makes the `action_context` of a task. */
  sign: Sign
  /** Every single request goes through it, the one for the token too. */
  gate: Gate
  now: () => number
  /** Of a clock that only runs forward: how long what Feishu gave is good. */
  elapsed: () => number
  log: SdkLog
  /** For one whole answer; default 8 s. */
  timeoutMs?: number
  /** Called with every answer of contacts about a person, also that there is nobody. */
  onLookup?: OnLookup
  /** The way to hosts that are not this machine. */
  proxy?: OutgoingProxy | undefined
  /** Called once for each request, with `ok` or the class of its failure. */
  count?: (api: ApiName, outcome: string) => void
}

const DEFAULT_TIMEOUT_MS = 8_000

/** Feishu as the rest of the server sees it. */
export function createFeishu(options: FeishuOptions): FeishuPort {
  const { appId, appSecret, callback, source, gate, now, elapsed, log } = options
  const deps: CallDeps = {
    client: createSdk(options),
    gate,
    now,
    log,
    count: options.count ?? (() => undefined),
  }
  const plain = createPlainCall(deps)
  const askToken = createTokenRequest(plain, { appId, appSecret })
  const asApp = createAppCall(deps, createTokens({ ask: askToken, now: elapsed }))
  const links = createLinks(options)
  const contacts = createContacts(asApp, { now: elapsed, onLookup: options.onLookup })

  return {
    delivery: createDelivery({
      asApp,
      links,
      callback,
      sign: options.sign,
      source,
      botMessageUrl: options.botMessageUrl,
      now,
    }),
    reminders: createReminders(asApp, links.reminder),
    passOn: createPassOn(asApp),
    operators: createOperators(asApp),
    people: { ...contacts, login: createLogin({ plain, person: contacts.fresh, appId, appSecret }) },
    organisation: createOrganisation(asApp),
    definitions: createDefinitions(asApp, { links: links.center, callback, source }),
    doctor: createDoctor({ asApp, askToken, now }),
    setup: createAppSetup(asApp, appId),
    jssdk: createJssdk(asApp, elapsed),
    previews: createPreviews({ links: links.chat, sign: options.sign }),
  }
}

function createSdk({
  appId,
  appSecret,
  baseUrl,
  log,
  timeoutMs = DEFAULT_TIMEOUT_MS,
  proxy,
}: FeishuOptions): Client {
  return new Client({
    appId,
    appSecret,
    domain: withoutSlash(baseUrl),
    httpInstance: createHttp({ timeoutMs, proxy }),
    logger: createSdkLog(log),
    loggerLevel: LoggerLevel.debug,
    // Tokens are ours (token.ts), and its default cache would be shared by all clients of one app id.
    disableTokenCache: true,
    cache: { get: async () => undefined, set: async () => false },
  })
}
