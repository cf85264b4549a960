import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { draftOf, onlineOf } from '../../sandbox/app/app-config.ts'
import { SetupStep } from '../../shared/operator-api.ts'
import { CARD_ACTION } from '../../server/callbacks/card-action.ts'
import { PERSON_EVENTS } from '../../server/callbacks/person-events.ts'
import { answerChallenges } from '../../server/cli/answer-challenges.ts'
import { holdConnection } from '../../server/cli/hold-connection.ts'
import { readConfig } from '../../server/config.ts'
import { createFeishu } from '../../server/feishu/client.ts'
import type { FeishuPort } from '../../server/feishu/port.ts'
import { createLogger } from '../../server/runtime/logger.ts'
import { systemClock } from '../../server/runtime/clock.ts'
import { byHand } from '../../server/setup/by-hand.ts'
import { configure } from '../../server/setup/configure.ts'
import { SCOPES_TO_ASK } from '../../server/setup/scopes.ts'
import { CALLBACKS, EVENTS, redirectUrls, stepsFor, type WantedApp } from '../../server/setup/wanted.ts'
import { freePort } from '../support/server-process.ts'

let sandbox: Sandbox
let feishu: FeishuPort
let app: WantedApp
let stopAnswering: (() => Promise<void>) | undefined

beforeEach(async () => {
  sandbox = await openSandbox()
  const port = await freePort()
  const { appId, appSecret } = sandbox.info
  const publicUrl = `http://127.0.0.1:${port}`
  const secrets = { verificationToken: 'v'.repeat(32), encryptKey: 'e'.repeat(32) }
  const ways = { pages: 'web_app', inBrowsers: true, eventsBy: 'webhook' } as const
  app = { appId, baseUrl: sandbox.url, publicUrl, ...ways, ...secrets }
  feishu = createFeishu({
    baseUrl: sandbox.url,
    botMessageUrl: sandbox.url,
    applinkUrl: sandbox.url,
    appId,
    appSecret,
    pages: 'web_app',
    linkModes: { center: 'tab', card: 'tab', reminder: 'tab', chat: 'sidebar' },
    publicUrl,
    callback: { url: publicUrl, token: 't', key: undefined },
    sign: () => '',
    gate: (_api, call) => call(),
    now: Date.now,
    elapsed: () => performance.now(),
    log: { debug: () => 0, info: () => 0, warn: () => 0, error: () => 0 },
  })
  stopAnswering = await answerChallenges({ port, host: '127.0.0.1' }, secrets)
})
afterEach(async () => {
  await stopAnswering?.()
  await sandbox.close()
})

const all = () => configure(feishu.setup, app, stepsFor(app, SetupStep.options))

