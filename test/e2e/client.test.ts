import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { operator } from '../support/api.ts'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { ADMIN_TOKEN, startServer, type ServerProcess } from '../support/server-process.ts'

const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
if (isMissing) console.log('skipped: the client of the small Feishu, as no Chromium was found')

type Violation = { id: string; impact: string; nodes: { html: string }[] }

describe.skipIf(isMissing)('the client of the small Feishu', () => {
  let sandbox: Sandbox
  let server: ServerProcess
  let browser: Browser
  let dataDir: string
  let page: Page

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'client-'))
    sandbox = await openSandbox()
    server = await startServer({ sandbox, dataDir })
    browser = await openBrowser()
    for (const user of ['u_dev', 'u_qa', 'u_designer']) await submitLeave(user)
    await operator(server.url).quiet()
  })
  afterEach(() => page.close())
  afterAll(async () => {
    await browser.close()
    await server.end()
    await sandbox.close()
    await rm(dataDir, { recursive: true })
  })

  async function post(url: string, body: object, headers = {}): Promise<Record<string, string>> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    expect(response.ok).toBe(true)
    return (await response.json()) as Record<string, string>
  }
  async function submitLeave(userId: string): Promise<void> {
    const { code } = await post(`${sandbox.controlUrl}/_sandbox/login-codes`, { userId })
    const { token } = await post(`${server.url}/api/v1/session`, { code, via: 'requestAccess' })
    const form = { kind: 'sick', period: { from: '2026-11-23', to: '2026-11-24' }, days: 2 }
    await post(
      `${server.url}/api/v1/instances`,
      { definition: 'leave', form },
      { authorization: `Bearer ${token ?? ''}` },
    )
  }
  async function open(query: string, width = 1280): Promise<Page> {
    page = await browser.newPage({ viewport: { width, height: 800 } })
    page.setDefaultTimeout(25_000)
    await page.goto(`${sandbox.controlUrl}/?user=u_lead&${query}`)
    await page.getByRole('article').first().waitFor()
    return page
  }

  it.each([
    ['locale=zh-CN&section=chat', 'light', 1280],
    ['locale=en-US&section=todo', 'dark', 1280],
    ['locale=ja-JP&section=todo', 'light', 375],
  ] as const)('axe finds no fault: %s, %s, %i px', async (query, theme, width) => {
    await open(query, width)
    await page.locator('.top select').last().selectOption(theme)
    await page.locator('[data-name=controls]').click()
    await page.locator('[data-name=requests]').click()
    await page.locator('summary').first().click()
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()')
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    expect(overflow).toBeLessThanOrEqual(0)
  })

  it('speaks the chosen language and keeps the choice', async () => {
    await open('locale=zh-CN&section=todo')
    await page.getByLabel('语言').selectOption('en-US')
    await page.getByRole('heading', { name: 'To do' }).waitFor()
    await page.getByText('Sick leave').first().waitFor()
    await page.goto(`${sandbox.controlUrl}/`)
    await page.getByRole('heading', { name: 'To do' }).waitFor()
  })

  it('a reminder speaks the person’s language, and its buttons open the pages', async () => {
    await post(`${server.url}/admin/v1/reminders`, {}, { authorization: `Bearer ${ADMIN_TOKEN}` })
    await open('locale=zh-CN&section=chat')
    await page.getByRole('article', { name: /你有 \d+ 条审批待处理/ }).waitFor()
    await page.getByLabel('语言').selectOption('en-US')
    const reminder = page.getByRole('article', { name: /Approvals waiting for you/ })
    await reminder.getByText('Waiting for').first().waitFor()
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()')
    expect(violations.map(({ id }) => id)).toEqual([])

    await reminder.getByRole('button', { name: 'Open my to-dos' }).click()
    await page.frameLocator('iframe').getByText('Sick leave').first().waitFor()
    await reminder.getByRole('button', { name: 'Open', exact: true }).first().click()
    await page.frameLocator('iframe').getByRole('button', { name: 'Approve' }).waitFor()
  })

  it('the focus stays where it is while the list around it changes', async () => {
    await open('locale=en-US&section=todo')
    const button = page.getByRole('button', { name: 'Reject' }).last()
    await button.focus()
    await submitLeave('u_dev')
    await expect.poll(() => page.getByRole('article').count()).toBe(4)
    const isFocused = "document.activeElement === [...document.querySelectorAll('.entry .danger')].at(-1)"
    expect(await page.evaluate<boolean>(isFocused)).toBe(true)
  })

  it('approves several at once, and shows each callback with its JSON', async () => {
    await open('locale=en-US&section=todo')
    await page.getByRole('button', { name: 'Requests' }).click()
    const boxes = page.getByRole('checkbox', { name: /Select/ })
    const count = await boxes.count()
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    await page.getByRole('button', { name: 'Approve selected (2)' }).click()
    await page.getByText('2 done').waitFor()
    await expect.poll(() => page.getByRole('article').count()).toBe(count - 2)
    await page.getByRole('button', { name: 'Callbacks' }).click()
    await page.locator('summary', { hasText: 'callback' }).first().click()
    await page.getByText('"action_type": "APPROVE"').first().waitFor()
  })

  it('opens the mini program itself, on the phone and on the PC', async () => {
    await open('locale=en-US&section=todo')
    await page.getByRole('button', { name: 'Open the mini program' }).click()
    await page.frameLocator('iframe').getByText('Start an approval').first().waitFor()
    await page.getByRole('button', { name: 'PC', exact: true }).click()
    await page.frameLocator('iframe').getByText('Start an approval').first().waitFor()
    expect(await page.locator('iframe').getAttribute('src')).toContain('mode=pc')
  })

  it('a moved clock shows at once', async () => {
    await open('locale=en-US&section=todo')
    await page.getByRole('button', { name: 'Sandbox controls' }).click()
    const clock = page.locator('output')
    const before = await clock.innerText()
    await page.getByRole('button', { name: '+7 days' }).click()
    await expect.poll(() => clock.innerText()).not.toContain(before.split(',')[0] ?? '')
  })
})
