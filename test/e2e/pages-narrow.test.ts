import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { formsWith, lacksBrowser, openPageWorld, type Look, type PageWorld } from '../support/page-world.ts'

const TODOS = 300
const STARTED = 400
const LONGEST_TASK_MS = 1_000
const AT_ONCE = 16

describe.skipIf(lacksBrowser('small and large screens'))('on small and large screens', () => {
  let world: PageWorld

  beforeAll(async () => {
    world = await openPageWorld()
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  it('starting an approval needs nothing but a keyboard', async () => {
    const page = await world.frame('pages/home/index', { user: 'u_dev' })
    await press(page, 'button', /请假/, 'Enter')
    await page.getByText('起止日期').first().waitFor()
    await press(page, 'button', /类型/, 'Enter')
    await page.getByRole('option').first().waitFor()
    await press(page, 'option', /病假/, 'Enter')
    for (const [name, day] of [
      ['开始日期', '20261123'],
      ['结束日期', '20261124'],
    ] as const) {
      await press(page, 'button', new RegExp(name), 'Space')
      await focusOn(page, page.getByRole('dialog').locator('input'))
      await page
        .getByRole('dialog')
        .locator('input')
        .fill(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`)
      await press(page, 'button', /确定/, 'Enter')
    }
    await focusOn(page, page.getByRole('textbox', { name: '天数' }))
    await page.keyboard.type('2')
    await press(page, 'button', /提交/, 'Enter')
    await page.getByText('审批中').first().waitFor()
  }, 120_000)

  it('the first page is usable within a second', async () => {
    const times: number[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      const page = await world.frame('pages/home/index', { user: 'u_dev' })
      times.push(await page.evaluate(() => performance.now()))
    }
    console.log(`first page usable after ${times.map((ms) => Math.round(ms)).join(', ')} ms`)
    // Reported; the bound only catches a page that became slow by a mistake, on whatever machine.
    expect(Math.min(...times)).toBeLessThan(5_000)
  })

  it(`${TODOS} to-dos and ${STARTED} started rows scroll without a long task`, async () => {
    const began = Date.now()
    await fill(world)
    console.log(`${STARTED} approvals made in ${Date.now() - began} ms`)
    for (const [box, user, rows] of [
      ['todo', 'u_lead', TODOS],
      ['started', 'u_dev', STARTED],
    ] as const) {
      const { longest, count } = await scrollThrough(
        world,
        `pages/approval-list/index?box=${box}`,
        { user },
        rows,
      )
      console.log(`${count} rows of ${box}: the longest task took ${Math.round(longest)} ms`)
      // The aim is 200 ms on a machine that has nothing else to do.
      expect(longest).toBeLessThan(LONGEST_TASK_MS)
    }
  }, 120_000)
})

/** Walks with Tab until this has the focus. */
async function focusOn(page: Page, wanted: Locator): Promise<void> {
  await wanted.first().waitFor()
  for (let step = 0; step < 60; step += 1) {
    if (await wanted.first().evaluate((element) => element.matches(':focus'))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${wanted.toString()}`)
}

async function press(page: Page, role: 'button' | 'option', name: RegExp, key: string): Promise<void> {
  await focusOn(page, page.getByRole(role, { name }))
  await page.keyboard.press(key)
}

/** To-dos of one person, all started by one; a page loads them twenty at a time. */
async function fill(world: PageWorld): Promise<void> {
  let left = STARTED
  const maker = async () => {
    while (left-- > 0) {
      await world.submit('u_dev', 'leave', formsWith('滚动').leave)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, maker))
}

/** Scrolls down until so many rows are there, and says how long the longest task took. */
async function scrollThrough(world: PageWorld, route: string, look: Look, rows: number) {
  const page = await world.frame(route, look)
  await page.evaluate(`globalThis.longest = 0; new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration)
  }).observe({ type: 'longtask', buffered: false })`)
  const row = page.locator('[class*="row-box"]')
  for (let count = await row.count(); count < rows;) {
    await row.last().scrollIntoViewIfNeeded()
    await page.mouse.move(195, 400)
    await page.mouse.wheel(0, 20_000)
    const before = count
    await expect.poll(() => row.count(), { timeout: 25_000, interval: 20 }).toBeGreaterThan(before)
    count = await row.count()
  }
  return { longest: await page.evaluate<number>('globalThis.longest'), count: await row.count() }
}
