import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faultsInBothThemes } from '../support/axe.ts'
import { openForm, pickDay, pickOption, submitButton, typeText, type Frame } from '../support/page-forms.ts'
import { routeOf, PAGE_SURFACES } from '../support/page-surfaces.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const DEFINITION = `
code: claim
name: { zh-CN: 明细报销 }
group: { code: it, name: { zh-CN: 信息技术 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: about, type: note, label: { zh-CN: 说明 }, text: { zh-CN: 请逐笔填写。 } }
  - key: items
    type: table
    label: { zh-CN: 费用明细 }
    help: { zh-CN: 一笔一行 }
    required: true
    maxRows: 5
    columns:
      - { key: what, type: text, label: { zh-CN: 内容 }, required: true, maxLength: 10 }
      - key: kind
        type: select
        label: { zh-CN: 类型 }
        required: true
        default: trip
        options: [{ value: trip, label: { zh-CN: 差旅 } }, { value: meal, label: { zh-CN: 招待 } }]
      - { key: day, type: date, label: { zh-CN: 日期 }, required: true }
      - { key: guests, type: text, label: { zh-CN: 客人 }, visible: { field: kind, op: eq, value: meal }, required: true }
      - { key: qty, type: number, label: { zh-CN: 数量 }, unit: 张, required: true, integer: true, min: 1 }
      - { key: price, type: money, label: { zh-CN: 单价 }, required: true, currencies: [CNY, USD] }
      - { key: amount, type: formula, label: { zh-CN: 小计 }, formula: qty * price }
  - { key: total, type: formula, label: { zh-CN: 合计 }, formula: sum(items.amount), capital: false, summary: true }
  - { key: why, type: textarea, label: { zh-CN: 超额说明 }, visible: { field: total, op: gt, value: 1000 }, required: true }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 }, mode: any }
