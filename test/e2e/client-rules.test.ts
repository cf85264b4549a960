import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

// The client as Feishu's pages describe it: each rule with a call that it takes and one that it refuses.

const isMissing = lacksBrowser('the rules of the client')

type Result = { ok: boolean; errno?: number; errCode?: number; errString?: string } & Record<string, unknown>

/** In the page: one call of the client's script, as any web app would make it. */
const CALL = `window.ask = (name, options) => new Promise((resolve) => {
  const done = (ok) => (result) => resolve({ ok, ...result })
  const [success, fail] = [done(true), done(false)]
  if (name === 'config') h5sdk.config({ ...options, onSuccess: success, onFail: fail })
  else tt[name]({ ...options, success, fail })
})
window.isReady = new Promise((resolve) => h5sdk.ready(() => resolve(true)))`

describe.skipIf(isMissing)('the rules of the client', () => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld({ isWebApp: true, watch: (page) => void serveBarePages(page) })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  /** Pages of the server’s that are nothing but the client’s script. */
  async function serveBarePages(page: Page): Promise<void> {
    await page.route('**/m/bare/**', async (route) => {
      const script = await (await fetch(`${world.sandbox.url}/jssdk.js`)).text()
      const body = `<script>${script}</script><script>${CALL}</script>`
      await route.fulfill({ contentType: 'text/html', body })
    })
  }

  async function openBare() {
    const page = await world.client('start', { route: 'bare/page' })
    const frame = await bareFrameOf(page)
    const ask = (name: string, options: object = {}): Promise<Result> =>
      frame.evaluate(([api, given]) => (globalThis as unknown as Asking).ask(api, given), [
        name,
        options,
      ] as const)
    const sign = async () => {
      const url = encodeURIComponent(frame.url())
      const signed = (await (await fetch(`${world.url}/api/v1/jssdk?url=${url}`)).json()) as Record<
        string,
        string
      >
      return { ...signed, timestamp: Number(signed['timestamp']), jsApiList: APIS }
    }
    return { page, frame, ask, sign }
  }

  it('without config a page may log in and close, and nothing else', async () => {
    const { page, ask } = await openBare()
    const { appId } = world.sandbox.info
    for (const name of APIS) expect(await ask(name, { url: 'https://a.example' })).toMatchObject(UNAUTHORISED)
    expect(await ask('requestAccess', { appID: appId, scopeList: [] })).toMatchObject({ ok: true })
    expect(await ask('requestAuthCode', { appId })).toMatchObject({ ok: true })
    expect(await ask('requestAccess', { scopeList: [] })).toMatchObject({ ok: false, errno: 104 })
    // It takes the page away, so nobody hears the answer.
    void ask('closeWindow').catch(() => undefined)
    await page.locator('iframe').waitFor({ state: 'detached' })
  })

  it('config takes a signature once, and what it lists is allowed then', async () => {
    const { ask, sign } = await openBare()
    const signed = await sign()
    expect(await ask('config', { ...signed, signature: 'a'.repeat(40) })).toMatchObject({ errCode: 333441 })
    expect(await ask('config', { ...signed, timestamp: String(signed.timestamp) })).toMatchObject({
      errCode: 1012,
    })
    expect(await ask('config', signed)).toMatchObject({ ok: true })
    expect(await ask('getSystemInfo')).toMatchObject({ ok: true, language: 'zh_CN' })
    expect(await ask('config', signed)).toMatchObject({ ok: false, errno: 2601002, errCode: 333443 })

    expect(await ask('config', { ...(await sign()), jsApiList: ['chooseContact'] })).toMatchObject({
      ok: true,
    })
    expect(await ask('getSystemInfo')).toMatchObject(UNAUTHORISED)
  })

  it('a signature is over ten minutes later', async () => {
    const { ask, sign } = await openBare()
    const signed = await sign()
    await world.control.clock({ advanceMs: 9 * 60_000 })
    expect(await ask('config', signed)).toMatchObject({ ok: true })
    const other = await sign()
    await world.control.clock({ advanceMs: 2 * 60_000 })
    expect(await ask('config', other)).toMatchObject({ ok: false, errCode: 333444 })
    await world.control.clock({ advanceMs: -11 * 60_000 })
  })

  it('a page is allowed where it is and below, and a signature is for the address as it is', async () => {
    const { frame, ask, sign } = await openBare()
    const signed = await sign()
    const goTo = (address: string) =>
      frame.evaluate(`history.pushState(null, '', ${JSON.stringify(address)})`)
    await goTo('page?other=1')
    expect(await ask('config', signed)).toMatchObject({ ok: false, errCode: 333441 })
    expect(await ask('config', await sign())).toMatchObject({ ok: true })
    await goTo('page/below#top')
    expect(await ask('getSystemInfo')).toMatchObject({ ok: true })
    await goTo('../elsewhere')
    expect(await ask('getSystemInfo')).toMatchObject(UNAUTHORISED)
  })

  it('only redirect URLs of the app log in', async () => {
    const { ask } = await openBare()
    const login = { appID: world.sandbox.info.appId, scopeList: [] }
    await world.control.settings({ redirectUrls: [`${world.url}/m/pages/detail`] })
    expect(await ask('requestAccess', login)).toMatchObject({ ok: false, errno: 2700002 })
    await world.control.settings({ redirectUrls: [`${world.url}/m/bare/page`] })
    expect(await ask('requestAccess', login)).toMatchObject({ ok: true })
    await world.control.settings({ redirectUrls: 'server' })
  })

  it('a picker offers outsiders unless it is told not to', async () => {
    await world.control.call('POST', '/people/u_designer', { external: true, silent: true })
    const { page, ask, sign } = await openBare()
    const offered = async (options: object): Promise<number> => {
      await ask('config', await sign())
      const picking = ask('chooseContact', options)
      await page.getByRole('dialog').getByText('黄敏').waitFor()
      const count = await page.getByRole('dialog').getByText('刘洋').count()
      await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
      expect(await picking).toMatchObject({ ok: false, errno: 1003003 })
      return count
    }
    expect([await offered({}), await offered({ externalContact: false })]).toEqual([1, 0])
    await world.control.call('POST', '/people/u_designer', { external: false, silent: true })
  })

  it('of departments it gives no names, and of people it gives people', async () => {
    const { page, ask, sign } = await openBare()
    await ask('config', await sign())
    const picking = ask('chooseContact', { enableChooseDepartment: true })
    for (const name of ['财务部', '黄敏']) await page.getByRole('dialog').getByText(name).click()
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    const { data, department_data } = await picking
    expect(data).toMatchObject([{ name: '黄敏' }])
    expect((department_data as object[]).map((one) => Object.keys(one).sort())).toEqual([
      ['departmentId', 'openDepartmentId'],
    ])
  })

  it('what is shared lies in the chat of whoever was picked; an address it has to be', async () => {
    const { page, ask, sign } = await openBare()
    await ask('config', await sign())
    expect(await ask('shareWebContent', { title: '请假', url: '/m/bare' })).toMatchObject({ ok: false })
    await ask('shareWebContent', { title: '请看', url: 'https://a.example/x' })
    await page.getByRole('dialog').getByText('黄敏').click()
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await page.getByText('已转发：请看').waitFor()
    const [newest] = await world.control.chat('u_qa')
    expect(newest).toMatchObject({
      msgType: 'share_link',
      content: { title: '请看', url: 'https://a.example/x' },
    })
  })
})

const APIS = ['getSystemInfo', 'chooseContact', 'shareWebContent']
const UNAUTHORISED = { ok: false, errno: 2601002, errCode: 333445 }

type Asking = { ask: (name: string, options: object) => Promise<Result>; isReady: Promise<boolean> }

async function bareFrameOf(page: Page): Promise<Frame> {
  await page.frameLocator('iframe').locator('script').first().waitFor({ state: 'attached' })
  const frame = page.frames().find((one) => one.url().includes('/m/bare/'))
  if (!frame) throw new Error('the frame shows another page')
  await frame.evaluate(() => (globalThis as unknown as Asking).isReady)
  return frame
}
