import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openForm, submitButton, valueOf, type Frame } from '../support/page-forms.ts'
import { PAGE_SURFACES } from '../support/page-surfaces.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const purchaseFrom = (url: string): string => `
code: purchase-outside
name: { zh-CN: 外部采购 }
group: { code: it, name: { zh-CN: 信息技术 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - key: supplier
    type: select
    label: { zh-CN: 供应商 }
    required: true
    summary: true
    options: { from: ${url}/company/options/suppliers, tokenEnv: COMPANY_TOKEN, keyEnv: COMPANY_KEY, search: true }
  - key: account
    type: select
    label: { zh-CN: 收款账户 }
    required: true
    options: { from: ${url}/company/options/accounts, tokenEnv: COMPANY_TOKEN, keyEnv: COMPANY_KEY, dependsOn: [supplier] }
  - key: systems
    type: multiselect
    label: { zh-CN: 系统 }
    options: { from: ${url}/company/options/systems, tokenEnv: COMPANY_TOKEN }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 }, mode: any }
`

type Asked = { source: string; request: { query?: string } }

const isMissing = lacksBrowser('options of other systems in a browser')

describe.skipIf(isMissing).each(PAGE_SURFACES)('options of another system $what', ({ mode, isWebApp }) => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld({
      isWebApp,
      with: ({ controlUrl, info }) => ({
        definitions: { 'purchase-outside.yaml': purchaseFrom(controlUrl) },
        env: {
          WEBHOOK_HOSTS: new URL(controlUrl).host,
          COMPANY_TOKEN: info.optionsToken,
          COMPANY_KEY: info.optionsKey,
          FEISHU_PAGES: isWebApp ? 'web_app' : 'mini_program',
        },
      }),
    })
  })
  afterEach(async () => {
    await world.control.call('DELETE', '/options/faults')
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const goWrong = (source: string, kind: string) =>
    world.control.call('POST', '/options/faults', { source, kind })
  const asked = () => world.control.call<Asked[]>('GET', '/options/asked')

  const open = async (frame: Frame, label: string) => {
    await frame.getByRole('button', { name: `${label}: 请选择` }).click()
    return frame.getByRole('dialog', { name: label })
  }
  const takeOne = async (frame: Frame, label: string, option: string) => {
    const dialog = await open(frame, label)
    await dialog.getByRole('radio', { name: option }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  it('are searched, paged, chosen, submitted and read', async () => {
    const page = await world.client('start', { user: 'u_dev', mode })
    const frame = await openForm(page, '外部采购')
    const before = (await asked()).length

    const dialog = await open(frame, '供应商')
    await dialog.getByRole('radio', { name: '北京办公用品有限公司' }).waitFor()
    expect(await dialog.getByRole('radio').count()).toBe(10)
    await dialog.getByRole('button', { name: '加载更多' }).click()
    await dialog.getByRole('radio', { name: '深圳办公用品有限公司' }).waitFor()
    await dialog.getByRole('textbox', { name: '搜索' }).pressSequentially('东京云', { delay: 20 })
    await dialog.getByRole('radio', { name: '东京云服务有限公司' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect((await asked()).slice(before).map(({ request }) => request.query ?? '')).toEqual([
      '',
      '',
      '东京云',
    ])

    await takeOne(frame, '收款账户', '账户 6217 **** 0271')
    const systems = await open(frame, '系统')
    await systems.getByRole('checkbox', { name: '代码仓库' }).click()
    await systems.getByRole('checkbox', { name: '数据看板' }).click()
    await systems.getByRole('button', { name: '确定' }).click()
    await systems.waitFor({ state: 'detached' })

    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '张伟提交的外部采购' }).waitFor()
    const shown = {
      供应商: '东京云服务有限公司',
      收款账户: '账户 6217 **** 0271',
      系统: '代码仓库、数据看板',
    }
    for (const [label, text] of Object.entries(shown))
      expect([label, await valueOf(frame, label).innerText()]).toEqual([label, text])
  })

  it('that depend on another field go with it', async () => {
    const page = await world.client('start', { user: 'u_dev', mode })
    const frame = await openForm(page, '外部采购')
    await takeOne(frame, '供应商', '北京云服务有限公司')
    await takeOne(frame, '收款账户', '账户 6222 **** 0020')
    await frame.getByRole('button', { name: '移除 北京云服务有限公司' }).click()
    await frame.getByRole('button', { name: '收款账户: 请选择' }).waitFor()
    expect(await frame.getByText('账户 6222 **** 0020').count()).toBe(0)
  })

  it('cannot keep the form from opening, say why they are not there, and come when they can', async () => {
    await goWrong('*', 'never')
    const page = await world.client('start', { user: 'u_qa', mode })
    const frame = await openForm(page, '外部采购')
    const dialog = await open(frame, '系统')
    await dialog.getByText('选项的来源系统没有回答，请稍后再试').waitFor()
    await world.control.call('DELETE', '/options/faults')
    await dialog.getByRole('button', { name: '重试' }).click()
    await dialog.getByRole('checkbox', { name: '代码仓库' }).waitFor()
    await dialog.getByRole('button', { name: '取消' }).click()
    await dialog.waitFor({ state: 'detached' })
  })

  it('that are gone when the form is sent are told at their field', async () => {
    const page = await world.client('start', { user: 'u_dev', mode })
    const frame = await openForm(page, '外部采购')
    await takeOne(frame, '供应商', '上海云服务有限公司')
    await takeOne(frame, '收款账户', '账户 6222 **** 0070')
    await goWrong('accounts', 'no_options')
    await submitButton(frame).click()
    await frame.getByRole('alert').filter({ hasText: '不在可选范围内' }).first().waitFor()
  })
})
