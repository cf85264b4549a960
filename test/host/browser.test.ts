import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bundleHost, compileTemplates } from '../../scripts/build-host.js'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { openStage, type Stage } from './stage.ts'

const FIXTURE = join(import.meta.dirname, 'fixture')

/** Everything that the app and its first page need. */
const FIRST_FILES = [
  ...['app.js', 'app.json', 'app.ttss', 'lib/words.js'],
  ...['components/counter/index', 'pages/home'].flatMap((unit) =>
    ['js', 'json', 'ttml', 'ttss'].map((kind) => `${unit}.${kind}`),
  ),
].sort()

/** The tests' own types know no browser. */
type Styled = { getComputedStyle: (element: unknown) => Record<string, string> }

const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
if (isMissing) console.log('skipped: the browser host, as no Chromium was found')

describe.skipIf(isMissing)('the browser host', () => {
  let folder: string
  let stage: Stage
  let browser: Browser
  let page: Page
  let faults: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'host-'))
    bundleHost(folder)
    compileTemplates(FIXTURE, folder)
    stage = await openStage(folder, FIXTURE)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await stage.close()
    await rm(folder, { recursive: true })
  })
  afterEach(async () => {
    await page.close()
    expect(faults).toEqual([])
  })

  async function open(url = '', query = 'theme=light'): Promise<Page> {
    faults = []
    page = await browser.newPage({ viewport: { width: 375, height: 640 } })
    page.setDefaultTimeout(60_000)
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.goto(`${stage.url}/host/frame.html?user=u_dev&locale=en-US&mode=phone&${query}#${url}`)
    await page.locator('.host-page').first().waitFor()
    return page
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const says = (text: string) => page.getByText(text).first().waitFor()
  const style = (text: string, property: string) =>
    page
      .getByText(text)
      .first()
      .evaluate(
        (element, name) => (globalThis as unknown as Styled).getComputedStyle(element)[name],
        property,
      )

  it('opens the first page, runs its scripts and its lifecycle in order', async () => {
    await open()
    await says('HELLO NOBODY')
    await says('load show ready')
    await says('<b>bold</b>')
    await says('inside 2 ready')
  })

  it('asks for all files of the first page at once', async () => {
    faults = []
    page = await browser.newPage()
    const held: (() => Promise<void>)[] = []
    const asked: string[] = []
    await page.route('**/package/**', async (route) => {
      asked.push(new URL(route.request().url()).pathname.replace('/package/', ''))
      if (asked.at(-1) === 'app.json') await route.continue()
      else held.push(() => route.continue())
    })
    await page.goto(`${stage.url}/host/frame.html?user=u&locale=en-US&mode=phone`)
    await expect.poll(() => asked.toSorted(), { timeout: 60_000 }).toEqual(FIRST_FILES)
    await Promise.all(held.map((goOn) => goOn()))
    await says('load show ready')
    expect(asked.toSorted()).toEqual(FIRST_FILES)
  })

  it('opens the page of the link with its query, and refuses one that the package does not have', async () => {
    await open('pages/second?id=x%26y')
    await says('id x&y')
    expect(await page.title()).toBe('Second x&y')
    await page.close()
    await open()
    await button('open nowhere').click()
    await says('navigateTo:fail')
  })

  it('walks the stack: hide and show, unload, the back button’s depth', async () => {
    await open()
    await says('ready')
    await button('open').click()
    await says('id a b')
    expect(await page.getByText('HELLO').isVisible()).toBe(false)
    await button('back').click()
    await says('load show ready hide second:unload show')
  })

  it('components take properties, send events, and keep their styles to themselves', async () => {
    await open()
    await button('add').click()
    await says('count 3')
    await says('some')
    await button('add').click()
    await says('many')
    expect(await style('inside', 'color')).toBe('rgb(7, 7, 7)')
    expect(await style('HELLO', 'color')).toBe('rgb(1, 2, 3)')
  })

  it('rpx follow the width, also in style attributes', async () => {
    await open()
    expect([await style('HELLO', 'width'), await style('HELLO', 'height')]).toEqual(['50px', '50px'])
  })

  it('dark styles follow the host’s theme, not the system’s', async () => {
    await open('', 'theme=dark')
    expect(await style('HELLO', 'color')).toBe('rgb(200, 201, 202)')
  })

  it('a tap reaches the views around it, a caught one does not; the keyboard taps too', async () => {
    await open()
    await says('ready')
    await button('inner').click()
    await says('load show ready tap:inner')
    await page.getByRole('button', { name: 'a row to tap' }).press('Enter')
    await says('tap:inner tap:row')
    expect(await page.locator('[tt=text]').first().innerText()).not.toContain('outer')
  })

  it('a modal keeps the focus and tells what was pressed', async () => {
    await open()
    await button('ask').press('Enter')
    await page.getByRole('dialog', { name: 'Sure?' }).waitFor()
    await button('OK').press('Enter')
    await says('true')
    await button('ask').click()
    await page.keyboard.press('Escape')
    await says('false')
  })

  it.each([
    ['pick colleagues', ['Anna']],
    ['pick anybody', ['Anna', 'Olga']],
  ])('%s: its picker offers %j, and nobody who has left', async (name, offered) => {
    await open()
    await button(name).click()
    const boxes = page.getByRole('checkbox')
    await boxes.first().waitFor()
    expect(await page.locator('.host-person span').allTextContents()).toEqual(offered)
    await boxes.last().check()
    await button('OK').click()
    await says(offered.length === 1 ? 'ou_in' : 'ou_out')
  })

  it('logs in with the sandbox’s code and sends requests to the server behind it', async () => {
    await open()
    await button('login').click()
    await says('a-code')
    await button('send').click()
    await says('200 1')
    expect(stage.requests).toContainEqual({ url: '/_sandbox/login-codes', body: '{"userId":"u_dev"}' })
    expect(stage.requests).toContainEqual({ url: '/server/api/v1/echo?x=1', body: '{"a":1}' })
  })

  it('keeps what is stored until it closes where the browser allows no storage', async () => {
    faults = []
    page = await browser.newPage()
    await page.addInitScript(`Object.defineProperty(window, 'localStorage', {
      get() { throw new DOMException('Access is denied for this document.', 'SecurityError') },
    })`)
    await page.goto(`${stage.url}/host/frame.html?user=u_dev&locale=en-US&mode=phone`)
    await says('load show ready')
    const kept = await page.evaluate(`(() => {
      tt.setStorageSync('draft', { a: 1 })
      tt.setStorageSync('gone', 1)
      tt.removeStorageSync('gone')
      return [tt.getStorageSync('draft'), tt.getStorageSync('gone'), tt.getStorageInfoSync().keys]
    })()`)
    expect(kept).toEqual([{ a: 1 }, '', ['draft']])
  })

  it('refuses a template that is not the one that was compiled', async () => {
    const other = await mkdtemp(join(tmpdir(), 'package-'))
    await cp(FIXTURE, other, { recursive: true })
    await appendFile(join(other, 'pages/home.ttml'), '<view>more</view>')
    const changed = await openStage(folder, other)
    page = await browser.newPage()
    await page.goto(`${changed.url}/host/frame.html?user=u&locale=en-US&mode=phone`)
    await page.getByRole('alert').getByText('pages/home.ttml is not the file that was compiled').waitFor()
    await changed.close()
    await rm(other, { recursive: true })
  })

  it('tells the page that its end is reached', async () => {
    await open()
    await says('ready')
    await page.getByText('row 59').scrollIntoViewIfNeeded()
    await says('load show ready bottom')
  })
})
