import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'

type Size = { width: number; height: number }

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
        ...{ viewport, reducedMotion: 'reduce' },
        // In English fields for dates are typed month, day, year.
        locale: 'en-US',
      })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(25_000)
      page.on('pageerror', (error) => faults.push(`${address}: ${error.message}`))
      watch(page)
      await page.goto(address)
      return page
    },
    async closeAll(): Promise<void> {
      const open = contexts
      contexts = []
      for (const context of open) await context.close()
    },
    close: async () => (await browser)?.close(),
  }
}
