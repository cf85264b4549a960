import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { openSandbox } from '../../sandbox/sandbox.ts'
import type { InstanceView } from '../../shared/api.ts'
import { login, operator, type Person } from './api.ts'
import { chromiumPath, openBrowser } from './browser.ts'
import { controlOf } from './control.ts'
import { startServer } from './server-process.ts'

export const LOCALES = ['zh-CN', 'en-US', 'ja-JP'] as const
export type Look = {
  user?: string
  locale?: string
  mode?: 'phone' | 'pc'
  /** 'auto' follows the browser's colour scheme. */
  theme?: 'auto' | 'light' | 'dark'
  width?: number
  height?: number
  /** A page of the mini program, for the client's frame. */
  page?: string
}
export type PageWorld = Awaited<ReturnType<typeof openPageWorld>>

/** True when the tests with a browser cannot run here; it is said once, and with CI=true they fail instead. */
export function lacksBrowser(what: string): boolean {
  const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
  if (isMissing) console.log(`skipped: ${what}, as no Chromium was found`)
  return isMissing
}

/** Sandbox, server and browser, with one tab for each look at a page. */
export async function openPageWorld() {
  const dataDir = await mkdtemp(join(tmpdir(), 'page-world-'))
  const sandbox = await openSandbox()
  const server = await startServer({ sandbox, dataDir })
  const browser = await openBrowser()
  const control = controlOf(sandbox)
  const people = new Map<string, Promise<Person>>()
  const contexts: BrowserContext[] = []
  const faults: string[] = []
  const person = (userId: string): Promise<Person> => {
    const known = people.get(userId) ?? login(server.url, control, userId)
    people.set(userId, known)
    return known
  }
  const open = async (address: string, { width = 390, height = 844 }: Look): Promise<Page> => {
    // In English fields for dates are typed month, day, year.
    const context = await browser.newContext({
      ...{ viewport: { width, height }, reducedMotion: 'reduce', locale: 'en-US' },
    })
    contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(25_000)
    page.on('pageerror', (error) => faults.push(`${address}: ${error.message}`))
    await page.goto(address)
    return page
  }
  return {
    ...{ sandbox, server, control, faults, person },
    /** The mini program's host alone, with this page on it. */
    async frame(route: string, look: Look = {}): Promise<Page> {
      const { user = 'u_dev', locale = 'zh-CN', mode = 'phone', theme = 'light' } = look
      const query = new URLSearchParams({ user, locale, mode, theme }).toString()
      const size = mode === 'pc' ? { width: 1_440, height: 900 } : {}
      const page = await open(`${sandbox.controlUrl}/host/frame.html?${query}#${route}`, { ...size, ...look })
      await settled(page)
      return page
    },
    /** The sandbox's client, in this section. */
    async client(section: string, look: Look = {}): Promise<Page> {
      const { user = 'u_dev', locale = 'zh-CN', theme = 'light', mode = 'phone', page: inFrame } = look
      const query = new URLSearchParams({
        ...{ user, locale, theme, mode, section, ...(inFrame !== undefined && { page: inFrame }) },
      }).toString()
      const page = await open(`${sandbox.controlUrl}/?${query}`, { width: 1_440, height: 900, ...look })
      await page.locator('.items > *').first().waitFor()
      return page
    },
    async submit(userId: string, definition: string, form: object, more: object = {}): Promise<InstanceView> {
      const { status, body } = await (await person(userId)).submit(definition, form, more)
      if (status !== 201) throw new Error(`${definition}: ${status} ${JSON.stringify(body)}`)
      return body
    },
    quiet: () => operator(server.url).quiet(60_000),
    async closeTabs(): Promise<void> {
      for (const context of contexts.splice(0)) await context.close()
    },
    async close(): Promise<void> {
      await browser.close()
      await server.end()
      await sandbox.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

const SHOWN = '#root:not(:has([role="status"][aria-live="polite"][aria-label]))'

/** Until the page shows something that is not its skeleton. */
const settled = (page: Page) => page.locator(SHOWN).filter({ hasText: /\S/ }).waitFor()

/** The sample approvals' forms, with this text wherever one may type. */
export const formsWith = (text: string) => ({
  leave: {
    ...{ kind: 'sick', days: 2, period: { from: '2026-11-23', to: '2026-11-24' } },
    ...{ reason: text, handover: ['u_qa'] },
  },
  expense: {
    ...{ category: 'travel', amount: { amount: '6200.50', currency: 'CNY' } },
    ...{ spentOn: '2026-11-03', purpose: text },
  },
  access: {
    ...{ system: text.slice(0, 100), level: ['read', 'production'], until: '2027-01-31' },
    ...{ owner: ['u_admin'], why: text },
  },
})

export const openTaskOf = ({ tasks }: InstanceView): string =>
  tasks.find(({ status }) => status === 'PENDING')?.id ?? ''
