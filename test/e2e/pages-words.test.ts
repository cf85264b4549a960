import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { openForm, pickFile, submitButton, attachedFile, type Frame } from '../support/page-forms.ts'
import { routeOf } from '../support/page-surfaces.ts'
import { formsWith, lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const MODES = ['phone', 'pc'] as const

const isMissing = lacksBrowser('what the pages say')

describe.skipIf(isMissing).each(MODES)('what the pages say, and where (%s)', (mode) => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld()
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  async function openDetail(user: string): Promise<{ page: Page; frame: Frame; id: string }> {
    const { id } = await world.submit('u_dev', 'expense', formsWith('客户现场').expense)
    const page = await world.client('start', { user, mode, route: routeOf(mode, 'detail', `id=${id}`) })
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: '张伟提交的费用报销' }).waitFor()
    return { page, frame, id }
  }

  it('that somebody has to be chosen is not said any more once somebody is, and again without', async () => {
    const { frame } = await openDetail('u_lead')
    await frame.getByRole('button', { name: '更多' }).click()
    await frame.getByRole('dialog').getByRole('button', { name: '加签' }).click()
    const panel = frame.getByRole('dialog', { name: '加签' })
    const confirm = panel.getByRole('button', { name: '加签', exact: true })
    const told = panel.getByRole('alert').getByText('请选择人员')
    await confirm.click()
    await told.waitFor()
    await panel.getByRole('button', { name: '选择人员' }).click()
    await frame.getByRole('checkbox', { name: /刘洋/ }).click()
    await frame.getByRole('dialog', { name: '选择联系人' }).getByRole('button', { name: '确定' }).click()
    await panel.getByRole('button', { name: '移除 刘洋' }).waitFor()
    expect(await told.count()).toBe(0)
    await panel.getByRole('button', { name: '移除 刘洋' }).click()
    await confirm.click()
    await told.waitFor()
    await panel.getByRole('textbox').fill('请帮忙')
    await told.waitFor({ state: 'detached' })
    await confirm.click()
    await told.waitFor()
  })

  it('the button that submits is in sight, apart from what is said above it', async () => {
    const frame = await openForm(await world.client('start', { user: 'u_dev', mode }), '费用报销')
    await submitButton(frame).click()
    const words = frame.getByRole('alert').getByText('请检查')
    await words.waitFor()
    const [button, said] = await Promise.all([submitButton(frame).boundingBox(), words.boundingBox()])
    const device = await frame.locator('body').boundingBox()
    const bottom = (box: typeof button) => (box?.y ?? 0) + (box?.height ?? 0)
    expect(bottom(button) + 8).toBeLessThanOrEqual(bottom(device))
    const isBeside = (said?.x ?? 0) + (said?.width ?? 0) <= (button?.x ?? 0)
    expect(isBeside || bottom(said) + 8 <= (button?.y ?? 0)).toBe(true)
  })

  it('a comment may be a file alone', async () => {
    const { page, frame, id } = await openDetail('u_lead')
    const send = frame.getByRole('button', { name: '发送' })
    await send.click()
    const empty = frame.getByRole('alert').getByText('请输入评论内容')
    await empty.waitFor()
    const file = { name: '发票.txt', mimeType: 'text/plain', buffer: Buffer.from('invoice') }
    await pickFile(page, frame, /^添加附件/, file)
    await attachedFile(frame, '发票.txt').waitFor()
    expect(await empty.count()).toBe(0)
    await send.click()
    await frame.getByRole('button', { name: '打开 发票.txt' }).waitFor()
    const { body } = await (await world.person('u_dev')).read(id)
    expect(body.comments).toMatchObject([{ text: '', attachments: [{ name: '发票.txt' }] }])
  })

  it('its number tells an approval from one like it, and can be copied', async () => {
    const { page, frame, id } = await openDetail('u_lead')
    await frame.getByText(`编号 ${id.slice(0, 8)}`).waitFor()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await frame.getByRole('button', { name: '复制编号' }).click()
    await frame.getByText('已复制').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(id)
  })

  it('urging leaves a line in the history', async () => {
    const { frame } = await openDetail('u_dev')
    await frame.getByRole('button', { name: '催办' }).click()
    await frame.getByText('已催办').waitFor()
    await frame.getByRole('button', { name: /历史|记录/ }).click()
    await frame.getByText('张伟发起了催办').waitFor()
  })
})
