import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { InstanceView } from '../../shared/api.ts'
import { login, operator, type Person } from './api.ts'
import { chromiumPath } from './browser.ts'
import { controlOf } from './control.ts'
import { pageLooks, type Look } from './page-looks.ts'
import { createTabs } from './page-tabs.ts'
import { startSandbox } from './sandbox-process.ts'
import { freePort, startServer } from './server-process.ts'

export const LOCALES = ['zh-CN', 'en-US', 'ja-JP'] as const
export type { Look }

type Options = {
  /** The pages are the server's own web app, and no mini program. */
  isWebApp?: boolean
  env?: Record<string, string>
  /** The installation to run; else it is this one. */
  root?: string
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
export async function openPageWorld({ isWebApp = false, env = {}, root, watch = () => {} }: Options = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'page-world-'))
  const sandbox = await startSandbox(root)
  const port = await freePort()
  const pages = isWebApp ? 'web_app' : 'mini_program'
  const start = () =>
    startServer({ ...{ sandbox, dataDir, port, root }, env: { FEISHU_PAGES: pages, ...env } })
  let server = await start()
  const { url } = server
  const control = controlOf(sandbox)
  const tabs = createTabs(watch)
  const sessions = new Map<string, Promise<Person>>()
  const person = (userId: string): Promise<Person> => {
    const known = sessions.get(userId) ?? login(url, control, userId)
    sessions.set(userId, known)
    return known
  }
  const looks = pageLooks({
    controlUrl: sandbox.controlUrl,
    webAppUrl: isWebApp ? `${url}/m/` : undefined,
    open: tabs.open,
  })
  return {
    ...{ sandbox, url, control, person, faults: tabs.faults, open: tabs.open, ...looks },
    async people<Name extends string>(names: readonly Name[]): Promise<Record<Name, Person>> {
      const found = await Promise.all(names.map(async (name) => [name, await person(name)] as const))
      return Object.fromEntries(found) as Record<Name, Person>
    },
    async submit(userId: string, definition: string, form: object, more: object = {}): Promise<InstanceView> {
      const { status, body } = await (await person(userId)).submit(definition, form, more)
      if (status !== 201) throw new Error(`${definition}: ${status} ${JSON.stringify(body)}`)
      return body
    },
    quiet: () => operator(url).quiet(60_000),
    /** The server stands still: it takes no more of what is sent to it. */
    freeze: () => server.child.kill('SIGSTOP'),
    stop: () => server.end('SIGKILL'),
    async restart(): Promise<void> {
      server = await start()
    },
    closeTabs: tabs.closeAll,
    async close(): Promise<void> {
      await tabs.close()
      await server.end('SIGKILL')
      await sandbox.end()
      await rm(dataDir, { recursive: true })
    },
  }
}

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
