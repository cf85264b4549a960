import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

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
      await expect.poll(() => faultInSight(page), { timeout: 60_000 }).toBe('系统名称')
      await page.getByRole('textbox', { name: '系统名称' }).fill('Jira')
      await page.getByRole('checkbox', { name: '只读' }).check()
      await page.getByRole('button', { name: '添加抄送人' }).scrollIntoViewIfNeeded()
      await submit.click()
      await expect.poll(() => faultInSight(page), { timeout: 60_000 }).toBe('系统负责人')
    },
  )
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
