import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openForm } from '../support/page-forms.ts'
import { formsWith, lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

let world: PageWorld
const faults: string[] = []

beforeAll(async () => {
  world = await openPageWorld({
    isWebApp: true,
    watch: (page) =>
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text())
      }),
  })
})
afterEach(async () => {
  await world.closeTabs()
  expect([world.faults.splice(0), faults.splice(0)]).toEqual([[], []])
})
afterAll(() => world.close())

const get = (path: string) => fetch(`${world.url}${path}`, { redirect: 'manual' })

describe('what the server serves of the web app', () => {
  it('each page of app.json, under a policy that Feishu may frame and nothing else may loosen', async () => {
    for (const path of [
      '/m/pages/detail?id=1',
      '/m/pc/pages/create-form/index?id=leave',
      '/m/pages/settings/index',
      '/m/',
    ]) {
      const response = await get(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain('text/html')
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy).toContain(`script-src 'self' ${world.sandbox.url}/jssdk.js;`)
      expect(policy).toContain("frame-ancestors 'self' http://127.0.0.1:*")
      expect(policy).not.toContain('unsafe')
      expect(response.headers.get('x-frame-options')).toBeNull()
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it.each([
    '/m/_package/app.json',
    '/m/_package/pages/detail.ttml',
    '/m/_host/web-main.js',
    '/m/_host/host.css',
  ])('%s, and says so when nothing changed', async (path) => {
    const first = await get(path)
    expect(first.status).toBe(200)
    const again = await fetch(`${world.url}${path}`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
    })
    expect(again.status).toBe(304)
  })

  it.each([
    '/m/_package/..%2f..%2fpackage.json',
    '/m/_package/%2e%2e/%2e%2e/server/main.js',
    '/m/_host/..%2fserver%2fmain.js',
    '/m/pages/nowhere',
    '/m/_host/',
    '/mm/',
  ])('nothing else: %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })
})

const isMissing = lacksBrowser('the web app')

describe.skipIf(isMissing)('the web app outside Feishu', () => {
  it.each(['/m/', '/m/pages/detail?id=1', '/m/pc/pages/create-form/index?id=leave'])(
    'says at %s that it wants to be opened in Feishu',
    async (path) => {
      const page = await world.open(`${world.url}${path}`, { width: 1_280, height: 720 })
      await page.getByRole('heading', { name: 'Please open this in Feishu' }).waitFor()
      await page.getByRole('button', { name: 'Sign in with Feishu' }).waitFor()
      const link = page.getByRole('link', { name: 'Open in Feishu' })
      const target = new URL((await link.getAttribute('href')) ?? '').searchParams.get('lk_target_url')
      expect(target).toBe(`${world.url}${path}`)
    },
  )
})

describe.skipIf(isMissing)('the web app in the frame of the small Feishu', () => {
  it('logs in through the JSSDK, opens the form, and picks people through the client', async () => {
    const page = await world.client('start')
    const frame = await openForm(page, '请假')
    await frame.getByText('直属上级').first().waitFor()
    expect(page.frames().at(-1)?.url()).toContain(`${world.url}/m/pages/approval-form/index?id=leave`)

    await frame.getByRole('button', { name: /工作交接给/ }).click()
    await page.getByRole('dialog').getByText('刘洋').click()
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await frame.getByText('刘洋').first().waitFor()
  })
})

/** A client of which a test says who uses it, around a page of the web app. */
async function openOnSharedDevice(route: string) {
  let at = 'u_dev'
  const page = await world.open(`${world.url}/healthz`, { width: 390, height: 844 })
  await page.route('**/jssdk.js', (asked) =>
    asked.fulfill({ contentType: 'text/javascript', body: `(${String(installClient)})()` }),
  )
  await page.exposeFunction('loginCode', () => world.control.loginCode(at))
  await page.goto(`${world.url}/m/${route}`)
  const turn = (state: 'hidden' | 'visible') =>
    page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    `)
  /** The device changes hands while the page is out of sight. */
  const passTo = async (next: string): Promise<void> => {
    await turn('hidden')
    at = next
    await page.evaluate(() => {
      const { now } = Date
      Date.now = () => now() + 60_000
    })
    await turn('visible')
  }
  return { page, passTo }
}

function installClient(): void {
  const own = globalThis as unknown as { loginCode: () => Promise<string> }
  type Options = { success: (result: object) => void }
  Object.assign(globalThis, {
    tt: {
      requestAccess: ({ success }: Options) => void own.loginCode().then((code) => success({ code })),
      getSystemInfo: ({ success }: Options) => success({ language: 'zh_CN' }),
    },
    h5sdk: {
      ready: (listener: () => void) => listener(),
      config: ({ onSuccess }: { onSuccess: (result: object) => void }) => onSuccess({}),
    },
  })
}

describe.skipIf(isMissing)('two people on one device', () => {
  it('each see and do what is theirs, whoever opened the page', async () => {
    const { id } = await world.submit('u_dev', 'leave', formsWith('家事').leave)
    const { page, passTo } = await openOnSharedDevice(`pages/detail?id=${id}`)
    await page.getByText('家事').first().waitFor()
    await page.getByRole('button', { name: '撤回' }).waitFor()

    await passTo('u_dev')
    await page.getByText('家事').first().waitFor()

    const decided: string[] = []
    page.on('request', (one) => {
      if (one.method() === 'POST') decided.push(new URL(one.url()).pathname)
    })
    await passTo('u_designer')
    await page.getByText('无法查看').waitFor()
    expect(await page.getByText('家事').count()).toBe(0)
    expect(decided).toEqual(['/api/v1/session'])
    // The approval is none of theirs.
    expect(faults.splice(0)).toEqual([expect.stringContaining('404')])
    const { body } = await (await world.person('u_dev')).read(id)
    expect(body.status).toBe('PENDING')
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([])
  })
})
