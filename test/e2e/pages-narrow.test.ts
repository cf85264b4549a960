import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  formsWith,
  lacksBrowser,
  LOCALES,
  openPageWorld,
  type Look,
  type PageWorld,
} from '../support/page-world.ts'

const LONG = `${'一段没有空格也没有标点的很长的中文文字'.repeat(8)} ${'Donaudampfschifffahrtsgesellschaft'.repeat(6)}`
const LOOKS = [
  ['phone', 320],
  ['pc', 1_440],
] as const
const TODOS = 300
const STARTED = 1_000
const LONGEST_TASK_MS = 200
const FIRST_PAGE_MS = 1_000
const AT_ONCE = 16

describe.skipIf(lacksBrowser('small and large screens'))('on small and large screens', () => {
  let world: PageWorld
  let long: string

  beforeAll(async () => {
    world = await openPageWorld()
    const choice = { approvers: { setup: ['u_qa'] } }
    const { id } = await world.submit('u_hr', 'access', formsWith(LONG.slice(0, 300)).access, choice)
    const hr = await world.person('u_hr')
    await hr.call('POST', `/instances/${id}/comment`, { text: LONG })
    long = id
  }, 120_000)
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  it.each(LOOKS)(
    'nothing reaches over the side, with long texts and with none (%s, %i px)',
    async (mode, width) => {
      const base = mode === 'pc' ? 'pc/' : ''
      const form = mode === 'pc' ? 'pc/pages/create-form/index' : 'pages/approval-form/index'
      for (const [user, route] of [
        ['u_hr', `${base}pages/home/index`],
        ['u_hr', `${base}pages/detail?id=${long}`],
        ['u_hr', `${base}pages/approval-list/index?box=started`],
        ['u_ceo', `${base}pages/approval-list/index?box=todo`],
        ...['todo', 'done', 'started', 'cc'].map((box) => [
          'u_designer',
          `${base}pages/approval-list/index?box=${box}`,
        ]),
        ...['leave', 'expense', 'access'].map((code) => ['u_ceo', `${form}?id=${code}`]),
      ] as [string, string][]) {
        for (const locale of ['en-US']) {
          const page = await world.frame(route, {
            user,
            mode,
            width,
            locale,
          })
          expect([route, locale, await over(page)]).toEqual([route, locale, []])
          await page.close()
        }
      }
    },
    90_000,
  )

  it.each(LOCALES)('neither does what the action bar opens (%s, 320 px)', async (locale) => {
    const { id } = await world.submit('u_dev', 'expense', formsWith(LONG.slice(0, 300)).expense)
    const page = await world.frame(`pages/detail?id=${id}`, { user: 'u_lead', width: 320, locale })
    const widest = async () => [
      ...(await over(page)),
      (await page.locator('[class$="--bar"]').boundingBox())?.height,
    ]
    const dialog = page.getByRole('dialog')
    // One row of buttons.
    expect(await widest()).toEqual([44])
    for (const at of [0, 1, 2]) {
      await page.locator('[aria-haspopup="dialog"]').click()
      expect(await widest()).toEqual([44])
      await dialog.getByRole('button').nth(at).click()
      if (at === 0) await page.getByRole('checkbox').last().click()
      await dialog.getByRole('textbox').waitFor()
      expect(await widest()).toEqual([44])
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
  })

  it.each(LOOKS)('Submit leads to the first fault of a form (%s, on 320 × 568)', async (mode) => {
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
  })

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
      const { longest, count } = await scrollThrough(
        world,
        `pages/approval-list/index?box=${box}`,
        { user },
        rows,
      )
      console.log(`${count} rows of ${box}: the longest task took ${Math.round(longest)} ms`)
      expect(longest).toBeLessThan(LONGEST_TASK_MS)
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

/** What is wider than the window: the page, or something in it that scrolls sideways. */
const over = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('html, body, #root, #root *')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 || (element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowX) && element.clientWidth > 0))
    .map((element) => element.className + ' ' + element.scrollWidth + ' ' + element.getBoundingClientRect().right)`)

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
