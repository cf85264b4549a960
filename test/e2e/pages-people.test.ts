import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PDF, PNG } from '../support/files.ts'
import {
  approveOn,
  buttonOf,
  detailPages,
  hasNoDecision,
  historyOf,
  pageOf,
  press,
  refresh,
} from '../support/page-detail.ts'
import { attachedFile, nodeOf, pickFile, type Frame } from '../support/page-forms.ts'
import { formsWith, lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const CAST = ['u_dev', 'u_lead', 'u_qa', 'u_hr', 'u_payroll', 'u_admin'] as const
const QUOTE = { name: '报价.pdf', mimeType: 'application/pdf', buffer: PDF }
const PLAN = { name: '排班.png', mimeType: 'image/png', buffer: PNG }

const isMissing = lacksBrowser('comments, files and copies in a browser')

describe.skipIf(isMissing).each(['phone', 'pc'] as const)('comments, files and copies (%s)', (mode) => {
  let world: PageWorld
  let pages: ReturnType<typeof detailPages>
  beforeAll(async () => {
    world = await openPageWorld()
    pages = detailPages(world, mode)
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const submit = async () => (await world.submit('u_dev', 'leave', formsWith('探亲').leave)).id

  it('a comment mentions people and brings a file, which those concerned open', async () => {
    const id = await submit()
    const own = await pages.open('u_dev', id)
    await buttonOf(own, '发送').click()
    await own.getByRole('alert').getByText('请输入评论内容').waitFor()
    await own.getByRole('textbox', { name: '写评论…' }).fill('请看附件')
    await buttonOf(own, '@ 提及').click()
    await own.getByRole('checkbox', { name: /王磊/ }).click()
    await buttonOf(own, '确定').click()
    await own.getByText('@王磊', { exact: true }).waitFor()
    await pickFile(pageOf(own), own, /^添加附件/, QUOTE)
    await attachedFile(own, QUOTE.name).waitFor()
    await buttonOf(own, '发送').dblclick()
    await own.getByText('评论已发送').waitFor()
    const box = own.getByRole('textbox', { name: '写评论…' })
    await expect.poll(() => box.inputValue(), { timeout: 60_000 }).toBe('')
    const { comments } = (await (await world.person('u_dev')).read(id)).body
    expect(comments.map(({ text, mentions }) => [text, mentions.map(({ name }) => name)])).toEqual([
      ['请看附件', ['王磊']],
    ])
    await pages.agree(CAST)

    const chat = await world.client('chat', { user: 'u_lead', mode })
    const told = chat.getByRole('article').filter({ hasText: '请看附件' })
    await told.getByRole('button', { name: '查看详情' }).click()
    const lead = chat.frameLocator('iframe')
    await lead.getByText('@王磊').waitFor()
    const content = await fetch(await addressOf(chat, lead, QUOTE.name))
    expect(Buffer.from(await content.arrayBuffer())).toEqual(PDF)
  })

  it('a decision brings its files; they stand with it on the page and in the history', async () => {
    const id = await submit()
    const own = await pages.open('u_dev', id)
    const lead = await pages.open('u_lead', id)
    await buttonOf(lead, '同意').click()
    const panel = lead.getByRole('dialog', { name: '同意该审批' })
    await panel.getByRole('textbox').fill('见附件')
    await pickFile(pageOf(lead), panel, /添加图片/, PLAN)
    await attachedFile(panel, PLAN.name).waitFor()
    await panel.getByRole('button', { name: '同意', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await refresh(own)
    await nodeOf(own, '直属上级').getByText('见附件').waitFor()
    await nodeOf(own, '直属上级')
      .getByRole('button', { name: /排班.png/ })
      .waitFor()
    await (await historyOf(own, '王磊同意')).getByRole('button', { name: /排班.png/ }).waitFor()
    await pages.agree(CAST)
  })

  it('withdrawn with a reason: everybody sees it, and nobody can decide any more', async () => {
    const id = await submit()
    const [own, lead] = [await pages.open('u_dev', id), await pages.open('u_lead', id)]
    await press(own, '撤回', '撤回该审批', '改期了')
    await own.getByText('已撤回').first().waitFor()
    await nodeOf(own, '已撤回').getByText('改期了').first().waitFor()
    for (const name of ['撤回', '催办']) await buttonOf(own, name).waitFor({ state: 'detached' })
    await buttonOf(lead, '同意').click()
    await lead.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
    await lead.getByRole('alert').getByText('该审批任务已结束：已撤回').waitFor()
    await hasNoDecision(lead)
    await (await historyOf(lead, '张伟撤回了审批')).getByText('改期了').waitFor()
    const chat = await world.client('chat', { user: 'u_lead', mode })
    await chat.getByRole('article', { name: '张伟 撤回了 请假' }).getByText('改期了').waitFor()
    await pages.agree(CAST)
  })

  it('a copy counts as read once it is opened, and its initiator sees by whom', async () => {
    const id = await submit()
    const own = await pages.open('u_dev', id)
    await approveOn(await pages.open('u_lead', id))
    await refresh(own)
    for (const name of ['吴桐', '黄敏']) await own.getByText(`${name} · 未读`).waitFor()
    const chat = await world.client('chat', { user: 'u_payroll', mode })
    const told = chat.getByRole('article', { name: '张伟 将 请假 抄送给你' }).first()
    await told.getByRole('button', { name: '查看详情' }).click()
    await chat.frameLocator('iframe').getByRole('heading', { name: '张伟提交的请假' }).waitFor()
    const isRead = async () =>
      (await world.control.lists('u_payroll')).cc.find(({ instanceId }) => instanceId === id)?.readStatus
    await expect.poll(isRead, { timeout: 60_000 }).toBe('READ')
    await refresh(own)
    await own.getByText('吴桐 · 已读').waitFor()
    await own.getByText('黄敏 · 未读').waitFor()
    await (await historyOf(own, '吴桐已读抄送')).waitFor()
    await pages.agree(CAST)
  })
})

/** Opens a file of the page: where the client got it. */
async function addressOf(page: Page, frame: Frame, name: string): Promise<string> {
  const [response] = await Promise.all([
    page.waitForEvent('response', (one) => one.url().includes('/api/v1/attachments/')),
    frame.getByRole('button', { name: new RegExp(name) }).click(),
  ])
  expect(response.status()).toBe(200)
  return response.url()
}
