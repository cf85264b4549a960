import type { Page } from 'playwright-core'
import { chromiumPath } from '../test/support/browser.ts'
import { formsWith, openPageWorld, type Look, type PageWorld } from '../test/support/page-world.ts'
import type { Row } from './store.ts'

const TODOS = 300
const STARTED = 1_000
const AT_ONCE = 16
const TURNS = 3
const ROWS_WITHIN_MS = 25_000

/** How soon the pages are usable, and how long lists hold up the browser. About two minutes; none without a Chromium. */
export async function benchPages(): Promise<Row[]> {
  if (chromiumPath === undefined) return []
  const world = await openPageWorld()
  try {
    const first = await firstPage(world)
    await fill(world)
    const todo = await longestTask(world, 'todo', { user: 'u_lead' }, TODOS)
    const started = await longestTask(world, 'started', { user: 'u_dev' }, STARTED)
    return [
      { name: `the first page is usable, best of ${TURNS}`, value: first, unit: 'ms', limit: 1_000 },
      { name: `longest task while ${TODOS} to-dos scroll`, value: todo, unit: 'ms', limit: 200 },
      { name: `longest task while ${STARTED} started rows scroll`, value: started, unit: 'ms', limit: 200 },
    ]
  } finally {
    await world.closeTabs()
    await world.close()
  }
}

async function firstPage(world: PageWorld): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < TURNS; turn += 1) {
    const page = await world.frame('pages/home/index', { user: 'u_dev' })
    times.push(await page.evaluate(() => performance.now()))
  }
  return Math.min(...times)
}

/** To-dos of one person, all started by one; a page loads them twenty at a time. */
async function fill(world: PageWorld): Promise<void> {
  let left = STARTED
  const maker = async () => {
    while (left-- > 0) await world.submit('u_dev', 'leave', formsWith('滚动').leave)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, maker))
}

/** The best of some turns: what else the machine does must not count. */
async function longestTask(world: PageWorld, box: string, look: Look, rows: number): Promise<number> {
  const longest: number[] = []
  for (let turn = 0; turn < TURNS; turn += 1) {
    const page = await world.frame(`pages/approval-list/index?box=${box}`, look)
    longest.push(await scrollThrough(page, rows))
  }
  return Math.min(...longest)
}

/** Scrolls down until so many rows are there; milliseconds of the longest task of 50 ms or more, else 0. */
async function scrollThrough(page: Page, rows: number): Promise<number> {
  await page.evaluate(`globalThis.longest = 0; new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration)
  }).observe({ type: 'longtask', buffered: false })`)
  const row = page.locator('[class*="row-box"]')
  for (let count = await row.count(); count < rows; count = await row.count()) {
    await row.last().scrollIntoViewIfNeeded()
    await page.mouse.move(195, 400)
    await page.mouse.wheel(0, 20_000)
    await row.nth(count).waitFor({ state: 'attached', timeout: ROWS_WITHIN_MS })
  }
  return page.evaluate<number>('globalThis.longest')
}
