import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  attachedFile,
  openForm,
  pickDay,
  pickFile,
  pickOption,
  submitButton,
  typeText,
  valueOf,
  type Frame,
} from '../support/page-forms.ts'
import { PAGE_SURFACES } from '../support/page-surfaces.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const OPTIONS =
  '[{ value: a, label: { zh-CN: 甲 } }, { value: b, label: { zh-CN: 乙 } }, { value: c, label: { zh-CN: 丙 } }]'

const DEFINITION = `
code: everything
name: { zh-CN: 全部字段 }
group: { code: it, name: { zh-CN: 信息技术 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: text, type: text, label: { zh-CN: 单行 }, required: true }
  - { key: area, type: textarea, label: { zh-CN: 多行 }, required: true }
  - { key: number, type: number, label: { zh-CN: 数量 }, required: true }
  - { key: money, type: money, label: { zh-CN: 金额 }, required: true, currencies: [CNY, USD] }
  - { key: date, type: date, label: { zh-CN: 日期 }, required: true }
  - { key: range, type: daterange, label: { zh-CN: 期间 }, required: true }
  - { key: moment, type: datetime, label: { zh-CN: 会议时间 }, required: true }
  - { key: halves, type: daterange, unit: halfday, label: { zh-CN: 请假 }, required: true }
  - { key: length, type: formula, label: { zh-CN: 时长 }, formula: workdays(halves), unit: 天 }
  - { key: span, type: timespan, label: { zh-CN: 加班 }, required: true }
  - { key: hours, type: formula, label: { zh-CN: 加班时长 }, formula: hours(span), unit: 小时 }
  - { key: link, type: link, label: { zh-CN: 网址 }, required: true }
  - { key: phone, type: phone, label: { zh-CN: 电话 }, required: true }
  - { key: account, type: account, label: { zh-CN: 收款账户 }, required: true }
  - { key: capital, type: formula, label: { zh-CN: 大写 }, formula: price * 2, capital: true }
  - { key: price, type: money, label: { zh-CN: 单价 }, required: true, default: { amount: '12.50', currency: CNY } }
  - { key: select, type: select, label: { zh-CN: 单选 }, required: true, options: ${OPTIONS} }
  - { key: multi, type: multiselect, label: { zh-CN: 多选 }, required: true, options: ${OPTIONS} }
  - { key: contact, type: contact, label: { zh-CN: 同事 }, required: true }
  - { key: department, type: department, label: { zh-CN: 所属部门 }, required: true }
  - { key: image, type: image, label: { zh-CN: 照片 }, required: true }
  - { key: file, type: attachment, label: { zh-CN: 凭证 }, required: true }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 }, mode: any }
`

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const INVOICE = { name: '发票.txt', mimeType: 'text/plain', buffer: Buffer.from('invoice') }

const isMissing = lacksBrowser('each field type in a browser')

const isDrawn = (image: Locator) =>
  expect
    .poll(() => image.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth), {
      timeout: 60_000,
    })
    .toBe(1)