`

type RowWords = { what: string; qty: string; price: string }
const ROWS: readonly RowWords[] = [
  { what: '高铁', qty: '2', price: '100' },
  { what: '酒店', qty: '1', price: '450.50' },
  { what: '出租车', qty: '3', price: '33.33' },
]

describe.skipIf(lacksBrowser('tables in a browser')).each(PAGE_SURFACES)(
  'a table $what',
  ({ mode, isWebApp }) => {
    let world: PageWorld
    beforeAll(async () => {
      world = await openPageWorld({ isWebApp, definitions: { 'claim.yaml': DEFINITION } })
    })
    afterEach(async () => {
      await world.closeTabs()
      expect(world.faults.splice(0)).toEqual([])
    })
    afterAll(() => world.close())

    const isGrid = mode === 'pc'
    const open = async () => openForm(await world.client('start', { user: 'u_dev', mode }), '明细报销')
    const inRow = (label: string, row: number): string => `${label}，第 ${row} 行`
    const box = (frame: Frame, label: string, row: number) =>
      frame.getByRole('textbox', { name: inRow(label, row), exact: true })
    const add = (frame: Frame) => frame.getByRole('button', { name: /添加一行/ }).click()
    const says = (frame: Frame, text: string) => frame.getByText(text, { exact: true }).waitFor()

    /** On a phone a row is open before something is done in it. */
    async function openRow(frame: Frame, row: number): Promise<void> {
      if (isGrid) return
      const line = frame.locator('[aria-expanded]').nth(row - 1)
      if ((await line.getAttribute('aria-expanded')) === 'false') await line.click()
      await box(frame, '内容', row).waitFor()
    }

    async function fillRow(frame: Frame, row: number, { what, qty, price }: RowWords): Promise<void> {
      await openRow(frame, row)
      await typeText(frame, inRow('内容', row), what)
      await pickDay(frame, inRow('日期', row), '2026-11-20')
      await typeText(frame, inRow('数量', row), qty)
      await typeText(frame, inRow('单价', row), price)
    }

    async function fillAll(frame: Frame): Promise<void> {
      for (const [at, row] of ROWS.entries()) {
        if (at > 0) await add(frame)
        await fillRow(frame, at + 1, row)
      }
      await says(frame, '3 项, 合计 CNY 750.49')
    }

    async function act(frame: Frame, row: number, name: string): Promise<void> {
      await openRow(frame, row)
      if (isGrid) await frame.getByRole('button', { name: inRow('操作', row) }).click()
      await frame.getByRole('button', { name, exact: true }).click()
    }

    const sentForm = async () => {
      const starter = await world.person('u_dev')
      const [{ id } = { id: '' }] = await starter.listAll('started')
      return (await starter.read(id)).body.form
    }

    it('is filled in row by row, its totals following each key, and is stored as it was filled in', async () => {
      const frame = await open()
      await fillAll(frame)
      await says(frame, 'CNY 750.49')
      await pickOption(frame, inRow('类型', 3), '招待')
      await typeText(frame, inRow('客人', 3), '王总')
      await box(frame, '数量', 3).press('End')
      await box(frame, '数量', 3).press('0')
      await says(frame, '3 项, 合计 CNY 1,650.40')
      await typeText(frame, '超额说明', '旺季')
      await submitButton(frame).click()
      await frame.getByRole('heading', { name: '张伟提交的明细报销' }).waitFor()
      const row = ({ what, qty, price }: RowWords) => ({
        what,
        kind: 'trip',
        day: '2026-11-20',
        qty: Number(qty),
        price: { amount: price, currency: 'CNY' },
      })
      expect(await sentForm()).toMatchObject({
        items: [row(ROWS[0]!), row(ROWS[1]!), { ...row(ROWS[2]!), qty: 30, kind: 'meal', guests: '王总' }],
        total: { amount: '1650.40', currency: 'CNY' },
        why: '旺季',
      })
    })

    it('has its rows copied, moved and removed, each with what is said of it', async () => {
      const frame = await open()
      await fillAll(frame)
      await openRow(frame, 2)
      await typeText(frame, inRow('内容', 2), '远远超过十个字的内容说明')
      await frame.getByRole('alert').getByText('最多 10 个字符').waitFor()
      await act(frame, 2, '上移')
      await openRow(frame, 1)
      await expect.poll(() => box(frame, '内容', 1).getAttribute('aria-invalid')).toBe('true')
      expect(await box(frame, '单价', 1).inputValue()).toBe('450.50')
      await act(frame, 2, '复制')
      await says(frame, '4 项, 合计 CNY 950.49')
      await openRow(frame, 3)
      expect(await box(frame, '内容', 3).inputValue()).toBe('高铁')
      await act(frame, 3, '删除')
      const question = frame.getByRole('dialog')
      await question.getByText('删除第 3 行及其内容？').waitFor()
      await question.getByRole('button', { name: '确定' }).click()
      await says(frame, '3 项, 合计 CNY 750.49')
      await openRow(frame, 3)
      expect(await box(frame, '内容', 3).inputValue()).toBe('出租车')
    })

    it('marks what is missing in its cells, leads to the first one, and lets nothing through', async () => {
      const frame = await open()
      await fillRow(frame, 1, ROWS[0]!)
      await add(frame)
      await submitButton(frame).click()
      await box(frame, '内容', 2).waitFor()
      await expect.poll(() => box(frame, '内容', 2).getAttribute('aria-invalid')).toBe('true')
      await expect.poll(() => frame.getByRole('alert').getByText('必填').count()).toBe(4)
      await fillRow(frame, 2, ROWS[1]!)
      await expect.poll(() => frame.getByRole('alert').count()).toBe(0)
      await says(frame, '2 项, 合计 CNY 650.50')
    })

    it('comes back with its rows after the page was closed', async () => {
      const page = await world.client('start', { user: 'u_dev', mode })
      const frame = await openForm(page, '明细报销')
      await fillAll(frame)
      await page.reload()
      const again = await openForm(page, '明细报销')
      await says(again, '3 项, 合计 CNY 750.49')
      await openRow(again, 3)
      expect(await box(again, '内容', 3).inputValue()).toBe('出租车')
    })

    it.runIf(isGrid)('is gone through with the keyboard alone', async () => {
      const page = await world.client('start', { user: 'u_dev', mode })
      const frame = await openForm(page, '明细报销')
      await box(frame, '内容', 1).focus()
      const names: (string | null)[] = []
      for (let at = 0; at < 4; at += 1) {
        await page.keyboard.press('Tab')
        names.push(
          await frame.locator(':focus').evaluate((one) => one.getAttribute('aria-label') ?? one.textContent),
        )
      }
      expect(names.map((name) => name?.split('，')[0])).toEqual(['类型', '日期', '数量', '币种 CNY'])
      await box(frame, '单价', 1).press('Enter')
      await expect.poll(() => box(frame, '内容', 2).evaluate((one) => one.matches(':focus'))).toBe(true)
    })

    it.skipIf(isWebApp)('has no serious fault that axe-core finds, light and dark', async () => {
      const page = await world.frame(routeOf(mode, 'form', 'id=claim'), {
        user: 'u_dev',
        mode,
        theme: 'auto',
      })
      await page.getByRole('button', { name: /添加一行/ }).click()
      await page.getByRole('button', { name: '提交', exact: true }).click()
      await page.getByRole('alert').first().waitFor()
      expect(await faultsInBothThemes(page)).toEqual([])
    })
  },
)
