import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { operator } from '../support/api.ts'
import { faultsInBothThemes } from '../support/axe.ts'
import { frameOf } from '../support/page-forms.ts'
import { routeOf } from '../support/page-surfaces.ts'
import { lacksBrowser, LOCALES, openPageWorld, type PageWorld } from '../support/page-world.ts'

const SOURCES = `- id: buying
  name: { zh-CN: 采购系统, en-US: Purchasing, ja-JP: 購買システム }
  format: feishu
`
/** Orders of u_dev are released by their manager. */
const CAST = ['u_dev', 'u_lead'] as const

const isMissing = lacksBrowser('the other system of the sandbox in a browser')

describe.skipIf(isMissing)('another system, whose orders are decided in Feishu', () => {
  let world: PageWorld

  beforeAll(async () => {
    world = await openPageWorld({
      with: ({ controlUrl }) => ({
        definitions: { 'sources.yaml': SOURCES },
        env: { WEBHOOK_HOSTS: new URL(controlUrl).host },
      }),
    })
    const { body } = await operator(world.url).post<{ secret: string }>('/sources/buying/secret')
    await world.control.call('POST', '/other-system/secret', { secret: body.secret })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const panelOf = async (page: Page) => {
    await page.getByRole('button', { name: '另一个系统' }).click()
    return page.getByRole('complementary', { name: '采购系统' })
  }
  /** Somebody orders; answers its number, once Feishu shows it. */
  async function newOrder(page: Page): Promise<string> {
    const panel = await panelOf(page)
    const { orders } = await world.control.call<{ orders: object[] }>('GET', '/other-system')
    await panel.getByRole('button', { name: '新建采购订单' }).click()
    await expect.poll(() => panel.getByRole('listitem').count()).toBe(orders.length + 1)
    const newest = panel.getByRole('listitem').first()
    await newest.getByText('已推送', { exact: true }).waitFor()
    await world.quiet()
    return await newest.locator('strong').innerText()
  }
  const orderOn = (page: Page, number: string) =>
    page.getByRole('complementary', { name: '采购系统' }).getByRole('listitem').filter({ hasText: number })
  const mood = (to: string) => world.control.call('POST', '/other-system/mood', { mood: to })
  const agree = async () => world.agree(await world.people(CAST))
  const inFeishu = async (who: string, box: 'todo' | 'done' | 'started') =>
    (await world.control.lists(who))[box]
  const idOf = async (who: string, number: string) => {
    const { body } = await (await world.person(who)).list('started')
    return body.items.find((item: { number: string }) => item.number === number)?.id as string
  }

  it('is a to-do beside the others with a card, is approved there, and the other system shows it', async () => {
    const page = await world.client('todo', { user: 'u_dev' })
    const number = await newOrder(page)
    expect(await inFeishu('u_lead', 'todo')).toMatchObject([
      { title: '采购显示器 2', bizName: '采购系统', status: 'PENDING' },
    ])
    const lead = await world.client('chat', { user: 'u_lead' })
    const card = lead.getByRole('article', { name: /采购显示器/ })
    await card.getByRole('button', { name: '同意', exact: true }).click()
    const dialog = lead.getByRole('dialog')
    await dialog.getByRole('textbox').fill('可以')
    await dialog.getByRole('button', { name: '确定' }).click()
    await orderOn(page, number).getByText('已通过').waitFor()
    await orderOn(page, number).getByText('“可以”').waitFor()
    await agree()
    expect(await inFeishu('u_lead', 'todo')).toEqual([])
    expect(await inFeishu('u_lead', 'done')).toMatchObject([{ status: 'APPROVED' }])
    expect(await inFeishu('u_dev', 'started')).toMatchObject([{ instanceStatus: 'APPROVED' }])
    const cards = await world.control.cards()
    expect(cards.map(({ userId, templateId, status }) => [userId, templateId, status])).toEqual([
      ['u_lead', '1008', 'APPROVED'],
    ])
  })

  it('is rejected on our own page, which then waits for what the other system says', async () => {
    const page = await world.client('todo', { user: 'u_dev' })
    const number = await newOrder(page)
    const id = await idOf('u_dev', number)
    const lead = await world.client('start', {
      user: 'u_lead',
      mode: 'pc',
      route: routeOf('pc', 'detail', `id=${id}`),
    })
    const frame = frameOf(lead)
    await frame.getByRole('button', { name: '拒绝', exact: true }).click()
    const dialog = frame.getByRole('dialog', { name: '拒绝' })
    await dialog.getByRole('button', { name: '拒绝', exact: true }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByRole('textbox').fill('太贵')
    await dialog.getByRole('button', { name: '拒绝', exact: true }).click()
    await orderOn(page, number).getByText('已拒绝').first().waitFor()
    await agree()
    expect(await inFeishu('u_lead', 'todo')).toEqual([])
  })

  it('says its own words when it refuses, and nothing when it is silent; the order stays as it is', async () => {
    const page = await world.client('todo', { user: 'u_dev' })
    const number = await newOrder(page)
    const id = await idOf('u_dev', number)
    await mood('refuses')
    const lead = await world.client('todo', { user: 'u_lead' })
    await lead.getByRole('button', { name: '同意', exact: true }).click()
    await lead.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await lead.getByText('采购系统：本季度预算已用完，请联系采购部。').waitFor()
    await mood('silent')
    const route = routeOf('phone', 'detail', `id=${id}`)
    const frame = frameOf(await world.client('start', { user: 'u_lead', route }))
    await frame.getByRole('button', { name: '同意', exact: true }).click()
    const dialog = frame.getByRole('dialog', { name: '同意' })
    await dialog.getByRole('button', { name: '同意', exact: true }).click()
    await dialog.getByText('对方系统暂时没有响应').waitFor({ timeout: 15_000 })
    await mood('takes')
    await dialog.getByRole('button', { name: '同意', exact: true }).click()
    await orderOn(page, number).getByText('已通过').waitFor()
    await orderOn(page, number).getByText('未应答').waitFor()
    await agree()
  })

  it.each(LOCALES)('has a panel and a page that everybody can use, in %s', async (locale) => {
    const page = await world.client('todo', { user: 'u_dev', locale, theme: 'auto' })
    await page.locator('[data-name="other"]').click()
    await page.locator('.order').first().waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
    const { body } = await (await world.person('u_dev')).list('started')
    for (const mode of ['phone', 'pc'] as const) {
      const frame = await world.frame(routeOf(mode, 'detail', `id=${body.items[0]?.id}`), {
        user: 'u_lead',
        locale,
        mode,
        theme: 'auto',
      })
      await frame.getByText('PO-1003').waitFor()
      expect(await faultsInBothThemes(frame)).toEqual([])
    }
  })
})
