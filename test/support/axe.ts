import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Frame, Page } from 'playwright-core'
import { expect } from 'vitest'
import { contentOf } from './page-forms.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The second theme has the same elements in other colours, so only those are looked at again. */
export async function faultsInBothThemes(page: Page): Promise<string[]> {
  const content = contentOf(page)
  await content.evaluate(AXE)
  const light = await faultsOf(content, {})
  const before = await colourOf(content)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(() => colourOf(content), { timeout: 60_000 }).not.toBe(before)
  const dark = await faultsOf(content, { runOnly: ['color-contrast'] })
  return [...light, ...dark.map((fault) => `dark: ${fault}`)]
}

const colourOf = (content: Frame) =>
  content.evaluate(`[document.body, document.elementFromPoint(4, 4)].map((element) => {
    const { color, backgroundColor } = getComputedStyle(element)
    return color + backgroundColor
  }).join()`)

/** What axe-core calls serious or critical, in few words. */
async function faultsOf(content: Frame, options: object): Promise<string[]> {
  const asked = JSON.stringify({
    iframes: false,
    preload: false,
    selectors: false,
    resultTypes: ['violations'],
    ...options,
  })
  const { violations } = await content.evaluate<AxeResults>(`axe.run(document, ${asked})`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`))
}
