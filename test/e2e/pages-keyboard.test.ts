import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { formsWith, lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const MODES = ['phone', 'pc'] as const
const PAGES = {
  phone: { home: 'pages/home/index', detail: 'pages/detail', list: 'pages/approval-list/index' },
  pc: { home: 'pc/pages/home/index', detail: 'pc/pages/detail', list: 'pc/pages/approval-list/index' },
} as const
const MOST_STOPS = 120

describe.skipIf(lacksBrowser('the keyboard alone'))('with nothing but a keyboard', () => {
  let world: PageWorld

  beforeAll(async () => {
    world = await openPageWorld()
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const submitLeave = (days: number) =>
    world.submit('u_dev', 'leave', { ...formsWith('看牙').leave, days }).then(({ id }) => id)
  const openDetail = async (mode: (typeof MODES)[number]) =>
    world.frame(`${PAGES[mode].detail}?id=${await submitLeave(2)}`, { user: 'u_lead', mode })

  it.each(MODES)('an approval is started (%s)', async (mode) => {
    const page = await world.frame(PAGES[mode].home, { user: 'u_dev', mode })
    const { press, type } = keysOf(page)
    await press(page.getByRole('button', { name: /请假/ }), 'Enter')
    await press(page.getByRole('button', { name: /类型/ }), 'Enter')
    await hasFocus(page.getByRole('option').first())
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    for (const [name, day] of [
      [/开始日期/, '11232026'],
      [/结束日期/, '11242026'],
    ] as const) {
      await press(page.getByRole('button', { name }), 'Space')
      await hasFocus(page.getByRole('dialog').getByLabel(name))
      await page.keyboard.type(day)
      await page.keyboard.press('Enter')
      await hasFocus(page.getByRole('button', { name }))
    }
    await type(page.getByRole('textbox', { name: '天数' }), '2')
    await press(page.getByRole('button', { name: '添加抄送人' }), 'Enter')
    await hasFocus(page.getByRole('searchbox'))
    await page.keyboard.type('黄敏')
    await press(page.getByRole('checkbox', { name: /黄敏/ }), 'Space')
    await press(page.getByRole('dialog').getByRole('button', { name: '确定' }), 'Enter')
    await hasFocus(page.getByRole('button', { name: '添加抄送人' }))
    await press(page.getByRole('button', { name: '提交', exact: true }), 'Enter')
    await page.getByText('审批中').first().waitFor()
    await page.getByText('病假', { exact: true }).first().waitFor()
  })

  it.each(MODES)('an approval is approved with a reason (%s)', async (mode) => {
    const page = await openDetail(mode)
    const { press } = keysOf(page)
    await press(page.getByRole('button', { name: '同意' }), 'Enter')
    await hasFocus(page.getByRole('dialog').getByRole('textbox'))
    await page.keyboard.type('好好休息')
    await press(page.getByRole('dialog').getByRole('button', { name: '同意' }), 'Enter')
    await page.getByText('已同意').first().waitFor()
    await page.getByText('好好休息').first().waitFor()
  })

  it.each(MODES)('approvers are chosen and a task is handed on (%s)', async (mode) => {
    const page = await openDetail(mode)
    const { press } = keysOf(page)
    const dialog = page.getByRole('dialog')
    await press(page.getByRole('button', { name: '更多' }), 'Enter')
    await press(dialog.getByRole('button', { name: '加签' }), 'Enter')
    await hasFocus(dialog.locator(':focus'))
    await press(dialog.getByRole('radio', { name: /并加签/ }), 'Space')
    await expect
      .poll(() => dialog.getByRole('radio', { name: /并加签/ }).getAttribute('aria-checked'))
      .toBe('true')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await hasFocus(page.getByRole('button', { name: '更多' }))
    await press(page.getByRole('button', { name: '更多' }), 'Enter')
    await press(dialog.getByRole('button', { name: '转交' }), 'Enter')
    await hasFocus(page.getByRole('searchbox'))
    await press(page.getByRole('checkbox', { name: /刘洋/ }), 'Space')
    await hasFocus(dialog.getByRole('textbox'))
    await page.keyboard.type('请代为处理')
    await press(dialog.getByRole('button', { name: '转交', exact: true }), 'Enter')
    await page.getByText(/已转交给刘洋/).waitFor()
  })

  it.each(MODES)('a delegate is named, a message muted, and the delegation ended (%s)', async (mode) => {
    const user = mode === 'phone' ? 'u_hr' : 'u_recruiter'
    const page = await world.frame(PAGES[mode].home, { user, mode })
    const { press } = keysOf(page)
    const save = page.getByRole('button', { name: '保存', exact: true })
    await press(page.getByRole('button', { name: '设置' }), 'Enter')
    await press(page.getByRole('button', { name: /选择人员/ }), 'Enter')
    await hasFocus(page.getByRole('searchbox'))
    await press(page.getByRole('checkbox', { name: /黄敏/ }), 'Space')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await press(page.getByRole('button', { name: /结束日期/ }), 'Space')
    await hasFocus(page.getByRole('dialog').getByLabel(/结束日期/))
    await page.keyboard.type('12312099')
    await page.keyboard.press('Enter')
    await press(page.getByRole('checkbox', { name: /抄送/ }), 'Space')
    await press(save, 'Enter')
    await press(page.getByRole('button', { name: '结束代理' }), 'Enter')
    await press(page.getByRole('dialog').getByRole('button', { name: '确定' }), 'Enter')
    await page.getByRole('status').filter({ hasText: '由黄敏代为审批' }).waitFor({ state: 'detached' })
    expect(await page.getByRole('checkbox', { name: /抄送/ }).isChecked()).toBe(true)
  })

  it.each(MODES)(
    'a dialog keeps the focus, Escape leaves it, and what opened it has the focus again (%s)',
    async (mode) => {
      const page = await openDetail(mode)
      const { press } = keysOf(page)
      for (const name of ['同意', '更多']) {
        const opener = page.getByRole('button', { name })
        const dialog = page.getByRole('dialog')
        await press(opener, 'Enter')
        await hasFocus(dialog.locator(':focus'))
        for (const key of [...Array<string>(12).fill('Tab'), ...Array<string>(12).fill('Shift+Tab')]) {
          await page.keyboard.press(key)
          await hasFocus(dialog.locator(':focus'))
        }
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached' })
        await hasFocus(opener)
      }
    },
  )

  it.each(MODES)(
    'a to-do is opened from its list and approved, and the list comes back (%s)',
    async (mode) => {
      const user = mode === 'phone' ? 'u_lead' : 'u_cto'
      for (const days of [11, 12]) {
        await world.submit(mode === 'phone' ? 'u_dev' : 'u_lead', 'leave', {
          ...formsWith('看牙').leave,
          days,
        })
      }
      const page = await world.client('todo', { user, mode, route: `${PAGES[mode].list}?box=todo` })
      const frame = page.frameLocator('iframe')
      const { press, pressBack } = keysOf(page)
      const row = (days: number) => frame.getByRole('button', { name: new RegExp(`天数: ${days}`) })
      await press(row(12), 'Enter')
      await press(frame.getByRole('button', { name: '同意' }), 'Enter')
      await hasFocus(frame.getByRole('dialog').getByRole('textbox'))
      await press(frame.getByRole('dialog').getByRole('button', { name: '同意' }), 'Enter')
      await frame.getByRole('button', { name: '同意' }).waitFor({ state: 'detached' })
      await pressBack(page.getByRole('button', { name: '返回' }), 'Enter')
      await row(12).waitFor({ state: 'detached' })
      await press(row(11), 'Enter')
      await frame.getByRole('button', { name: '同意' }).waitFor()
    },
  )
})

/** Walks to something with Tab, or back with Shift+Tab, as far as it takes, and presses a key there. */
function keysOf(page: Page) {
  const walk = async (wanted: Locator, step: 'Tab' | 'Shift+Tab'): Promise<void> => {
    await wanted.first().waitFor()
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      if (await isFocused(wanted)) return
      await page.keyboard.press(step)
    }
    throw new Error(`${step} never reaches ${wanted.toString()}`)
  }
  return {
    press: async (wanted: Locator, key: 'Enter' | 'Space'): Promise<void> => {
      await walk(wanted, 'Tab')
      await page.keyboard.press(key)
    },
    pressBack: async (wanted: Locator, key: 'Enter' | 'Space'): Promise<void> => {
      await walk(wanted, 'Shift+Tab')
      await page.keyboard.press(key)
    },
    type: async (wanted: Locator, text: string): Promise<void> => {
      await walk(wanted, 'Tab')
      await page.keyboard.type(text)
    },
  }
}

const isFocused = (wanted: Locator): Promise<boolean> =>
  wanted.first().evaluate((element) => element.matches(':focus'))

const hasFocus = (wanted: Locator) =>
  expect.poll(() => isFocused(wanted), { timeout: 60_000, interval: 20 }).toBe(true)
