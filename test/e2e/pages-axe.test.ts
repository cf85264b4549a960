import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { aFewAtATime } from '../support/a-few-at-a-time.ts'
import { faultsInBothThemes } from '../support/axe.ts'
import { PNG, upload } from '../support/files.ts'
import { APPS, routeOf, type Mode } from '../support/page-surfaces.ts'
import { formsWith, lacksBrowser, openPageWorld, openTaskOf, type PageWorld } from '../support/page-world.ts'

const BOXES = ['todo', 'done', 'started', 'cc'] as const

const isMissing = lacksBrowser('faults that axe-core finds')

describe.skipIf(isMissing).each(APPS)('axe-core finds no serious fault $what', ({ isWebApp, modes }) => {
  let world: PageWorld
  let open: string
  let settledOne: string
  let back: string

  beforeAll(async () => {
    world = await openPageWorld({ isWebApp })
    ;({ open, settledOne, back } = await fill(world))
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const pagesOf = (mode: Mode): string[] => [
    routeOf(mode, 'home'),
    ...BOXES.map((box) => routeOf(mode, 'list', `box=${box}`)),
    routeOf(mode, 'form', 'id=access'),
    routeOf(mode, 'settings'),
    ...[open, settledOne, 'nothing-there'].map((id) => routeOf(mode, 'detail', `id=${id}`)),
  ]

  it.each(modes)('on the pages, %s, light and dark', async (mode) => {
    const locale = localeOf(isWebApp, mode)
    await aFewAtATime(pagesOf(mode), async (route) => {
      const page = await world.frame(route, { user: 'u_lead', locale, mode, theme: 'auto' })
      expect([route, await faultsInBothThemes(page)]).toEqual([route, []])
      await page.close()
    })
  })

  it.runIf(isWebApp)('outside of Feishu, light and dark', async () => {
    const page = await world.open(`${world.url}/m/_login?error=access_denied`, { width: 375, height: 700 })
    await page.getByRole('link', { name: 'Open in Feishu' }).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
  })

  it.skipIf(isWebApp)("in the sandbox's client, light and dark", async () => {
    await aFewAtATime(['chat', ...BOXES, 'start'] as const, async (section) => {
      const page = await world.client(section, { user: 'u_lead', theme: 'auto' })
      await page.locator('.items > *').first().waitFor()
      if (section === 'todo') {
        for (const tool of ['controls', 'requests']) await page.locator(`[data-name="${tool}"]`).click()
        await page.locator('.log-entry summary').first().click()
      }
      expect([section, await faultsInBothThemes(page)]).toEqual([section, []])
      await page.close()
    })
  })

  it.skipIf(isWebApp)(
    'with a question asked, a fault in a form, a sheet open, and rows being selected',
    async () => {
      const look = { user: 'u_lead', theme: 'auto' } as const
      const detail = await world.frame(`pages/detail?id=${open}`, look)
      await detail.getByRole('button', { name: '拒绝' }).click()
      await detail.getByRole('dialog').waitFor()
      const form = await world.frame('pages/approval-form/index?id=expense', look)
      await form.getByRole('button', { name: '提交' }).click()
      await form.getByRole('alert').first().waitFor()
      const sheet = await world.frame('pages/approval-form/index?id=leave', look)
      await sheet.getByRole('button', { name: '类型' }).click()
      await sheet.getByRole('option').first().waitFor()
      const contacts = await world.frame('pages/approval-form/index?id=leave', look)
      await contacts.getByRole('button', { name: /工作交接给/ }).click()
      await contacts.getByRole('dialog').waitFor()
      const rows = await world.frame('pages/approval-list/index?box=todo', look)
      await rows.getByRole('button', { name: '批量处理' }).click()
      // One's own step is none to be decided with others.
      await rows.getByRole('checkbox', { disabled: false }).first().click()
      const more = await world.frame(`pages/detail?id=${open}`, look)
      await more.getByRole('button', { name: '审批记录' }).click()
      await more.getByRole('button', { name: '更多' }).click()
      await more.getByRole('dialog').waitFor()
      const signing = await world.frame(`pages/detail?id=${open}`, look)
      await signing.getByRole('button', { name: '更多' }).click()
      await signing.getByRole('button', { name: '加签' }).click()
      await signing.getByRole('radio').first().waitFor()
      const again = await world.frame(`pages/approval-form/index?id=leave&instance=${back}`, look)
      await again.getByRole('button', { name: '重新提交' }).waitFor()
      const settings = await world.frame(routeOf('phone', 'settings'), look)
      await settings.getByRole('button', { name: /移除/ }).click()
      await settings.getByRole('button', { name: '保存' }).click()
      await settings.getByRole('alert').first().waitFor()
      const question = await world.frame(routeOf('phone', 'settings'), look)
      await question.getByRole('button', { name: '结束代理' }).click()
      await question.getByRole('dialog').waitFor()
      for (const page of [detail, form, sheet, contacts, rows, more, signing, again, settings, question])
        expect([page.url(), await faultsInBothThemes(page)]).toEqual([page.url(), []])
    },
  )
})

/** Names, roles and colours are those of the templates in every language, so each surface is looked at in one. */
const localeOf = (isWebApp: boolean, mode: Mode): string =>
  isWebApp ? 'ja-JP' : { phone: 'zh-CN', pc: 'en-US' }[mode]

/** Something in every list of the manager, a decided one and an open one with all that a detail page can show. */
async function fill(world: PageWorld): Promise<{ open: string; settledOne: string; back: string }> {
  const forms = formsWith('出差拜访客户，往返高铁')
  const lead = await world.person('u_lead')
  const { body: receipt } = await upload(world.url, (await world.person('u_dev')).token, {
    content: PNG,
    name: '发票.png',
  })
  const choice = { approvers: { setup: ['u_qa'] } }
  const open = await world.submit(
    'u_dev',
    'expense',
    { ...forms.expense, receipts: [receipt.id] },
    { cc: ['u_lead'] },
  )
  const [decided, refused, later] = [
    await world.submit('u_dev', 'leave', forms.leave, { cc: ['u_lead'] }),
    await world.submit('u_qa', 'access', forms.access, choice),
    await world.submit('u_designer', 'leave', forms.leave),
  ]
  await world.submit('u_qa', 'leave', forms.leave)
  const back = await world.submit('u_lead', 'leave', forms.leave)
  await lead.decide(openTaskOf(decided), 'approve', '同意，注意安全')
  await lead.decide(openTaskOf(refused), 'reject', '请先走项目立项')
  await lead.call('POST', `/tasks/${openTaskOf(later)}/postpone`, { until: Date.now() + 86_400_000 })
  await lead.call('POST', `/instances/${open.id}/comment`, { text: '请补充行程', mentions: ['u_dev'] })
  const rollback = { toNode: '_initiator', reason: '请补充日期' }
  await (await world.person('u_cto')).call('POST', `/tasks/${openTaskOf(back)}/rollback`, rollback)
  const delegation = { to: 'u_qa', from: Date.now(), until: Date.now() + 86_400_000, definitions: ['leave'] }
  await lead.call('PUT', '/me/settings', { delegation, muted: ['cc'], locale: 'ja-JP' })
  await world.quiet()
  return { open: open.id, settledOne: decided.id, back: back.id }
}
