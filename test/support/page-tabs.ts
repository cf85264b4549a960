import { basename, join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openBrowser } from './browser.ts'

const PICTURES = join(import.meta.dirname, '../../screenshots')

const pictureOf = (count: number): string => {
  const { testPath = '', currentTestName = '' } = expect.getState()
  const name = `${basename(testPath, '.test.ts')} ${currentTestName}`.replace(/[^\p{L}\p{N}]+/gu, '-')
  return join(PICTURES, `${name.slice(0, 120)}-${count}.png`)
}

type Size = { width: number; height: number }

const tokens = new WeakMap<Page, string>()

/** The session that the pages in a tab used last: they keep it nowhere. */
export function tokenIn(page: Page): string {
  const token = tokens.get(page)
  if (token === undefined) throw new Error('nothing in this tab is logged in')
  return token
}

function noteToken(page: Page): void {
  page.on('request', (request) => {
    const [, token] = /^Bearer (.+)$/.exec(request.headers()['authorization'] ?? '') ?? []
    if (token !== undefined) tokens.set(page, token)
  })
}

/** Tabs that know nothing of each other; the browser is started for the first one. */
export function createTabs(watch: (page: Page) => void) {
  const faults: string[] = []
  let browser: Promise<Browser> | undefined
  let contexts: BrowserContext[] = []
  return {
    /** What went wrong in the pages by itself. */
    faults,
    async open(address: string, viewport: Size): Promise<Page> {
      browser ??= openBrowser()
      const context = await (
        await browser
      ).newContext({
        viewport,
        reducedMotion: 'reduce',
        // In English fields for dates are typed month, day, year.
        locale: 'en-US',
      })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      page.on('pageerror', (error) => faults.push(`${address}: ${error.message}`))
      noteToken(page)
      watch(page)
      await page.goto(address)
      return page
    },
    /** What each showed last is kept as a picture. */
    async closeAll(): Promise<void> {
      const open = contexts
      contexts = []
      const pages = open.flatMap((context) => context.pages())
      for (const [at, page] of pages.entries()) await page.screenshot({ path: pictureOf(at + 1) })
      for (const context of open) await context.close()
    },
    close: async () => (await browser)?.close(),
  }
}
