import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeInstallation } from '../support/installation.ts'
import { builtHashes, recordPackage } from '../support/package-record.ts'
import {
  frameOf,
  nodeOf,
  openForm,
  pickDay,
  pickOption,
  submitButton,
  typeText,
  valueOf,
  type Frame,
} from '../support/page-forms.ts'
import { routeOf, SURFACES } from '../support/page-surfaces.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

// 张伟 claims an expense; his manager, the department's leader and both of finance decide; payroll gets a copy.
const CAST = ['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cashier', 'u_payroll', 'u_admin'] as const

const SOURCES = ['miniprogram', 'host', 'sandbox', 'server', 'shared']

const isMissing = lacksBrowser('the whole story in a browser')

describe.skipIf(isMissing).each(SURFACES)('the whole story $what', ({ mode, isWebApp }) => {
  let installation: string
  let world: PageWorld
  const requested: string[] = []
  const record = recordPackage()
  beforeAll(async () => {
    installation = await makeInstallation()
    world = await openPageWorld({ isWebApp, root: installation, watch })
  })
  afterEach(async () => {
    await record.read()
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await world.close()
    await rm(installation, { recursive: true })
  })

  function watch(page: Page): void {
    record.watch(page)
    page.on('request', (request) => requested.push(new URL(request.url()).pathname))
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
    const starter = await world.client('start', { user: 'u_dev', mode })
    const own = await startExpense(starter)
    expect(await valueOf(own, '金额').innerText()).toBe('CNY 6,800.50')
    expect(await starter.locator('.stage').getAttribute('data-mode')).toBe(mode)
    const home = isWebApp ? `${world.url}/m/` : world.sandbox.controlUrl
    expect(starter.frames().at(-1)?.url()).toContain(home)

    const manager = await world.client('chat', { user: 'u_lead', mode })
    await manager.getByRole('article').first().getByRole('button', { name: '查看详情' }).click()
    await approve(frameOf(manager))
    await nodeOf(frameOf(manager), '直属上级')
      .getByText(/已同意/)
      .waitFor()
    await manager.getByRole('article').first().getByText('已同意').waitFor()

    const leader = await world.client('todo', { user: 'u_cto', mode })
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
      const page = await world.client('todo', { user, mode })
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

    const copied = await world.client('cc', { user: 'u_payroll', mode })
    await openEntry(copied)
    await copied.getByRole('article').getByText('未读').waitFor({ state: 'detached' })
    await agree()
  })

  it('the lists of the pages show the same to each person', async () => {
    for (const [user, box, status] of [
      ['u_dev', 'started', '已同意'],
      ['u_lead', 'done', '已同意'],
      ['u_payroll', 'cc', '已同意'],
    ] as const) {
      const page = await world.client('start', { user, mode, route: routeOf(mode, 'list', `box=${box}`) })
      const row = frameOf(page).getByRole('button', { name: /费用报销/ })
      await row.getByText(status).waitFor()
      await row.click()
      await frameOf(page).getByRole('heading', { name: '张伟提交的费用报销' }).waitFor()
    }
    await agree()
  })

  it('what the browser ran is, byte for byte, the package that ships', async () => {
    const loaded = await record.read()
    const names = [...loaded.keys()]
    expect(names).toContain('app.json')
    for (const kind of ['ttml', 'ttss', 'js']) expect(names).toContain(`${routeOf(mode, 'detail')}.${kind}`)
    expect(loaded).toEqual(await builtHashes(names))
    expect(requested.filter((path) => /^\/miniprogram\/|\.ts$/.test(path))).toEqual([])
    expect(SOURCES.filter((name) => existsSync(join(installation, name)))).toEqual([])
  })

  const agree = async () => world.agree(await world.people(CAST))
})
