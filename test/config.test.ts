import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, SETTINGS } from '../server/config.ts'
import { VALIDATORS_WORDS } from './support/definition-text.ts'

const APP = {
  FEISHU_APP_ID: 'cli_1',
  FEISHU_APP_SECRET: 's',
  FEISHU_CALLBACK_TOKEN: 't',
  PUBLIC_URL: 'https://approvals.example.com/',
}

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

describe('settings', () => {
  it('have the documented defaults, and no app means the sandbox', () => {
    expect(readConfig({})).toMatchObject({
      http: { port: 3000, host: '0.0.0.0', publicUrl: 'http://localhost:3000' },
      feishu: undefined,
      reconcile: { everySeconds: 300 },
      reminders: { time: '09:37', timeZone: 'Asia/Shanghai', weekdays: '1-5' },
      sandbox: { port: 3100 },
    })
  })

  it('leave out what saves calls: cards, and messages by kind', () => {
    expect(readConfig({}).thrift).toEqual({ withoutCards: false, unsent: [] })
    const thrifty = readConfig({ CARDS: 'off', MESSAGES: ' rejected, rolled_back' }).thrift
    expect(thrifty).toMatchObject({ withoutCards: true, unsent: expect.not.arrayContaining(['rejected']) })
    expect(thrifty.unsent).toContain('approved')
    expect(readConfig({ MESSAGES: 'off' }).thrift.unsent).toHaveLength(8)
    expect(faultsOf({ MESSAGES: 'approved,urged', CARDS: 'no' })).toEqual([
      'CARDS is not one of on, off',
      expect.stringMatching(
        /^MESSAGES names urged, which is no kind of message: all, off, or some of approved,/,
      ),
    ])
  })

  it('build the bot address on the base', () => {
    expect(readConfig({ ...APP, FEISHU_BASE_URL: 'https://open.larksuite.com/' }).feishu?.botMessageUrl).toBe(
      'https://open.larksuite.com/open-apis/approval/v1/message',
    )
  })

  it('say how links open, each place by itself', () => {
    const links = (LINKS?: string) => readConfig(LINKS === undefined ? {} : { LINKS }).web.links
    const DEFAULTS = { center: 'tab', card: 'tab', reminder: 'tab', chat: 'sidebar' }
    expect(links()).toEqual(DEFAULTS)
    expect(links('center=embed, chat=window')).toEqual({ ...DEFAULTS, center: 'embed', chat: 'window' })
    for (const bad of ['center', 'center=', 'center=frame', 'list=tab', 'toString=tab', 'card=tab;'])
      expect(faultsOf({ LINKS: bad })).toEqual([expect.stringContaining(`LINKS has ${bad}: write`)])
  })

  it('say who may frame the pages and where the script of the client is, and nothing that leaves its place', () => {
    const { web } = readConfig({
      FRAME_ANCESTORS: 'https://*.feishu.cn https://oa.example.com:8443,http://127.0.0.1:*',
      JSSDK_URL: 'https://scripts.example.com/h5-js-sdk.js',
    })
    expect(web.frameAncestors).toEqual([
      'https://*.feishu.cn',
      'https://oa.example.com:8443',
      'http://127.0.0.1:*',
    ])
    expect(web.jssdkUrl).toBe('https://scripts.example.com/h5-js-sdk.js')
    for (const bad of ['*', "'unsafe-inline'", 'https://a.example/path', 'https:', 'https://a;script-src'])
      expect(faultsOf({ FRAME_ANCESTORS: bad })).toEqual([expect.stringContaining('FRAME_ANCESTORS names')])
    for (const bad of ['/sdk.js', 'https://a.example/x;y', 'https://a.example/x,y'])
      expect(faultsOf({ JSSDK_URL: bad })).toHaveLength(1)
  })

  it('name the proxy, in lower case too, which comes first', () => {
    const proxyOf = (env: Record<string, string>) => readConfig({ ...APP, ...env }).feishu?.proxy
    expect(proxyOf({})).toBeUndefined()
    expect(proxyOf({ HTTPS_PROXY: ' ', NO_PROXY: '*' })).toBeUndefined()
    expect(proxyOf({ HTTPS_PROXY: 'https://a:b@proxy.example', NO_PROXY: 'x' })).toEqual({
      url: 'https://a:b@proxy.example',
      except: 'x',
    })
    const lower = {
      https_proxy: 'proxy.example:3128',
      HTTPS_PROXY: 'http://other',
      no_proxy: 'y',
      NO_PROXY: 'x',
    }
    expect(proxyOf(lower)).toEqual({ url: 'http://proxy.example:3128', except: 'y' })
  })

  it('takes one line of words for where approvals come from', () => {
    expect(readConfig({}).sourceName).toBeUndefined()
    expect(readConfig({ SOURCE_NAME: ' 总部审批 ' }).sourceName).toBe('总部审批')
    for (const SOURCE_NAME of ['a\u202eb', 'a\nb', 'x'.repeat(61)])
      expect(() => readConfig({ SOURCE_NAME })).toThrow(/^SOURCE_NAME (has|is longer)/)
  })

  it('take a long connection for apps that Feishu’s SDK knows, and hosts in any case of letters', () => {
    const app = { ...APP, FEISHU_APP_ID: 'cli_a0123456789ABCdef' }
    expect(readConfig({ ...app, FEISHU_APP_ID: 'cli_a012345678ABCdef' }).feishu?.events).toBe('webhook')
    const connected = { ...APP, FEISHU_APP_ID: 'cli_a012345678ABCdef', FEISHU_EVENTS: 'connection' }
    expect(readConfig(connected).feishu?.events).toBe('connection')
    expect(faultsOf({ ...app, FEISHU_EVENTS: 'connection' })).toHaveLength(1)
    const hosts = readConfig({ WEBHOOK_HOSTS: ' ERP.example.com, 10.0.0.8:8080,[::1]:9 ' }).webhookHosts
    expect(hosts).toEqual(['erp.example.com', '10.0.0.8:8080', '[::1]:9'])
  })

  it('a proxy that cannot be used is no fault of a trial, and its password is not repeated', () => {
    const env = { HTTPS_PROXY: 'socks5://corp:hunter2@127.0.0.1:1080' }
    expect(faultsOf(env)).toEqual([])
    expect(faultsOf({ ...APP, ...env }).join()).not.toContain('hunter2')
  })

  it.each<[Record<string, string>, string[]]>([
    [{ FEISHU_APP_ID: 'cli_1', PUBLIC_URL: APP.PUBLIC_URL }, ['FEISHU_APP_SECRET', 'FEISHU_CALLBACK_TOKEN']],
    [{ FEISHU_APP_SECRET: 's' }, ['FEISHU_APP_ID']],
    [{ NODE_ENV: 'production' }, ['FEISHU_APP_ID and FEISHU_APP_SECRET']],
    [{ ...APP, PUBLIC_URL: 'http://approvals.example.com' }, ['PUBLIC_URL is not https']],
    [{ ...APP, PUBLIC_URL: 'https://127.0.0.1' }, ['PUBLIC_URL is 127.0.0.1']],
    [{ ...APP, PUBLIC_URL: '' }, ['PUBLIC_URL']],
    [{ PORT: '70000', LOG_LEVEL: 'loud' }, ['PORT', 'LOG_LEVEL']],
    [{ DATABASE_URL: 'postgres://x' }, ['DATABASE_URL']],
    [{ ADMIN_TOKEN: 'short' }, ['ADMIN_TOKEN']],
    [{ REMINDER_TIMEZONE: 'Mars/Base' }, ['REMINDER_TIMEZONE']],
    [{ ...APP, HTTPS_PROXY: 'socks5://corp:hunter2@127.0.0.1:1080' }, ['HTTPS_PROXY is not an http(s) URL']],
    [{ ...APP, FEISHU_EVENTS: 'connection' }, ['FEISHU_APP_ID is not cli_ and 16 digits']],
    [{ FEISHU_EVENTS: 'both' }, ['FEISHU_EVENTS']],
    [{ WEBHOOK_HOSTS: 'erp.example.com, https://x' }, ['WEBHOOK_HOSTS']],
    [{ ...APP, https_proxy: 'http://' }, ['HTTPS_PROXY is not an http(s) URL']],
    [{ ...APP, HTTPS_PROXY: 'http://corp:100%@proxy.example' }, ['HTTPS_PROXY is not an http(s) URL']],
  ])('%j end the start with one line per fault', (env, starts) => {
    const faults = faultsOf(env)

    expect(faults).toHaveLength(starts.length)
    starts.forEach((start, at) => {
      expect(faults[at]).toContain(start)
    })
  })

  it.each<[Record<string, string>, string[]]>([
    [{ PORT: 'abc' }, ['PORT is not a whole number from 0 to 65535']],
    [
      { PORT: '1.5', SANDBOX_PORT: '65535' },
      ['PORT is not a whole number from 0 to 65535', 'SANDBOX_PORT is not a whole number from 0 to 65534'],
    ],
    [{ RECONCILE_SECONDS: '1' }, ['RECONCILE_SECONDS is not a whole number from 5 to 86400']],
    [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL is not one of trace, debug, info, warn, error, fatal, silent']],
    [{ FEISHU_PAGES: 'app' }, ['FEISHU_PAGES is not one of mini_program, web_app']],
    [
      { TRUSTED_PROXIES: '10.0.0.1, proxy' },
      ['TRUSTED_PROXIES names proxy, which is no address and no network like 10.0.0.0/8'],
    ],
    [{ PUBLIC_URL: 'approvals' }, ['PUBLIC_URL is not an http(s) URL']],
    [{ ADMIN_TOKEN: 'x'.repeat(513) }, ['ADMIN_TOKEN is longer than 512 characters']],
  ])('%j are refused in words for people', (env, lines) => {
    expect(faultsOf(env)).toEqual(lines)
  })

  it('requests stay off the terminal of whoever tries it out, unless they ask for a level', () => {
    expect(readConfig({}).log).toEqual({ level: 'info', requests: 'debug' })
    expect(readConfig({ LOG_LEVEL: 'info' }).log).toEqual({ level: 'info', requests: 'info' })
    expect(readConfig(APP).log).toEqual({ level: 'info', requests: 'info' })
  })

  it('an empty value counts as unset, and a real app over http (a local stand-in) may use a loopback address', () => {
    expect(
      readConfig({
        ...APP,
        ADMIN_TOKEN: '',
        FEISHU_BASE_URL: 'http://127.0.0.1:9',
        PUBLIC_URL: 'http://localhost:1',
      }).feishu,
    ).toBeDefined()
  })
})

it.each([
  'x',
  '-1',
  '0',
  '1.5',
  '99999999',
  '{}',
  'http://',
  'ftp://x',
  '1-9',
  '25:00',
  '1.2.3.4/99',
  'x'.repeat(600),
])('whatever a setting is, its faults are told in words of ours: %s', (value) => {
  const faults = SETTINGS.flatMap((name) => faultsOf({ [name]: value }))
  expect(faults.length).toBeGreaterThan(5)
  expect(faults.filter((fault) => VALIDATORS_WORDS.test(fault))).toEqual([])
  expect(faults.filter((fault) => !/^[A-Z_]+ \S/.test(fault))).toEqual([])
})
