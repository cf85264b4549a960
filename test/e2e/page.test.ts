import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fillLeave, frameOf, openForm, submitButton } from '../support/page-forms.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const PAYLOAD = '<img src=x onerror="window.hit=1"> **b** [x](http://evil.test)'

describe.skipIf(lacksBrowser('the small Feishu'))('the small Feishu in a browser', () => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld()
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  async function startLeave(page: Page, reason: string): Promise<void> {
    const phone = await openForm(page, '请假')
    await fillLeave(phone, '2', reason)
    await submitButton(phone).click()
    await page.locator('.device-title', { hasText: /./ }).waitFor()
    await phone.getByText('审批中').first().waitFor()
  }

  async function approve(page: Page, entry: Locator): Promise<void> {
    await entry.getByRole('button', { name: '同意' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  }

  it('a newcomer starts an approval on the phone; the approver presses the button on the card; every list follows by itself', async () => {
    const [starter, approver] = [await world.client('start'), await world.client('chat', { user: 'u_lead' })]
    await startLeave(starter, PAYLOAD)

    const card = approver.getByRole('article').first()
    await card.getByText('病假').waitFor()
    expect(await card.innerText()).toContain('张伟')
    await starter.getByRole('button', { name: '已发起' }).click()
    await starter.getByRole('article').first().getByText('审批中').waitFor()

    await approve(approver, card)
    await approver.getByRole('article').first().getByText('已同意').waitFor()
    expect(await card.getByRole('button', { name: '同意' }).count()).toBe(0)
    await starter.getByRole('article').first().getByText('已通过').waitFor()

    await card.getByRole('button', { name: '查看详情' }).click()
    await frameOf(approver).getByText(PAYLOAD).first().waitFor()
    expect(await approver.evaluate(() => 'hit' in globalThis)).toBe(false)
    expect(await starter.evaluate(() => 'hit' in globalThis)).toBe(false)
  })

  it('an applink opens its page in the frame that it is made for', async () => {
    const page = await world.client('chat')
    // Once the client keeps who it is for.
    await expect
      .poll(() => page.evaluate(`localStorage.getItem('sandbox-client')`), { timeout: 60_000 })
      .not.toBeNull()
    await page.goto(
      `${world.sandbox.applinkUrl}/client/mini_program/open?mode=appCenter&appId=x&path=pc%2Fpages%2Fcreate-form%2Findex%3Fid%3Dleave`,
    )
    await frameOf(page).getByText('直属上级').first().waitFor()
    expect(await page.locator('.stage').getAttribute('data-mode')).toBe('pc')
  })

  it('a card settles once Feishu is back from an outage', async () => {
    const starter = await world.client('start', { user: 'u_qa' })
    const approver = await world.client('todo', { user: 'u_lead' })
    const lead = await world.person('u_lead')
    await startLeave(starter, '发烧')
    const entry = approver.getByRole('article').filter({ hasText: '黄敏' }).first()
    await entry.waitFor()
    await world.quiet()

    await approver.getByRole('button', { name: '沙箱控制' }).click()
    await approver.getByRole('radio', { name: '宕机' }).check()
    await approver.getByText('连接被拒绝').waitFor()
    await approve(approver, entry)
    const decided = async () => (await lead.listAll('done')).map(({ initiator }) => initiator.userId)
    await expect.poll(decided, { timeout: 60_000 }).toContain('u_qa')
    expect(await entry.getByText('审批中').count()).toBe(1)

    await approver.getByRole('radio', { name: '正常' }).check()
    await entry.waitFor({ state: 'detached' })
    await approver.getByRole('button', { name: '已办' }).click()
    await approver.getByRole('article').filter({ hasText: '黄敏' }).first().waitFor()
  })
})
