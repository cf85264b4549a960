import { z } from 'zod'
import {
  WholeNumber,
  oneOf,
  upTo,
  Url,
  Secret,
  ShownText,
  TimeOfDay,
  Weekdays,
  Messages,
  FrameAncestors,
  ScriptUrl,
  LINK_DEFAULTS,
  LinkModes,
  AddressList,
  HostList,
} from './setting-values.ts'
import { isTimeZone } from '../shared/time/time-zone.ts'

const Env = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: WholeNumber(0, 65_535).default(3_000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: Url.optional(),
  TRUSTED_PROXIES: AddressList.default([]),
  FEISHU_APP_ID: upTo(64).optional(),
  FEISHU_APP_SECRET: Secret.optional(),
  FEISHU_PAGES: oneOf(['mini_program', 'web_app']).default('mini_program'),
  FEISHU_EVENTS: oneOf(['webhook', 'connection']).default('webhook'),
  LINKS: LinkModes.default(LINK_DEFAULTS),
  FRAME_ANCESTORS: FrameAncestors.optional(),
  JSSDK_URL: ScriptUrl.optional(),
  FEISHU_BASE_URL: Url.default('https://open.feishu.cn'),
  FEISHU_BOT_MESSAGE_URL: Url.optional(),
  HTTPS_PROXY: z.string().trim().optional(),
  NO_PROXY: z.string().default(''),
  FEISHU_APPLINK_URL: Url.default('https://applink.feishu.cn'),
  FEISHU_CALLBACK_TOKEN: Secret.optional(),
  FEISHU_CALLBACK_KEY: Secret.optional(),
  FEISHU_VERIFICATION_TOKEN: Secret.optional(),
  FEISHU_ENCRYPT_KEY: Secret.optional(),
  SOURCE_NAME: ShownText.optional(),
  WEBHOOK_HOSTS: HostList.default([]),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.string().optional(),
  DEFINITIONS_DIR: z.string().optional(),
  ADMIN_TOKEN: upTo(512).min(16, 'is shorter than 16 characters').optional(),
  REMINDER_TIME: TimeOfDay.default('09:37'),
  REMINDER_TIMEZONE: z
    .string()
    .refine(isTimeZone, 'is not a time zone like Asia/Shanghai')
    .default('Asia/Shanghai'),
  REMINDER_WEEKDAYS: Weekdays.default('1-5'),
  RECONCILE_SECONDS: WholeNumber(5, 86_400).default(300),
  CARDS: oneOf(['on', 'off']).default('on'),
  MESSAGES: Messages.prefault('all'),
  ACTS_PER_MINUTE: WholeNumber(1, 1_000_000).default(60),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional(),
  // It takes the next port too.
  SANDBOX_PORT: WholeNumber(0, 65_534).default(3_100),
})
type Env = z.infer<typeof Env>

/** The names of all settings. */
export const SETTINGS: readonly string[] = Object.keys(Env.shape)

/** What keeps the server from starting: one line per fault, ready to print. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

/** The app that the server acts as. */
export type FeishuSettings = {
  appId: string
  appSecret: string
  pages: Env['FEISHU_PAGES']
  /** How it tells of events and of buttons on the app's own cards. */
  events: Env['FEISHU_EVENTS']
  baseUrl: string
  botMessageUrl: string
  applinkUrl: string
  callbackToken: string
  callbackKey: string | undefined
  verificationToken: string | undefined
  encryptKey: string | undefined
  /** How it is reached, if not directly. */
  proxy?: { url: string; except: string } | undefined
}

/** Environment in, frozen settings out; nothing else reads `process.env`. Throws `ConfigError`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(withProxies(env)).filter(([, value]) => value?.trim()))
  const parsed = Env.safeParse(given)
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path: [name = ''], message }) => `${String(name)} ${message}`),
    ...contradictions(given),
  ]
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults)
  return freeze(parsed.data, given)
}

export type Config = ReturnType<typeof readConfig>

function freeze(env: Env, given: Readonly<Record<string, string | undefined>>) {
  return Object.freeze({
    http: {
      port: env.PORT,
      host: env.HOST,
      publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
      trustedProxies: env.TRUSTED_PROXIES,
      adminToken: env.ADMIN_TOKEN,
      actsPerMinute: env.ACTS_PER_MINUTE,
    },
    /** Undefined: the local sandbox stands in for Feishu. */
    feishu: readFeishu(env),
    sourceName: env.SOURCE_NAME,
    webhookHosts: env.WEBHOOK_HOSTS,
    secretOf: secretIn(given),
    store: { dataDir: env.DATA_DIR },
    definitionsDir: env.DEFINITIONS_DIR,
    reconcile: { everySeconds: env.RECONCILE_SECONDS },
    /** What is left out to save calls. */
    thrift: { withoutCards: env.CARDS === 'off', unsent: env.MESSAGES },
    reminders: { time: env.REMINDER_TIME, timeZone: env.REMINDER_TIMEZONE, weekdays: env.REMINDER_WEEKDAYS },
    web: { links: env.LINKS, frameAncestors: env.FRAME_ANCESTORS, jssdkUrl: env.JSSDK_URL },
    log: {
      level: env.LOG_LEVEL ?? 'info',
      /** Whoever just tries it out has the addresses to open on the same terminal. */
      requests: env.LOG_LEVEL === undefined && !env.FEISHU_APP_ID ? ('debug' as const) : ('info' as const),
    },
    sandbox: { port: env.SANDBOX_PORT, pages: env.FEISHU_PAGES, events: env.FEISHU_EVENTS },
  })
}

