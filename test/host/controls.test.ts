import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleHost, compileTemplates } from '../../scripts/build-host.js'
import { chromiumPath, openBrowser } from '../support/browser.ts'
import { openStage, type Stage } from './stage.ts'

const FIXTURE = join(import.meta.dirname, 'fixture')

const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true'
if (isMissing) console.log('skipped: the built-in components, as no Chromium was found')

describe.skipIf(isMissing)('the built-in components', () => {
  let folder: string
  let stage: Stage
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'controls-'))
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
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 375, height: 640 } })
    page.setDefaultTimeout(60_000)
    await page.goto(`${stage.url}/host/frame.html?user=u&locale=en-US&mode=phone&theme=light#pages/controls`)
    await page.getByText('submit').waitFor()
    return () => page.close()
  })

  const said = (text: string) => page.getByText(text).first().waitFor()

  it('fields say once what is in them, within their length', async () => {
    await page.getByLabel('Name').fill('abcde')
    await said('name input {"value":"abcde","cursor":5}')
    await page.getByLabel('Text').fill('line\nline')
    await said('text input {"value":"line\\nline","cursor":9}')
  })

  it.each(['Again', 'Lines'])(
    '%s keeps what is typed while its page sets the same value again',
    async (label) => {
      const field = page.getByLabel(label)
      await field.focus()
      await field.press('End')
      for (const [key, text] of [
        ['6', 'here6'],
        ['8', 'here68'],
        ['Backspace', 'here6'],
      ] as const) {
        await field.press(key)
        expect(await field.inputValue()).toBe(text)
        expect(await field.getAttribute('placeholder')).toBe(text)
      }
      await page.getByRole('button', { name: 'empty' }).click()
      expect(await field.inputValue()).toBe('')
    },
  )

  it('boxes, radios and switches are chosen by their labels and by keys', async () => {
    await page.getByRole('checkbox', { name: 'two' }).check()
    await said('boxes change {"value":["two"]}')
    await page.getByRole('checkbox', { name: 'one' }).press('Space')
    await said('boxes change {"value":["one","two"]}')
    await page.getByLabel('first').press('ArrowDown')
    await said('radios change {"value":"r2"}')
    await page.getByRole('switch', { name: 'On' }).click()
    await said('on change {"value":true}')
  })

  it('pickers open a sheet', async () => {
    await page.getByRole('button', { name: 'Pick' }).press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await said('pick change {"value":1}')
    await page.getByRole('button', { name: 'Day' }).click()
    await page.getByRole('dialog').getByLabel('Day').fill('2026-12-24')
    await page.getByRole('button', { name: 'OK' }).click()
    await said('day change {"value":"2026-12-24"}')
    await page.getByRole('button', { name: 'Both' }).click()
    await page.getByLabel('Both 2').selectOption('d')
    await page.getByRole('button', { name: 'OK' }).click()
    await said('both change {"value":[0,1]}')
  })

  it('a form hands over what its components hold', async () => {
    await page.getByLabel('Name').fill('abc')
    await page.getByRole('checkbox', { name: 'one' }).check()
    await page.getByRole('button', { name: 'submit' }).click()
    await said('submit {"name":"abc","text":"","on":false,"boxes":["one"],"radios":"r1","pick":0}')
  })

  it('a scroll view says when its end is reached; what is disabled stays so', async () => {
    await page.getByText('tall').evaluate((element: { parentElement: { scrollTop: number } }) => {
      element.parentElement.scrollTop = 400
    })
    await said('scroller scrolltolower {"direction":"bottom"}')
    expect(await page.getByRole('button', { name: 'disabled' }).isDisabled()).toBe(true)
    await said('<i>text</i>')
  })

  it('axe finds no fault', async () => {
    // Evaluated by the browser's own hand, which the page's policy does not bind.
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      'axe.run()',
    )
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })
})
