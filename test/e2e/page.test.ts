import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { operator } from '../support/api.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
if (isMissing) console.log('skipped: the sandbox’s page in a browser, as no Chromium was found')

describe.skipIf(isMissing)('the sandbox’s page in a browser', () => {
  let sandbox: Sandbox
  let server: ServerProcess
  let browser: Browser
  let dataDir: string
  const faults: string[] = []

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'page-'))
    sandbox = await openSandbox()
    server = await startServer({ sandbox, dataDir })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await server.end()
    await sandbox.close()
    await rm(dataDir, { recursive: true })
  })

  async function open(user: string, tab: string): Promise<Page> {
    const page = await browser.newPage()
    page.setDefaultTimeout(8_000)
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('dialog', (dialog) => void dialog.accept('同意'))
    await page.goto(`${sandbox.controlUrl}/?user=${user}&locale=zh-CN&tab=${tab}`)
    return page
  }

  it('a newcomer starts an approval, becomes the approver, presses the button on the card, and sees every list change', async () => {
    const starter = await open('u_dev', 'start')
    await starter.locator('.card', { hasText: '请假' }).getByText('发起审批').click()
    await starter.locator('[data-field=kind] select').selectOption('sick')
    await starter.locator('[data-field=period] input').first().fill('2026-11-23')
    await starter.locator('[data-field=period] input').last().fill('2026-11-24')
    await starter.locator('[data-field=days] input').fill('2')
    await starter.locator('[data-field=reason] textarea').fill('<img src=x onerror="window.hit=1">')
    await starter.getByRole('button', { name: '提交' }).click()
    await starter.waitForURL(/\/detail\?id=/)
    await operator(server.url).quiet()

    const approver = await open('u_lead', 'chat')
    const card = approver.locator('.card.bot').first()
    await card.getByText('病假').waitFor()
    expect(await card.innerText()).toContain('张伟')
    await card.getByRole('button', { name: '同意' }).click()
    await approver.locator('.card.bot', { hasText: '已同意' }).first().waitFor()
    expect(await approver.locator('.card.bot').first().getByRole('button').count()).toBe(0)
    await operator(server.url).quiet()

    const [mine, theirs] = [await open('u_dev', 'started'), await open('u_lead', 'done')]
    await mine
      .locator('.card', { hasText: '请假' })
      .getByText('已通过')
      .or(mine.getByText('已同意'))
      .first()
      .waitFor()
    await theirs.locator('.card', { hasText: '请假' }).first().waitFor()
    expect(await mine.evaluate(() => 'hit' in globalThis)).toBe(false)
    expect(faults).toEqual([])
  })
})
