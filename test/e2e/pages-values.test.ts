import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faultsInBothThemes } from '../support/axe.ts'
import { CLAIM_FILES, claimForm } from '../support/claim-definition.ts'
import { upload } from '../support/files.ts'
import { contentOf } from '../support/page-forms.ts'
import { routeOf, PAGE_SURFACES } from '../support/page-surfaces.ts'
import { lacksBrowser, LOCALES, openPageWorld, type PageWorld } from '../support/page-world.ts'

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const isMissing = lacksBrowser('every value in a browser')

describe.skipIf(isMissing).each(PAGE_SURFACES)('what was submitted, $what', ({ mode, isWebApp }) => {
  let world: PageWorld
  let claim: string
  let trip: string

  beforeAll(async () => {
    world = await openPageWorld({ isWebApp, definitions: CLAIM_FILES })
    const { token } = await world.person('u_dev')
    const { body: image } = await upload(world.url, token, { content: DOT, name: '发票.png' })
    trip = (await world.submit('u_dev', 'journey', { city: '北京' })).id
    const form = claimForm(trip, image.id)
    claim = (await world.submit('u_dev', 'claim', form, { cc: ['u_qa'] })).id
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const open = async (user = 'u_lead', more: object = {}) => {
    const route = routeOf(mode, 'detail', `id=${claim}`)
    const page = await world.frame(route, { user, mode, ...more })
    const content = contentOf(page)
    await content.getByRole('heading', { level: 1 }).waitFor()
    return { page, content }
  }

  it.each(LOCALES)('is all there, in %s, and nothing that was not visible', async (locale) => {
    const { content } = await open('u_lead', { locale })
    const words = {
      'zh-CN': ['3 项, 合计 CNY 1,234.50', '2 张', '2026-11-23 下午 – 2026-11-25 上午', '3 晚', '仅剩此车次'],
      'en-US': [
        '3 items, total CNY 1,234.50',
        '2 pcs',
        '2026-11-23 afternoon – 2026-11-25 morning',
        '3 nights',
        'Row 2',
      ],
      'ja-JP': ['3 件, 合計 CNY 1,234.50', '2 枚', '2026-11-23 午後 – 2026-11-25 午前', '3 泊', '2 行目'],
    }[locale]
    const shown = (await content.locator('#root').innerText()) + (await labelsIn(content.locator('#root')))
    for (const text of [...words, '壹仟贰佰叁拾肆元伍角整', '2026-11-25 14:30', '7559 1234 5678 9012'])
      expect(shown).toContain(text)
    for (const text of [
      '特批',
      'exception',
      'Exception',
      '特例',
      '未填写',
      'Not given',
      '未入力',
      '[object',
      'undefined',
    ])
      expect(shown).not.toContain(text)
  })

  it('has its rows side by side where there is room, else one below the other', async () => {
    const { content } = await open()
    const table = content.getByRole('table', { name: '费用明细' })
    const rows = content.getByRole('group', { name: /费用明细 第 \d 行/ })
    expect([await table.count(), await rows.count()]).toEqual(mode === 'pc' ? [1, 0] : [0, 3])
    if (mode === 'phone') {
      expect(await rows.nth(1).innerText()).toMatch(/日期\s+2026-11-24\s+内容\s+打车\s+数量\s+1 张/)
      // What its row does not have is not there; what nobody filled in is.
      expect(await rows.nth(1).innerText()).not.toContain('超标原因')
      expect(await rows.nth(1).innerText()).toContain('发票照片')
      return
    }
    const header = await table.getByRole('columnheader').allInnerTexts()
    expect(header).toEqual([
      '#',
      '日期',
      '内容',
      '数量',
      '单价',
      '小计',
      '超标原因',
      '行程单',
      '所属出差',
      '发票照片',
    ])
    expect(await table.getByRole('row').count()).toBe(4)
    // It scrolls within its card, by keys too.
    await table.focus()
    await table.press('ArrowRight')
    await expect
      .poll(() => table.evaluate((one) => (one as unknown as { scrollLeft: number }).scrollLeft))
      .toBeGreaterThan(0)
    expect(await content.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  it('an address opens apart from the page, which it does not come to know', async () => {
    const { page, content } = await open()
    await page
      .context()
      .route('https://meeting.example.com/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<title>opener</title>' }),
      )
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      content.getByRole('link', { name: '打开链接 https://meeting.example.com/2026?room=7#seat' }).click(),
    ])
    await opened.waitForLoadState()
    expect(opened.url()).toBe('https://meeting.example.com/2026?room=7#seat')
    expect(await opened.evaluate('[window.opener, document.referrer]')).toEqual([null, ''])
    await opened.close()
  })

  it('numbers are copied, and dialled on a phone', async () => {
    const { page, content } = await open()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await content.getByRole('button', { name: '复制 账号 7559 1234 5678 9012' }).click()
    await content.getByText('已复制').waitFor()
    // The client's frame lets a web app write there, and not read.
    const copied = () => content.evaluate('navigator.clipboard.readText()')
    if (!isWebApp) await expect.poll(copied).toBe('7559 1234 5678 9012')
    const phone = '+86 (10) 8888-6666'
    if (mode === 'phone') expect(await content.getByRole('button', { name: `拨打 ${phone}` }).count()).toBe(1)
    else {
      await content.getByRole('button', { name: `复制 ${phone}` }).click()
      await expect.poll(copied).toBe(phone)
    }
  })

  it('a file in a row opens like any other', async () => {
    const { content } = await open()
    await content.getByRole('button', { name: /打开 发票\.png/ }).click()
    await content.getByRole('dialog').locator('img').waitFor()
  })

  it('what it names opens for whoever takes part in that, and is not there for others', async () => {
    const name = `查看审批 张伟提交的出差申请 · ${trip.slice(0, 8)}`
    const { content } = await open()
    await content.getByRole('link', { name }).first().click()
    await content.getByRole('heading', { name: '张伟提交的出差申请' }).waitFor()
    await content.getByText('北京', { exact: true }).waitFor()
    const { content: others } = await open('u_qa')
    await others.getByRole('link', { name }).first().click()
    await others.getByText('无法查看此页面').or(others.getByRole('alert')).first().waitFor()
    expect(await others.getByText('北京', { exact: true }).count()).toBe(0)
  })

  it('axe-core finds no fault, and whatever can be tapped is large enough', async () => {
    const { page, content } = await open('u_lead', { theme: 'auto' })
    expect(await faultsInBothThemes(page)).toEqual([])
    expect(await tooSmall(content.locator('#root'))).toEqual([])
  })

  it('approvals are searched for and chosen, up to as many as there may be', async () => {
    const second = await world.submit('u_dev', 'journey', { city: '上海浦东' })
    await world.submit('u_dev', 'journey', { city: '广州' })
    const page = await world.frame(routeOf(mode, 'form', 'id=claim'), { user: 'u_dev', mode, theme: 'auto' })
    const content = contentOf(page)
    await content.getByRole('button', { name: '关联出差: 选择审批' }).click()
    const panel = content.getByRole('dialog', { name: '关联出差' })
    const boxes = panel.getByRole('checkbox')
    await expect.poll(() => boxes.count()).toBe(3)
    expect(await faultsInBothThemes(page)).toEqual([])
    expect(await tooSmall(panel)).toEqual([])

    await panel.getByRole('textbox').fill('浦东')
    await expect.poll(() => boxes.count()).toBe(1)
    await boxes.first().click()
    await panel.getByRole('textbox').fill('')
    await expect.poll(() => boxes.count()).toBe(3)
    expect(await panel.getByRole('checkbox', { checked: true }).innerText()).toContain(second.id.slice(0, 8))
    await panel.getByRole('checkbox', { name: /北京/ }).click()
    // Two are as many as the field takes.
    expect(await panel.getByRole('checkbox', { name: /广州/ }).isDisabled()).toBe(true)
    await panel.getByRole('button', { name: '确定' }).click()
    await panel.waitFor({ state: 'detached' })
    const chips = content.getByRole('button', { name: /^移除 张伟提交的出差申请/ })
    await expect.poll(() => chips.count()).toBe(2)
    expect(await content.getByRole('button', { name: '关联出差: 选择审批' }).count()).toBe(0)
    await chips.first().click()
    await expect.poll(() => chips.count()).toBe(1)
    await world.closeTabs()
  })
})

const labelsIn = (root: Locator): Promise<string> =>
  root.evaluate((one) =>
    [
      ...(
        one as unknown as {
          querySelectorAll: (of: string) => Iterable<{ getAttribute: (name: string) => string }>
        }
      ).querySelectorAll('[aria-label]'),
    ]
      .map((element) => element.getAttribute('aria-label'))
      .join(' '),
  )

/** Buttons and links below 44 px, by their words. */
const tooSmall = (root: Locator): Promise<string[]> =>
  root.locator('button:visible, [role="link"]:visible').evaluateAll((all) =>
    (
      all as unknown as {
        getBoundingClientRect: () => { width: number; height: number }
        textContent: string
      }[]
    )
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect()
        return width < 43.5 || height < 43.5
      })
      .map((one) => one.textContent),
  )
