import axe from 'axe-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { operator } from '../support/api.ts'
import { frameOf } from '../support/page-forms.ts'
import { routeOf } from '../support/page-surfaces.ts'
import { formsWith, lacksBrowser, openPageWorld, openTaskOf, type PageWorld } from '../support/page-world.ts'

type Violation = { id: string; impact: string; nodes: { html: string }[] }

describe.skipIf(lacksBrowser('the client'))('the client of the small Feishu', () => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld()
    for (const user of ['u_dev', 'u_qa', 'u_designer']) await submitLeave(user)
    await world.quiet()
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const submitLeave = (user: string) => world.submit(user, 'leave', formsWith('').leave)

  async function open(section: 'chat' | 'todo', look: Parameters<PageWorld['client']>[1] = {}) {
    const page = await world.client(section, { user: 'u_lead', locale: 'en-US', width: 1_280, ...look })
    await page.getByRole('article').first().waitFor()
    return page
  }

  it.each([
    ['chat', 'zh-CN', 'light', 1_280],
    ['todo', 'en-US', 'dark', 1_280],
    ['todo', 'ja-JP', 'light', 375],
  ] as const)('axe finds no fault: %s, %s, %s, %i px', async (section, locale, theme, width) => {
    const page = await open(section, { locale, width })
    await page.locator('.top select').last().selectOption(theme)
    await page.locator('[data-name=controls]').click()
    await page.locator('[data-name=requests]').click()
    await page.locator('summary').first().click()
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()')
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    expect(overflow).toBeLessThanOrEqual(0)
  })

  it('speaks the chosen language and keeps the choice', async () => {
    const page = await open('todo', { locale: 'zh-CN' })
    await page.getByLabel('语言').selectOption('en-US')
    await page.getByRole('heading', { name: 'To do' }).waitFor()
    await page.getByText('Sick leave').first().waitFor()
    await page.goto(`${world.sandbox.controlUrl}/`)
    await page.getByRole('heading', { name: 'To do' }).waitFor()
  })

  it('a card has the colour of its template, with buttons or without, and says who sent it', async () => {
    const [designer, lead] = [await world.person('u_designer'), await world.person('u_lead')]
    const { id } = await submitLeave('u_designer')
    const chat = await world.client('chat', { user: 'u_lead', locale: 'ja-JP' })
    expect((await designer.call('POST', `/instances/${id}/urge`, {})).status).toBe(200)
    const urged = chat.getByRole('article', { name: '刘洋が休暇の承認を催促しています' })
    await urged.getByText('送信者：刘洋', { exact: true }).waitFor()

    const taskId = openTaskOf((await designer.read(id)).body)
    const back = await lead.call('POST', `/tasks/${taskId}/rollback`, { toNode: '_initiator' })
    expect(back.status).toBe(200)
    const own = await world.client('chat', { user: 'u_designer', locale: 'en-US' })
    const step = own.getByRole('article', {
      name: 'Sent back, please change it and submit it again: Leave by 刘洋',
    })
    await step.waitFor()
    expect(await step.getAttribute('data-tone')).toBe('blue')
    expect(await own.getByRole('article', { name: /awaits your approval/ }).count()).toBe(0)
    expect(await step.getByRole('button').allInnerTexts()).toEqual(['View details'])
  })

  /** To nobody twice. */
  const remind = () => operator(world.url).post('/reminders')

  it('a reminder speaks the person’s language', async () => {
    await remind()
    const page = await open('chat', { locale: 'zh-CN' })
    await page.getByRole('article', { name: /你有 \d+ 条审批待处理/ }).waitFor()
    await page.getByLabel('语言').selectOption('en-US')
    const reminder = page.getByRole('article', { name: /Approvals waiting for you/ })
    await reminder.getByText('Waiting for').first().waitFor()
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()')
    expect(violations.map(({ id }) => id)).toEqual([])
  })

  it.each(['phone', 'pc'] as const)('its buttons open the to-dos and each task (%s)', async (mode) => {
    await remind()
    const page = await open('chat', { mode, width: 1_600 })
    const reminder = page.getByRole('article', { name: /Approvals waiting for you/ })
    const pageShown = () => page.frames().at(-1)?.url() ?? ''
    await reminder.getByRole('button', { name: 'Open my to-dos' }).click()
    await frameOf(page).getByText('Sick leave').first().waitFor()
    expect(pageShown()).toContain(`#${routeOf(mode, 'list', 'box=todo')}`)
    await reminder.getByRole('button', { name: 'Open', exact: true }).first().click()
    await frameOf(page).getByRole('button', { name: 'Approve', exact: true }).waitFor()
    expect(pageShown()).toContain(`#${routeOf(mode, 'detail', 'id=')}`)
  })

  it('the focus stays where it is while the list around it changes', async () => {
    const page = await open('todo')
    const button = page.getByRole('button', { name: 'Reject' }).last()
    await button.focus()
    await submitLeave('u_dev')
    await expect.poll(() => page.getByRole('article').count(), { timeout: 60_000 }).toBe(4)
    const isFocused = "document.activeElement === [...document.querySelectorAll('.entry .danger')].at(-1)"
    expect(await page.evaluate<boolean>(isFocused)).toBe(true)
  })

  it('approves several at once, and shows each callback with its JSON', async () => {
    const page = await open('todo')
    await page.getByRole('button', { name: 'Requests' }).click()
    const boxes = page.getByRole('checkbox', { name: /Select/ })
    const count = await boxes.count()
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    await page.getByRole('button', { name: 'Approve selected (2)' }).click()
    await page.getByText('2 done').waitFor()
    await expect.poll(() => page.getByRole('article').count(), { timeout: 60_000 }).toBe(count - 2)
    await page.getByRole('button', { name: 'Callbacks' }).click()
    await page.locator('summary', { hasText: 'callback' }).first().click()
    await page.getByText('"action_type": "APPROVE"').first().waitFor()
  })

  it('a link that is pasted shows each of them what is theirs, and is decided there', async () => {
    const { control, url } = world
    await control.settings({ previewRule: `${new URL(url).host}/m`, eventUrl: `${url}/feishu/card` })
    const { id } = await submitLeave('u_designer')
    const chat = await open('chat')
    await chat.getByLabel('Paste a link into the group chat').fill(`${url}/m/pc/pages/detail?id=${id}`)
    await chat.getByRole('button', { name: 'Send' }).click()
    const theirs = chat.locator('.pasted')
    await theirs.getByRole('link', { name: 'Leave by 刘洋 · Pending' }).waitFor()
    await theirs.getByRole('button', { name: 'Approve' }).click()
    await chat.getByText('You approved').waitFor()
    await theirs.getByText('Approved').waitFor()
    expect(await theirs.getByRole('button').allInnerTexts()).toEqual(['View details'])

    const stranger = await world.client('chat', { user: 'u_cashier', locale: 'en-US', width: 1_280 })
    await stranger.getByRole('link', { name: 'An approval, for those whom it concerns' }).waitFor()
    expect(await stranger.locator('.pasted').getByRole('button').count()).toBe(0)
  })

  it('opens the mini program itself, on the phone and on the PC', async () => {
    const page = await open('todo')
    await page.getByRole('button', { name: 'Open the mini program' }).click()
    await frameOf(page).getByText('Start an approval').first().waitFor()
    await page.getByRole('button', { name: 'PC', exact: true }).click()
    await frameOf(page).getByText('Start an approval').first().waitFor()
    expect(await page.locator('iframe').getAttribute('src')).toContain('mode=pc')
  })

  it('a moved clock shows at once', async () => {
    const page = await open('todo')
    await page.getByRole('button', { name: 'Sandbox controls' }).click()
    const clock = page.locator('output').filter({ hasText: /\d/ })
    const before = await clock.innerText()
    await page.getByRole('button', { name: '+7 days' }).click()
    await expect.poll(() => clock.innerText(), { timeout: 60_000 }).not.toContain(before.split(',')[0] ?? '')
  })
})
