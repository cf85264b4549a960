import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { operator } from '../support/api.ts'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { startServer, type ServerProcess } from '../support/server-process.ts'

const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
if (isMissing) console.log('skipped: the small Feishu in a browser, as no Chromium was found')

const PAYLOAD = '<img src=x onerror="window.hit=1"> **b** [x](http://evil.test)'

describe.skipIf(isMissing)('the small Feishu in a browser', () => {
  let sandbox: Sandbox
  let server: ServerProcess
  let browser: Browser
  let dataDir: string
  let pages: Page[] = []
  const faults: string[] = []

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'page-'))
    sandbox = await openSandbox()
    server = await startServer({ sandbox, dataDir })
    browser = await openBrowser()
  })
  afterEach(async () => {
    for (const page of pages) await page.close()
    pages = []
    expect(faults).toEqual([])
  })
  afterAll(async () => {
    await browser.close()
    await server.end()
    await sandbox.close()
    await rm(dataDir, { recursive: true })
  })

  async function open(user: string, section: string, query = ''): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
    pages.push(page)
    page.setDefaultTimeout(25_000)
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(`${sandbox.controlUrl}/?user=${user}&locale=zh-CN&section=${section}${query}`)
    return page
  }

  async function startLeave(page: Page, reason: string): Promise<void> {
    const phone = page.frameLocator('iframe')
    await page.getByRole('button', { name: '请假' }).click()
    await phone.getByRole('button', { name: '类型' }).click()
    await phone.getByRole('option', { name: '病假' }).click()
    for (const [day, name] of [
      ['2026-11-23', '开始日期'],
      ['2026-11-24', '结束日期'],
    ] as const) {
      await phone.getByRole('button', { name: new RegExp(name) }).click()
      await phone.getByRole('dialog').locator('input').fill(day)
      await phone.getByRole('button', { name: '确定' }).click()
    }
    await phone.getByRole('textbox', { name: '天数' }).fill('2')
    await phone.getByRole('textbox', { name: '事由' }).fill(reason)
    await phone.getByRole('button', { name: '提交' }).click()
    await page.locator('.device-title', { hasText: /./ }).waitFor()
    await phone.getByText('审批中').first().waitFor()
  }

  it('a newcomer starts an approval on the phone; the approver presses the button on the card; every list follows by itself', async () => {
    const [starter, approver] = [await open('u_dev', 'start'), await open('u_lead', 'chat')]
    await startLeave(starter, PAYLOAD)

    const card = approver.getByRole('article').first()
    await card.getByText('病假').waitFor()
    expect(await card.innerText()).toContain('张伟')
    await starter.getByRole('button', { name: '已发起' }).click()
    await starter.getByRole('article').first().getByText('审批中').waitFor()

    await card.getByRole('button', { name: '同意' }).click()
    const dialog = approver.getByRole('dialog')
    if ((await card.getByText('已同意').count()) === 0 && (await dialog.count()) > 0)
      await dialog.getByRole('button', { name: '确定' }).click()
    await approver.getByRole('article').first().getByText('已同意').waitFor()
    expect(await card.getByRole('button', { name: '同意' }).count()).toBe(0)
    await starter.getByRole('article').first().getByText('已通过').waitFor()

    await card.getByRole('button', { name: '查看详情' }).click()
    await approver.frameLocator('iframe').getByText(PAYLOAD).first().waitFor()
    expect(await approver.evaluate(() => 'hit' in globalThis)).toBe(false)
    expect(await starter.evaluate(() => 'hit' in globalThis)).toBe(false)
  })

  it('an applink opens its page in the frame that it is made for', async () => {
    const page = await open('u_dev', 'chat')
    await page.goto(
      `${sandbox.applinkUrl}/client/mini_program/open?mode=appCenter&appId=x&path=pc%2Fpages%2Fcreate-form%2Findex%3Fid%3Dleave`,
    )
    await page.frameLocator('iframe').getByText('直属上级').first().waitFor()
    expect(await page.locator('.stage').getAttribute('data-mode')).toBe('pc')
  })

  it('a card settles once Feishu is back from an outage', async () => {
    const [starter, approver] = [await open('u_qa', 'start'), await open('u_lead', 'todo')]
    await startLeave(starter, '发烧')
    const entry = approver.getByRole('article').filter({ hasText: '黄敏' }).first()
    await entry.waitFor()
    await operator(server.url).quiet()

    await approver.getByRole('button', { name: '沙箱控制' }).click()
    await approver.getByRole('radio', { name: '宕机' }).check()
    await approver.getByText('连接被拒绝').waitFor()
    await entry.getByRole('button', { name: '同意' }).click()
    const dialog = approver.getByRole('dialog')
    await dialog
      .or(entry.getByRole('button', { name: '同意', disabled: true }))
      .first()
      .waitFor()
      .catch(() => undefined)
    if ((await dialog.count()) > 0) await dialog.getByRole('button', { name: '确定' }).click()
    expect(await entry.getByText('审批中').count()).toBe(1)

    await approver.getByRole('radio', { name: '正常' }).check()
    await entry.waitFor({ state: 'detached', timeout: 20_000 })
    await approver.getByRole('button', { name: '已办' }).click()
    await approver.getByRole('article').filter({ hasText: '黄敏' }).first().waitFor()
  }, 120_000)
})
