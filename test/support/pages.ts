import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { openSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { login, type Person } from './api.ts'
import { chromiumPath, openBrowser } from './browser.ts'
import { controlOf, type Control } from './control.ts'
import { freePort, startServer, type ServerProcess } from './server-process.ts'

const PACKAGE = join(import.meta.dirname, '../../dist/miniprogram')

export type Mode = 'phone' | 'pc'

export type View = {
  user: string
  section?: 'chat' | 'todo' | 'done' | 'started' | 'cc' | 'start'
  mode?: Mode
  /** A page of the mini program to open, as an applink would; or a web app's whole address. */
  path?: string
}

export type Stage = Awaited<ReturnType<typeof openStage>>

/** Whether browser tests cannot run here; with `CI=true` they fail instead. */
export function isBrowserMissing(what: string): boolean {
  const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
  if (isMissing) console.log(`skipped: ${what}, as no Chromium was found`)
  return isMissing
}

/** A small Feishu, the server on it, and a browser for people to look at it. */
export async function openStage(env: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'pages-'))
  const port = await freePort()
  const sandbox = await openSandbox()
  const browser = await openBrowser()
  const faults: string[] = []
  const loaded = new Map<string, string>()
  const start = (): Promise<ServerProcess> => startServer({ sandbox, dataDir, port, env })
  let server = await start()
  let pages: Page[] = []
  let pending: Promise<void>[][] = []

  return {
    sandbox,
    control: controlOf(sandbox),
    url: server.url,
    /** What went wrong in the pages by itself. */
    faults,
    /** Each file of the package that a browser got, with the SHA-256 of what it got. */
    loaded,
    open: async (view: View): Promise<Page> => {
      const page = await openClient(browser, sandbox, view)
      page.on('pageerror', (error) => faults.push(error.message))
      pages.push(page)
      pending.push(recordPackage(page, loaded))
      await page.goto(addressOf(sandbox, view))
      await isReady(page)
      return page
    },
    stop: () => server.end('SIGKILL'),
    restart: async () => {
      server = await start()
    },
    closePages: async () => {
      await Promise.all(pending.flat())
      for (const page of pages) await page.close()
      pages = []
      pending = []
    },
    close: async () => {
      await browser.close()
      await server.end()
      await sandbox.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

async function openClient(browser: Browser, sandbox: Sandbox, { mode = 'phone' }: View): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: mode === 'pc' ? 1_600 : 1_280, height: 860 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(25_000)
  page.on('close', () => void context.close().catch(() => undefined))
  return page
}

export function addressOf(sandbox: Sandbox, { user, section = 'start', mode = 'phone', path }: View): string {
  const query = new URLSearchParams({
    user,
    section,
    mode,
    locale: 'zh-CN',
    ...(path !== undefined && { [path.startsWith('http') ? 'web' : 'page']: path }),
  })
  return `${sandbox.controlUrl}/?${query.toString()}`
}

/** Once the client keeps its choice, it stands. */
async function isReady(page: Page): Promise<void> {
  // Asked from outside: the page's CSP lets nothing be made from text, and so no waiting in it.
  while ((await page.evaluate<string | null>(`localStorage.getItem('sandbox-client')`)) === null) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Hashes what the browser got of the package; a repeat that was not sent again (304) is what it got before. */
function recordPackage(page: Page, loaded: Map<string, string>): Promise<void>[] {
  const pending: Promise<void>[] = []
  page.on('response', (response) => {
    const [, name] = /^\/(?:m\/_)?package\/(.+)$/.exec(new URL(response.url()).pathname) ?? []
    if (name === undefined || response.status() !== 200) return
    pending.push(
      response.body().then(
        (body) => {
          loaded.set(name, createHash('sha256').update(body).digest('hex'))
        },
        // The frame went on before it could be read: then somebody else has to have loaded it.
        () => {
          if (!loaded.has(name)) loaded.set(name, '')
        },
      ),
    )
  })
  return pending
}

/** Each of these files as it lies in the built package. */
export async function builtHashes(names: Iterable<string>): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const name of names) {
    const content = await readFile(join(PACKAGE, name))
    hashes.set(name, createHash('sha256').update(content).digest('hex'))
  }
  return hashes
}

export async function loginAll<Name extends string>(
  { url, control }: { url: string; control: Control },
  names: readonly Name[],
): Promise<Record<Name, Person>> {
  const people = await Promise.all(names.map(async (id) => [id, await login(url, control, id)] as const))
  return Object.fromEntries(people) as Record<Name, Person>
}

export type Frame = FrameLocator

/** The phone or the PC in the client. */
export const frameOf = (page: Page): Frame => page.frameLocator('iframe')

/** Opens a definition's form with its tile on the start page. */
export async function openForm(page: Page, name: string): Promise<Frame> {
  await page.getByRole('button', { name }).click()
  const frame = frameOf(page)
  await frame.getByRole('heading', { name, level: 1 }).waitFor()
  return frame
}

export async function typeText(frame: Frame, label: string, text: string): Promise<void> {
  await frame.getByRole('textbox', { name: label, exact: true }).fill(text)
}

export async function pickOption(frame: Frame, label: string, option: string): Promise<void> {
  await frame.getByRole('button', { name: label }).click()
  await frame.getByRole('option', { name: option }).click()
  await frame.getByRole('dialog').waitFor({ state: 'detached' })
}

export async function pickDay(frame: Frame, label: string | RegExp, day: string): Promise<void> {
  await frame.getByRole('button', { name: label }).click()
  await frame.getByRole('dialog').locator('input').fill(day)
  await frame.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await frame.getByRole('dialog').waitFor({ state: 'detached' })
}

/** A valid leave of so many days, up to the tap on Submit. */
export async function fillLeave(frame: Frame, days: string, reason: string): Promise<void> {
  await pickOption(frame, '类型', '病假')
  await pickDay(frame, /开始日期/, '2026-11-23')
  await pickDay(frame, /结束日期/, '2026-11-24')
  await typeText(frame, '天数', days)
  await typeText(frame, '事由', reason)
}

export const submitButton = (frame: Frame) => frame.getByRole('button', { name: '提交', exact: true })

/** A node of the node line, by its name. */
export const nodeOf = (frame: Frame, name: string) =>
  frame.getByRole('list').getByRole('listitem').filter({ hasText: name })

/** What the detail page shows for a field. */
export const valueOf = (frame: Frame, label: string) =>
  frame.getByText(label, { exact: true }).locator('xpath=following-sibling::*[1]')