export type SecretOf = (name: string) => string | undefined

/** What definitions name by itself (tokenEnv, keyEnv). A setting of ours is no secret of somebody else's system. */
const secretIn =
  (given: Readonly<Record<string, string | undefined>>): SecretOf =>
  (name) =>
    SETTINGS.includes(name) || !Object.hasOwn(given, name) ? undefined : given[name]?.trim()

function readFeishu(env: Env): FeishuSettings | undefined {
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret, FEISHU_CALLBACK_TOKEN: callbackToken } = env
  if (!appId || !appSecret || !callbackToken) return undefined
  return {
    appId,
    appSecret,
    pages: env.FEISHU_PAGES,
    events: env.FEISHU_EVENTS,
    baseUrl: env.FEISHU_BASE_URL,
    botMessageUrl: env.FEISHU_BOT_MESSAGE_URL ?? `${env.FEISHU_BASE_URL}/open-apis/approval/v1/message`,
    applinkUrl: env.FEISHU_APPLINK_URL,
    callbackToken,
    callbackKey: env.FEISHU_CALLBACK_KEY,
    verificationToken: env.FEISHU_VERIFICATION_TOKEN,
    encryptKey: env.FEISHU_ENCRYPT_KEY,
    proxy: env.HTTPS_PROXY ? { url: withScheme(env.HTTPS_PROXY), except: env.NO_PROXY } : undefined,
  }
}

/** 使用长连接接收事件: all that Feishu's SDK opens one for; it says so to nobody. */
const CONNECTABLE_APP = /^cli_[0-9a-fA-F]{16}$/

/** What no single setting shows: settings that need or exclude each other. */
function contradictions(env: Readonly<Record<string, string | undefined>>): string[] {
  const faults: string[] = []
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret } = env
  if (appId && !appSecret)
    faults.push('FEISHU_APP_SECRET is not set, but FEISHU_APP_ID is: set both or neither')
  if (appSecret && !appId)
    faults.push('FEISHU_APP_ID is not set, but FEISHU_APP_SECRET is: set both or neither')
  if (!appId && !appSecret && env['NODE_ENV'] === 'production') {
    faults.push('FEISHU_APP_ID and FEISHU_APP_SECRET are not set: NODE_ENV=production needs a real app')
  }
  if (appId && !env['FEISHU_CALLBACK_TOKEN']) {
    faults.push('FEISHU_CALLBACK_TOKEN is not set: a real app needs one, any random text of yours')
  }
  if (env['DATABASE_URL']) {
    faults.push('DATABASE_URL is set, but PostgreSQL is not supported yet: unset it to store in DATA_DIR')
  }
  if (env['PORT'] === '0' && !env['PUBLIC_URL']) {
    faults.push(
      'PUBLIC_URL is not set, but PORT is 0: say how Feishu and people reach the port that is taken',
    )
  }
  if (appId && env['FEISHU_EVENTS'] === 'connection' && !CONNECTABLE_APP.test(appId)) {
    faults.push(
      'FEISHU_APP_ID is not cli_ and 16 digits from 0 to f, and no other app gets a long connection: compare it with the developer console',
    )
  }
  if (appId) faults.push(...publicUrlFaults(env), ...proxyFaults(env['HTTPS_PROXY']))
  return faults
}

/** Feishu calls back from outside: it needs an address that it can reach, over TLS. */
function publicUrlFaults(env: Readonly<Record<string, string | undefined>>): string[] {
  const overTls = (env['FEISHU_BASE_URL'] ?? 'https:').startsWith('https:')
  if (!overTls) return []
  const publicUrl = env['PUBLIC_URL'] ?? 'http://localhost'
  if (!URL.canParse(publicUrl)) return []
  const { protocol, hostname } = new URL(publicUrl)
  if (protocol !== 'https:')
    return ['PUBLIC_URL is not https, but Feishu calls back from outside: give the address it can reach']
  if (/^(localhost|127\.|\[::1\]$|0\.0\.0\.0$|.*\.localhost$)/.test(hostname)) {
    return [`PUBLIC_URL is ${hostname}, which Feishu cannot reach: give the public address`]
  }
  return []
}

/** As everywhere, the names in lower case count too, and first. */
const withProxies = (env: Readonly<Record<string, string | undefined>>) => ({
  ...env,
  HTTPS_PROXY: env['https_proxy']?.trim() || env['HTTPS_PROXY'],
  NO_PROXY: env['no_proxy']?.trim() || env['NO_PROXY'],
})

/** `proxy.example.com:3128` is how many write it. */
const withScheme = (proxy: string): string => (proxy.includes('://') ? proxy : `http://${proxy}`)

/** Without an app nobody asks it. It may hold a password, so it is not repeated. */
function proxyFaults(proxy: string | undefined): string[] {
  if (proxy === undefined || isHttpProxy(withScheme(proxy.trim()))) return []
  return [
    'HTTPS_PROXY is not an http(s) URL like http://proxy.example.com:3128: mend it, or unset it to go without',
  ]
}

function isHttpProxy(proxy: string): boolean {
  try {
    const { protocol, username, password } = new URL(proxy)
    decodeURIComponent(username + password)
    return protocol === 'http:' || protocol === 'https:'
  } catch {
    return false
  }
}
