import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

let sandbox: Sandbox
let server: ServerProcess
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'web-app-'))
  sandbox = await openSandbox()
  server = await startServer({ sandbox, dataDir, env: { FEISHU_PAGES: 'web_app' } })
})
afterAll(async () => {
  await server.end()
  await sandbox.close()
  await rm(dataDir, { recursive: true })
})

const get = (path: string) => fetch(`${server.url}${path}`, { redirect: 'manual' })

describe('what the server serves of the web app', () => {
  it('each page of app.json, under a policy that Feishu may frame and nothing else may loosen', async () => {
    for (const path of ['/m/pages/detail?id=1', '/m/pc/pages/create-form/index?id=leave', '/m/']) {
      const response = await get(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain('text/html')
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy).toContain(`script-src 'self' ${sandbox.url}/jssdk.js;`)
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
    const again = await fetch(`${server.url}${path}`, {
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

const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
if (isMissing) console.log('skipped: the web app in a browser, as no Chromium was found')

describe.skipIf(isMissing)('the web app in the frame of the small Feishu', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it('logs in through the JSSDK, opens the form, and picks people through the client', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(25_000)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.goto(`${sandbox.controlUrl}/?user=u_dev&locale=zh-CN&section=start`)
    await page.getByRole('button', { name: '请假' }).click()
    const frame = page.frameLocator('iframe')
    await frame.getByText('直属上级').first().waitFor()
    expect(page.frames().at(-1)?.url()).toContain(`${server.url}/m/pages/approval-form/index?id=leave`)

    await frame.getByRole('button', { name: /工作交接给/ }).click()
    await page.getByRole('dialog').getByText('刘洋').click()
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await frame.getByText('刘洋').first().waitFor()
    expect(faults).toEqual([])
  })
})
