import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { formsWith, lacksBrowser, openPageWorld, type Look, type PageWorld } from '../support/page-world.ts'

const TODOS = 300
const STARTED = 1_000
const LONGEST_TASK_MS = 200
const FIRST_PAGE_MS = 1_000
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

  it.each(['phone', 'pc'] as const)(
    'Submit leads to the first fault of a form (%s, on 320 × 568)',
    async (mode) => {
      const form = mode === 'pc' ? 'pc/pages/create-form/index' : 'pages/approval-form/index'
      const page = await world.frame(`${form}?id=access`, { user: 'u_ceo', mode, width: 320, height: 568 })
      const submit = page.getByRole('button', { name: '提交', exact: true })
      await page.getByRole('button', { name: '添加抄送人' }).scrollIntoViewIfNeeded()
      await submit.click()
      await expect.poll(() => faultInSight(page), { timeout: 25_000 }).toBe('系统名称')
      await page.getByRole('textbox', { name: '系统名称' }).fill('Jira')
      await page.getByRole('checkbox', { name: '只读' }).check()
      await page.getByRole('button', { name: '添加抄送人' }).scrollIntoViewIfNeeded()
      await submit.click()
      await expect.poll(() => faultInSight(page), { timeout: 25_000 }).toBe('系统负责人')
    },
  )

  it('the first page is usable within a second', async () => {
    const times: number[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      const page = await world.frame('pages/home/index', { user: 'u_dev' })
      times.push(await page.evaluate(() => performance.now()))
    }
    console.log(`first page usable after ${times.map((ms) => Math.round(ms)).join(', ')} ms`)
    // The best of them: what else the machine does must not count.
    expect(Math.min(...times)).toBeLessThan(FIRST_PAGE_MS)
  })

  it(`${TODOS} to-dos and ${STARTED} started rows scroll without a long task`, async () => {
    const began = Date.now()
    await fill(world)
    console.log(`${STARTED} approvals made in ${Date.now() - began} ms`)
    for (const [box, user, rows] of [
      ['todo', 'u_lead', TODOS],
      ['started', 'u_dev', STARTED],
    ] as const) {
      const route = `pages/approval-list/index?box=${box}`
      let best = Infinity
      // Tried again, as what else the machine does must not count.
      for (let turn = 0; turn < 3 && best >= LONGEST_TASK_MS; turn += 1) {
        const { longest, count } = await scrollThrough(world, route, { user }, rows)
        console.log(`${count} rows of ${box}: the longest task took ${Math.round(longest)} ms`)
        best = Math.min(best, longest)
      }
      expect(best).toBeLessThan(LONGEST_TASK_MS)
    }
  }, 240_000)
})

/** The label of the first field with a fault, if both can be seen and nothing covers them. */
const faultInSight = (page: Page) =>
  page.evaluate<string | undefined>(`(() => {
    const isInSight = (element) => {
      const { left, top, width, height } = element.getBoundingClientRect()
      return element.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    }
    const fault = document.querySelector('form-field [role="alert"]')
    const label = fault?.closest('form-field').querySelector('[tt="text"]')
    return fault && isInSight(fault) && isInSight(label) ? label.innerText : undefined
  })()`)

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