describe.skipIf(isMissing).each(PAGE_SURFACES)('each field type $what', ({ mode, isWebApp }) => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld({ isWebApp, definitions: { 'everything.yaml': DEFINITION } })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  /** A web app asks the client around it for people; a mini program's host plays that client itself. */
  async function pickContact(page: Page, frame: Frame, field: RegExp, name: string): Promise<void> {
    await frame.getByRole('button', { name: field }).click()
    const dialog = (isWebApp ? page : frame).getByRole('dialog', { name: '选择联系人' })
    await dialog.getByRole('checkbox', { name }).first().check()
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  async function attach(page: Page, frame: Frame, field: RegExp, file: typeof INVOICE) {
    await pickFile(page, frame, field, file)
    await attachedFile(frame, file.name).waitFor()
  }

  /** What lengths come to is there as soon as both ends are. */
  async function fillTimes(frame: Frame): Promise<void> {
    await pickDay(frame, '会议时间 请选择日期', '2026-12-01')
    await pickDay(frame, '会议时间 请选择时间', '14:30')
    await pickDay(frame, '请假 开始日期', '2026-11-28')
    await pickDay(frame, '请假 结束日期', '2026-11-29')
    await frame.getByText('其中没有工作时间').waitFor()
    await pickOption(frame, '请假 从上午或下午', '下午')
    await pickDay(frame, '请假 结束日期', '2026-12-01')
    await pickOption(frame, '请假 到上午或下午', '上午')
    await frame.getByText('1.5 天', { exact: true }).waitFor()
    await pickDay(frame, '加班 开始日期', '2026-11-20')
    await pickDay(frame, '加班 开始时间', '19:00')
    await pickDay(frame, '加班 结束时间', '22:30')
    await frame.getByText('3.5 小时', { exact: true }).waitFor()
    await frame.getByText('贰拾伍元整').waitFor()
  }

  async function fillAll(page: Page, frame: Frame): Promise<void> {
    await typeText(frame, '单行', '一行字')
    await typeText(frame, '多行', '第一行\n第二行')
    await typeText(frame, '数量', '１２.5')
    await pickOption(frame, '币种 CNY', 'USD')
    await typeText(frame, '金额', '1,234.50')
    await pickDay(frame, /^日期/, '2026-11-20')
    await pickDay(frame, '期间 开始日期', '2026-11-23')
    await pickDay(frame, '期间 结束日期', '2026-11-25')
    await fillTimes(frame)
    await typeText(frame, '网址', 'https://example.com/a?b=1')
    await typeText(frame, '电话', '+86 (10) 8888-6666')
    await typeText(frame, '收款账户 户名', '张伟')
    await typeText(frame, '收款账户 开户行', '招商银行深圳分行')
    await typeText(frame, '收款账户 账号', '6225 8888 0000 1234')
    await pickOption(frame, '单选', '乙')
    await frame.getByRole('checkbox', { name: '丙' }).click()
    await frame.getByRole('checkbox', { name: '甲' }).click()
    await pickContact(page, frame, /^同事/, '刘洋')
    await pickContact(page, frame, /^所属部门/, '财务部')
    await attach(page, frame, /^照片/, { name: 'dot.png', mimeType: 'image/png', buffer: DOT })
    await attach(page, frame, /^凭证/, INVOICE)
  }

  it('is typed into the form and read on the detail page', async () => {
    const page = await world.client('start', { user: 'u_dev', mode })
    const frame = await openForm(page, '全部字段')
    await fillAll(page, frame)
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '张伟提交的全部字段' }).waitFor()

    const shown = {
      单行: '一行字',
      多行: '第一行\n第二行',
      数量: '12.5',
      金额: 'USD 1,234.50',
      日期: '2026-11-20',
      期间: '2026-11-23 – 2026-11-25',
      会议时间: '2026-12-01 14:30',
      请假: '2026-11-28 下午 – 2026-12-01 上午',
      时长: '1.5 天',
      加班: '2026-11-20 19:00 – 22:30',
      加班时长: '3.5 小时',
      网址: 'https://example.com/a?b=1',
      电话: '+86 (10) 8888-6666',
      大写: 'CNY 25.00',
      单选: '乙',
      多选: '甲、丙',
      同事: '刘洋',
      所属部门: '财务部',
    }
    // What can be done with a value stands behind it.
    for (const [label, text] of Object.entries(shown))
      expect([label, (await valueOf(frame, label).innerText()).slice(0, text.length)]).toEqual([label, text])
    for (const part of ['张伟', '招商银行深圳分行', '6225 8888 0000 1234'])
      expect(await valueOf(frame, '收款账户').innerText()).toContain(part)
    for (const [label, name] of [
      ['照片', 'dot.png'],
      ['凭证', '发票.txt'],
    ] as const)
      await valueOf(frame, label)
        .getByRole('button', { name: `打开 ${name}` })
        .waitFor()

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      frame.getByRole('button', { name: '打开 发票.txt' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('发票.txt')
    await isDrawn(valueOf(frame, '照片').locator('img'))
    await frame.getByRole('button', { name: '打开 dot.png' }).click()
    await isDrawn(frame.getByRole('dialog').locator('img'))

    const starter = await world.person('u_dev')
    const [{ id } = { id: '' }] = await starter.listAll('started')
    const { body } = await starter.read(id)
    expect(body.form).toMatchObject({
      text: '一行字',
      area: '第一行\n第二行',
      number: 12.5,
      select: 'b',
      multi: ['a', 'c'],
      money: { amount: '1234.50', currency: 'USD' },
      date: '2026-11-20',
      range: { from: '2026-11-23', to: '2026-11-25' },
      contact: ['u_designer'],
      halves: { from: '2026-11-28', fromHalf: 'pm', to: '2026-12-01', toHalf: 'am' },
      span: { from: '2026-11-20T19:00', to: '2026-11-20T22:30' },
      length: '1.5',
    })
  })
})