describe('setting an app up', () => {
  it('does every step as Feishu’s types have it, and a second time changes nothing', async () => {
    expect((await all()).map(({ step, state }) => `${step} ${state}`)).toEqual(
      SetupStep.options.map((step) => `${step} done`),
    )
    const once = draftOf(sandbox.world)
    expect(once).toMatchObject({
      scopes: expect.arrayContaining([...SCOPES_TO_ASK]),
      events: { type: 'webhook', url: `${app.publicUrl}/feishu/event` },
      callbacks: { url: `${app.publicUrl}/feishu/card`, names: ['card.action.trigger'] },
      security: {
        redirect_urls: redirectUrls(app),
        h5_trusted_domains: [app.publicUrl],
        allowed_server_domains: [app.publicUrl],
      },
      visibility: { isAll: true },
      contacts: { type: 'all' },
      webApp: { pcUrl: `${app.publicUrl}/m/`, mobileUrl: `${app.publicUrl}/m/` },
      bot: true,
    })
    expect(sandbox.world.app).toMatchObject({
      verificationToken: app.verificationToken,
      encryptKey: app.encryptKey,
    })
    await all()
    expect(draftOf(sandbox.world)).toEqual(once)
    expect(onlineOf(sandbox.world)?.config).toEqual(once)
    expect(sandbox.world.oracle.violations()).toEqual([])
  })

  it('by long connection names no address', async () => {
    await stopAnswering?.()
    stopAnswering = undefined
    app = { ...app, eventsBy: 'connection' }
    const { verificationToken, encryptKey } = sandbox.world.app
    const { feishu: settings } = readConfig({
      FEISHU_BASE_URL: sandbox.url,
      FEISHU_APP_ID: app.appId,
      FEISHU_APP_SECRET: sandbox.info.appSecret,
      FEISHU_CALLBACK_TOKEN: 't',
    })
    stopAnswering = await holdConnection(settings!, { clock: systemClock, log: createLogger('silent') })
    expect((await all()).filter(({ state }) => state === 'refused')).toEqual([])
    expect(draftOf(sandbox.world).events).toMatchObject({ type: 'websocket' })
    expect(sandbox.world.app).toMatchObject({ verificationToken, encryptKey })
  })

  it('by long connection says to start the server first, where Feishu sees none', async () => {
    app = { ...app, eventsBy: 'connection' }
    const refused = (await all()).filter(({ state }) => state === 'refused')
    expect(refused.map(({ step }) => step)).toEqual(['events', 'callbacks'])
    for (const { byHand } of refused) expect(byHand[1]).toContain('start the server first')
  })

  it('an encrypt key that the settings lack is not cleared, and the clicks say what it has to be', async () => {
    const { encryptKey } = sandbox.world.app
    app = { ...app, encryptKey: undefined }
    const outcomes = await all()
    expect(sandbox.world.app).toMatchObject({ verificationToken: app.verificationToken, encryptKey })
    const events = outcomes.find(({ step }) => step === 'events')
    expect(events).toMatchObject({
      state: 'refused',
      byHand: expect.arrayContaining([expect.stringContaining('FEISHU_ENCRYPT_KEY is not set')]),
    })
  })

  it('the addresses are what lets people log in in a browser', async () => {
    const login = async () => {
      const query = new URLSearchParams({
        client_id: app.appId,
        response_type: 'code',
        redirect_uri: `${app.publicUrl}/m/_login`,
        sandbox_user: 'u_dev',
      })
      const page = `${sandbox.url}/open-apis/authen/v1/authorize?${query.toString()}`
      return (await fetch(page, { redirect: 'manual' })).status
    }
    const steps = stepsFor(app, SetupStep.options)
    await configure(
      feishu.setup,
      app,
      steps.filter((step) => step !== 'addresses'),
    )
    expect(await login()).toBe(400)
    await configure(feishu.setup, app, ['addresses'])
    expect(await login()).toBe(302)
  })

  it('what Feishu refuses is told with what to click, in both languages, and the rest is done', async () => {
    await stopAnswering?.()
    stopAnswering = undefined
    const outcomes = await all()
    const refused = outcomes.filter(({ state }) => state === 'refused')
    expect(refused.map(({ step }) => step)).toEqual(['events', 'callbacks'])
    expect(refused[0]).toMatchObject({
      says: expect.stringMatching(/^99992402 .*did not return the challenge.*log id \w+/),
      byHand: [
        expect.stringMatching(/\/app\/cli_\w+ → .*事件与回调 > 事件配置 \(.*Events & Callbacks/),
        expect.stringContaining(`${app.publicUrl}/feishu/event`),
        expect.stringContaining('the server has to run'),
        expect.stringContaining('contact.user.updated_v3, contact.user.deleted_v3'),
      ],
    })
  })

  it('an app that no call may change gets the whole list, without a secret in it', async () => {
    sandbox.world.changeSettings({ appPatchable: false })
    const outcomes = await all()
    expect(outcomes.every(({ state, byHand }) => state === 'refused' && byHand.length > 1)).toBe(true)
    const text = JSON.stringify(outcomes)
    for (const secret of [app.verificationToken ?? '', app.encryptKey ?? '', sandbox.info.appSecret])
      expect(text).not.toContain(secret)
  })
})

it('the redirect URLs are those of every page that is served, and where a login leads back to', () => {
  const { pages } = JSON.parse(readFileSync(new URL('../../app.json', import.meta.url), 'utf8')) as {
    pages: string[]
  }
  const publicUrl = 'https://a.example'
  expect(redirectUrls({ publicUrl, pages: 'web_app', inBrowsers: true })).toEqual(
    ['', '_login', ...pages].map((page) => `https://a.example/m/${page}`),
  )
  const pagesOf = (inBrowsers: boolean) => redirectUrls({ publicUrl, pages: 'mini_program', inBrowsers })
  expect([pagesOf(true), pagesOf(false)]).toEqual([['https://a.example/m/_login'], []])
})

it('the events and callbacks that are asked for are those that are taken', () => {
  expect(EVENTS).toEqual(PERSON_EVENTS)
  expect(CALLBACKS).toEqual([CARD_ACTION])
})

it('each step has its menu and something to do, for both ways of events', () => {
  for (const eventsBy of ['webhook', 'connection'] as const)
    for (const step of SetupStep.options) {
      const [menu = '', ...typed] = byHand({ ...app, eventsBy }, step)
      expect(menu).toMatch(/\p{Script=Han}.*\([A-Z][\w &>/]+\)/u)
      expect(typed.length).toBeGreaterThan(0)
    }
})

describe('how the app stands', () => {
  it('is read from its version, its bot and itself', async () => {
    const application = await feishu.doctor.application()
    expect(application).toMatchObject({ ok: true, value: { isEnabled: true, reviewedVersionId: null } })
    const online = application.ok ? (application.value.onlineVersionId ?? '') : ''
    expect(await feishu.doctor.version(online)).toMatchObject({
      value: { version: '1.0.0', audience: 'everyone', hasWebApp: true },
    })
    expect(await feishu.doctor.bot()).toEqual({ ok: true, value: { isActive: true, allowedIps: [] } })
  })

  it('an app without a bot has none, which is no failure', async () => {
    await feishu.setup.change({ step: 'bot' })
    sandbox.world.state.meta.put('appVersions', [])
    expect(await feishu.doctor.bot()).toEqual({ ok: true, value: null })
    expect(await feishu.doctor.application()).toMatchObject({ value: { onlineVersionId: null } })
  })
})
