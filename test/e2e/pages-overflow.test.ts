import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { aFewAtATime } from '../support/a-few-at-a-time.ts'
import { routeOf } from '../support/page-surfaces.ts'
import { formsWith, lacksBrowser, LOCALES, openPageWorld, type PageWorld } from '../support/page-world.ts'

const LONG = `${'一段没有空格也没有标点的很长的中文文字'.repeat(8)} ${'Donaudampfschifffahrtsgesellschaft'.repeat(6)}`
const BOXES = ['todo', 'done', 'started', 'cc']
const WIDTHS = [
  ['phone', 320],
  ['pc', 1_440],
] as const

describe.skipIf(lacksBrowser('narrow and wide pages'))('nothing reaches over the side', () => {
  let world: PageWorld
  let long: string

  beforeAll(async () => {
    world = await openPageWorld()
    const choice = { approvers: { setup: ['u_qa'] } }
    const { id } = await world.submit('u_hr', 'access', formsWith(LONG.slice(0, 300)).access, choice)
    const hr = await world.person('u_hr')
    await hr.call('POST', `/instances/${id}/comment`, { text: LONG })
    const delegation = { to: 'u_qa', from: 0, until: Date.now() + 86_400_000 }
    const settings = {
      delegation: { ...delegation, definitions: ['leave', 'expense', 'access'] },
      locale: 'ja-JP',
    }
    expect((await hr.call('PUT', '/me/settings', settings)).status).toBe(200)
    long = id
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  describe.each(LOCALES)('%s', (locale) => {
    it.each(WIDTHS)('with long texts and with none (%s, %i px)', async (mode, width) => {
      const looks = [
        ['u_hr', routeOf(mode, 'home')],
        ['u_hr', routeOf(mode, 'settings')],
        ['u_ceo', routeOf(mode, 'settings')],
        ['u_hr', routeOf(mode, 'detail', `id=${long}`)],
        ['u_hr', routeOf(mode, 'list', 'box=started')],
        ['u_ceo', routeOf(mode, 'list', 'box=todo')],
        ...BOXES.map((box) => ['u_designer', routeOf(mode, 'list', `box=${box}`)] as const),
        ...['leave', 'expense', 'access'].map(
          (code) => ['u_ceo', routeOf(mode, 'form', `id=${code}`)] as const,
        ),
      ] as const
      await aFewAtATime(looks, async ([user, route]) => {
        const page = await world.frame(route, { user, mode, width, locale })
        expect([route, await over(page)]).toEqual([route, []])
        await page.close()
      })
    })
  })

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
})

/** What lies beside the window: the page, or something in it that scrolls sideways. */
const over = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('html, body, #root, #root *')].flatMap((element) => {
    const { left, right } = element.getBoundingClientRect()
    const { className, scrollWidth, clientWidth } = element
    const isScrolling = clientWidth > 0 && /auto|scroll/.test(getComputedStyle(element).overflowX)
    const isOver = left < -1 || right > innerWidth + 1 || (isScrolling && scrollWidth > clientWidth + 1)
    return isOver ? [[className, left, right, scrollWidth].join(' ')] : []
  })`)
