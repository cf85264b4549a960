import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PDF, upload } from '../support/files.ts'
import { buttonOf, detailPages, pageOf } from '../support/page-detail.ts'
import { attachedFile, nodeOf, submitButton, valueOf, type Frame } from '../support/page-forms.ts'
import { lacksBrowser, openPageWorld, openTaskOf, type PageWorld } from '../support/page-world.ts'

const CAST = ['u_dev', 'u_lead', 'u_qa', 'u_payroll'] as const
const QUOTE = '报价.pdf'

const KIT = `
code: kit
name: { zh-CN: 设备申请 }
group: { code: it, name: { zh-CN: 信息技术 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: item, type: textarea, label: { zh-CN: 设备 }, required: true, summary: true }
  - { key: price, type: number, label: { zh-CN: 预算 }, required: true }
  - { key: quote, type: attachment, label: { zh-CN: 报价单 }, maxCount: 3 }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 } }
  - { id: setup, name: { zh-CN: 安装 }, approvers: { initiatorChoice: true } }
`
/** The newest version asks for something else in place of the price. */
const CHANGED = KIT.replace('key: price', 'key: pieces').replace('预算', '数量')

const isMissing = lacksBrowser('approvals that are submitted again in a browser')

describe.skipIf(isMissing).each(['phone', 'pc'] as const)('submitted again (%s)', (mode) => {
  let world: PageWorld
  let pages: ReturnType<typeof detailPages>
  beforeAll(async () => {
    world = await openPageWorld({ definitions: { 'kit.yaml': KIT } })
    pages = detailPages(world, mode)
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  async function rejected(): Promise<string> {
    const { body: file } = await upload(world.url, (await world.person('u_dev')).token, { name: QUOTE })
    const form = { item: '笔记本电脑，16 GB', price: 8200, quote: [file.id] }
    const people = { approvers: { setup: ['u_qa'] }, cc: ['u_payroll'] }
    const one = await world.submit('u_dev', 'kit', form, people)
    await (await world.person('u_lead')).decide(openTaskOf(one), 'reject', '请换一家报价')
    return one.id
  }

  /** The form that its button opens, once it shows who would approve. */
  async function formOf(id: string): Promise<Frame> {
    const frame = await pages.open('u_dev', id)
    await buttonOf(frame, '再次提交').click()
    await nodeOf(frame, '安装').getByText('黄敏').waitFor()
    return frame
  }

  const latest = async () => {
    const [first] = (await (await world.person('u_dev')).list('started')).body.items
    return (await (await world.person('u_dev')).read(first?.id ?? '')).body
  }

  it('the form opens filled in, and another approval with the same values and files starts', async () => {
    const id = await rejected()
    const frame = await formOf(id)
    const text = (label: string) => frame.getByRole('textbox', { name: label, exact: true }).inputValue()
    expect([await text('设备'), await text('预算')]).toEqual(['笔记本电脑，16 GB', '8200'])
    await attachedFile(frame, QUOTE).waitFor()
    await frame.getByRole('button', { name: '移除 吴桐' }).waitFor()
    await submitButton(frame).dblclick()

    await frame.getByRole('heading', { name: '张伟提交的设备申请' }).waitFor()
    await nodeOf(frame, '直属上级').getByText('王磊').waitFor()
    expect(await valueOf(frame, '设备').textContent()).toContain('笔记本电脑，16 GB')
    const [response] = await Promise.all([
      pageOf(frame).waitForEvent('response', (one) => one.url().includes('/api/v1/attachments/')),
      frame.getByRole('button', { name: new RegExp(QUOTE) }).click(),
    ])
    expect(response.status()).toBe(200)
    expect(Buffer.from(await (await fetch(response.url())).arrayBuffer())).toEqual(PDF)

    const again = await latest()
    expect(again).toMatchObject({ status: 'PENDING', form: { item: '笔记本电脑，16 GB', price: 8200 } })
    expect(again.id).not.toBe(id)
    expect(again.cc.map(({ person }) => person.userId)).toEqual(['u_payroll'])
    expect(again.nodes.map(({ approvers }) => approvers.map(({ userId }) => userId))).toEqual([
      ['u_lead'],
      ['u_qa'],
    ])
    await pages.agree(CAST)
  })

  it('a field that the newest version does not have is named; all else is taken over', async () => {
    const id = await rejected()
    await world.stop('SIGTERM')
    await writeFile(join(world.definitionsDir, 'kit.yaml'), CHANGED)
    await world.restart()
    const frame = await formOf(id)
    await frame.getByRole('status').getByText('以下内容无法带入，字段或选项已变更：预算').waitFor()
    expect(await frame.getByRole('textbox', { name: '数量', exact: true }).inputValue()).toBe('')
    await attachedFile(frame, QUOTE).waitFor()
    await frame.getByRole('textbox', { name: '数量', exact: true }).fill('2')
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '张伟提交的设备申请' }).waitFor()
    expect((await latest()).form).toMatchObject({ item: '笔记本电脑，16 GB', pieces: 2 })
    await pages.agree(CAST)
  })
})
