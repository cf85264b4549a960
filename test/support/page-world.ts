import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { differences, type Everyone } from './agreement.ts'
import { operator } from './api.ts'
import { chromiumPath } from './browser.ts'
import { pageLooks, type Look } from './page-looks.ts'
import { createTabs } from './page-tabs.ts'
import { startSandbox, type SandboxProcess } from './sandbox-process.ts'
import { openHome, type HomeOptions } from './server-home.ts'

export { openTaskOf } from './api.ts'
export const LOCALES = ['zh-CN', 'en-US', 'ja-JP'] as const
export type { Look }

type Options = HomeOptions & {
  /** The pages are the server's own web app, and no mini program. */
  isWebApp?: boolean
  /** What only the sandbox tells: where its company's systems are, and their secrets. */
  with?: (sandbox: SandboxProcess) => HomeOptions
  /** Gets each tab before anything is loaded in it. */
  watch?: (page: Page) => void
}
export type PageWorld = Awaited<ReturnType<typeof openPageWorld>>

/** True when the tests with a browser cannot run here; it is said once, and with CI=true they fail instead. */
export function lacksBrowser(what: string): boolean {
  const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
  if (isMissing) console.log(`skipped: ${what}, as no Chromium was found`)
  return isMissing
}

/** A small Feishu, the server on it, and a browser for people to look at both. */
export async function openPageWorld({ isWebApp = false, watch = () => {}, ...given }: Options = {}) {
  const sandbox = await startSandbox(given.root)
  const options = { ...given, ...given.with?.(sandbox) }
  const pages = isWebApp ? 'web_app' : 'mini_program'
  const home = await openHome(sandbox, { ...options, env: { FEISHU_PAGES: pages, ...options.env } })
  const quiet = () => operator(home.url).quiet(60_000)
  const tabs = createTabs(watch)
  const looks = pageLooks({
    controlUrl: sandbox.controlUrl,
    webAppUrl: isWebApp ? `${home.url}/m/` : undefined,
    open: tabs.open,
  })
  return {
    sandbox,
    ...home,
    faults: tabs.faults,
    open: tabs.open,
    ...looks,
    quiet,
    /**
     * Feishu comes to show what the server holds to these people, and no rule of it was broken. What a page does by
     * itself, the mark of having been read, may still be on its way when nothing waits for the first time.
     */
    async agree(people: Everyone): Promise<void> {
      const found = async () => {
        await quiet()
        return differences(home.control, people)
      }
      await expect.poll(found, { timeout: 60_000, interval: 200 }).toEqual([])
      expect((await home.control.oracle()).violations).toEqual([])
    },
    closeTabs: tabs.closeAll,
    async close(): Promise<void> {
      await tabs.close()
      await home.stop()
      await sandbox.end()
      await home.leave()
    },
  }
}

/** The sample approvals' forms, with this text wherever one may type. */
export const formsWith = (text: string) => ({
  leave: {
    kind: 'sick',
    days: 2,
    period: { from: '2026-11-23', to: '2026-11-24' },
    reason: text,
    handover: ['u_qa'],
  },
  expense: {
    category: 'travel',
    amount: { amount: '6200.50', currency: 'CNY' },
    spentOn: '2026-11-03',
    purpose: text,
  },
  access: {
    system: text.slice(0, 100),
    level: ['read', 'production'],
    until: '2027-01-31',
    owner: ['u_admin'],
    why: text,
  },
})
