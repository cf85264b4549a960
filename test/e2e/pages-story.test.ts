import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { differences } from '../support/agreement.ts'
import { operator } from '../support/api.ts'
import {
  builtHashes,
  frameOf,
  isBrowserMissing,
  loginAll,
  nodeOf,
  openForm,
  openStage,
  pickDay,
  pickOption,
  submitButton,
  typeText,
  valueOf,
  type Frame,
  type Mode,
  type Stage,
} from '../support/pages.ts'

// 张伟 claims an expense; his manager, the department's leader and both of finance decide; payroll gets a copy.
const CAST = ['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cashier', 'u_payroll', 'u_admin'] as const

type Form = { what: string; mode: Mode; env: Record<string, string>; page: (path: string) => string }

const FORMS: readonly Form[] = [
  { what: 'on the phone frame', mode: 'phone', env: {}, page: (path) => path },
  { what: 'on the PC frame', mode: 'pc', env: {}, page: (path) => `pc/${path}` },
  { what: 'as a web app', mode: 'phone', env: { FEISHU_PAGES: 'web_app' }, page: (path) => path },
]

const isMissing = isBrowserMissing('the whole story in a browser')

describe.skipIf(isMissing).each(FORMS)('the whole story $what', ({ mode, env, page: pageAt }) => {
  const isWebApp = env['FEISHU_PAGES'] === 'web_app'
  let stage: Stage
  const requested: string[] = []
  beforeAll(async () => {
    stage = await openStage(env)
  })
  afterEach(async () => {
    await stage.closePages()
    expect(stage.faults).toEqual([])
  })
  afterAll(() => stage.close())

  async function open(user: string, section: 'chat' | 'todo' | 'done' | 'started' | 'cc' | 'start') {
    const page = await stage.open({ user, section, mode })
    page.on('request', (request) => requested.push(new URL(request.url()).pathname))
    return page
  }

  async function startExpense(page: Page): Promise<Frame> {
    const frame = await openForm(page, '费用报销')
    await pickOption(frame, '费用类型', '差旅')
    await typeText(frame, '金额', '6800.50')
    await pickDay(frame, '发生日期', '2026-11-18')
    await typeText(frame, '用途说明', '客户现场')
    await nodeOf(frame, '部门负责人').getByText('李想').waitFor()
    await submitButton(frame).click()
    await frame.getByText('审批中').first().waitFor()
    return frame
  }

  /** Opens the only entry's detail in the frame. */
  async function openEntry(page: Page): Promise<Frame> {
    await page.getByRole('article').first().getByRole('heading').getByRole('button').click()
    const frame = frameOf(page)
    await frame.getByRole('heading', { name: '张伟提交的费用报销' }).waitFor()
    return frame
  }

  async function approve(frame: Frame, reason?: string): Promise<void> {
    await frame.getByRole('button', { name: '同意', exact: true }).click()
    const panel = frame.getByRole('dialog', { name: '同意该审批' })
    if (reason !== undefined) await panel.getByRole('textbox').fill(reason)
    await panel.getByRole('button', { name: '同意', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await frame.getByRole('button', { name: '同意', exact: true }).waitFor({ state: 'detached' })
  }

  it('start, submit, approve from a card, from the list, with a reason; statuses, node line and every list follow', async () => {
    const starter = await open('u_dev', 'start')
    const own = await startExpense(starter)
    expect(await valueOf(own, '金额').innerText()).toBe('CNY 6800.50')
    expect(await starter.locator('.stage').getAttribute('data-mode')).toBe(mode)
    const home = isWebApp ? `${stage.url}/m/` : stage.sandbox.controlUrl
    expect(starter.frames().at(-1)?.url()).toContain(home)

    const manager = await open('u_lead', 'chat')
    await manager.getByRole('article').first().getByRole('button', { name: '查看详情' }).click()
    await approve(frameOf(manager))
    await nodeOf(frameOf(manager), '直属上级')
      .getByText(/已同意/)
      .waitFor()
    await manager.getByRole('article').first().getByText('已同意').waitFor()

    const leader = await open('u_cto', 'todo')
    const detail = await openEntry(leader)
    await detail.getByRole('button', { name: '同意', exact: true }).click()
    const panel = detail.getByRole('dialog', { name: '同意该审批' })
    await panel.getByRole('button', { name: '同意', exact: true }).click()
    await panel.getByRole('alert').getByText('请填写意见').waitFor()
    await panel.getByRole('textbox').fill('超预算但必要')
    await panel.getByRole('button', { name: '同意', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await nodeOf(detail, '部门负责人').getByText('超预算但必要').waitFor()
    await leader.getByRole('article').waitFor({ state: 'detached' })

    for (const user of ['u_accountant', 'u_cashier']) {
      const page = await open(user, 'todo')
      await approve(await openEntry(page), '票据齐全')
      await page.getByRole('article').waitFor({ state: 'detached' })
    }

    await starter.getByRole('button', { name: '已发起' }).click()
    await starter.getByRole('article').first().getByText('已通过').waitFor()
    const after = await openEntry(starter)
    await after.getByText('已同意', { exact: true }).first().waitFor()
    for (const name of ['王磊', '李想', '钱佳', '孙悦'])
      await nodeOf(after, name)
        .getByText(/已同意/)
        .first()
        .waitFor()
    expect(await after.getByRole('button', { name: '撤回' }).count()).toBe(0)

    const copied = await open('u_payroll', 'cc')
    await openEntry(copied)
    await copied.getByRole('article').getByText('未读').waitFor({ state: 'detached' })
    await agree()
  }, 120_000)

  it('the lists of the pages show the same to each person', async () => {
    for (const [user, box, status] of [
      ['u_dev', 'started', '已同意'],
      ['u_lead', 'done', '已同意'],
      ['u_payroll', 'cc', '已同意'],
    ] as const) {
      const page = await stage.open({
        user,
        mode,
        path: `${isWebApp ? `${stage.url}/m/` : ''}${pageAt('pages/approval-list/index')}?box=${box}`,
      })
      const row = frameOf(page).getByRole('button', { name: /费用报销/ })
      await row.getByText(status).waitFor()
      await row.click()
      await frameOf(page).getByRole('heading', { name: '张伟提交的费用报销' }).waitFor()
    }
    await agree()
  }, 120_000)

  it('what the browser ran is, byte for byte, the package that ships', async () => {
    const names = [...stage.loaded.keys()]
    expect(names).toContain('app.json')
    const detail = pageAt('pages/detail')
    for (const kind of ['ttml', 'ttss', 'js']) expect(names).toContain(`${detail}.${kind}`)
    expect(stage.loaded).toEqual(await builtHashes(names))
    expect(requested.filter((path) => /^\/miniprogram\/|\.ts$/.test(path))).toEqual([])
  })

  /** Once nothing waits, Feishu shows what the server holds, and no rule of it was broken. */
  async function agree(): Promise<void> {
    await operator(stage.url).quiet()
    expect(await differences(stage.control, await loginAll(stage, CAST))).toEqual([])
    expect((await stage.control.oracle()).violations).toEqual([])
  }
})
