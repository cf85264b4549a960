import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import type { Everyone } from '../support/agreement.ts'
import { PNG, upload } from '../support/files.ts'
import { frameOf, nodeOf, typeText, type Frame } from '../support/page-forms.ts'
import { routeOf } from '../support/page-surfaces.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

// 张伟 claims an expense; 王磊, 李想, then both of finance decide; the others are asked along the way.
const CAST = [
  ...(['u_dev', 'u_lead', 'u_cto', 'u_accountant', 'u_cashier', 'u_payroll', 'u_admin'] as const),
  ...(['u_designer', 'u_qa', 'u_cfo'] as const),
] as const
type Who = (typeof CAST)[number]

const MODES = ['phone', 'pc'] as const

describe.skipIf(lacksBrowser('every verb in a browser')).each(MODES)('every verb (%s)', (mode) => {
  let world: PageWorld
  let people: Record<Who, Everyone[string]>
  beforeAll(async () => {
    world = await openPageWorld()
    people = await world.people(CAST)
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  async function start(form: object = {}): Promise<string> {
    const expense = {
      category: 'travel',
      amount: { amount: '6800.50', currency: 'CNY' },
      spentOn: '2026-11-18',
      purpose: '客户现场',
      ...form,
    }
    const { status, body } = await people.u_dev.submit('expense', expense)
    expect(status).toBe(201)
    return body.id
  }

  const read = async (id: string): Promise<InstanceView> => (await people.u_dev.read(id)).body

  /** The detail page, as this person has it on the screen. */
  async function open(user: Who, id: string): Promise<Frame> {
    const route = routeOf(mode, 'detail', `id=${id}`)
    const frame = frameOf(await world.client('start', { user, mode, route }))
    await frame.getByRole('heading', { name: '张伟提交的费用报销' }).waitFor()
    return frame
  }

  async function approve(user: Who, id: string): Promise<void> {
    const mine = (await read(id)).tasks.find(
      ({ status, assignee }) => status === 'PENDING' && assignee.userId === user,
    )
    expect((await people[user].decide(mine?.id ?? '', 'approve', '同意')).status).toBe(200)
  }

  const agree = () => world.agree(people)

  const openTasks = async (id: string): Promise<string[]> =>
    (await read(id)).tasks.filter(({ status }) => status === 'PENDING').map(({ assignee }) => assignee.userId)

  it('transfer: to one person with a reason, once by a double tap', async () => {
    const id = await start()
    const frame = await open('u_lead', id)
    await choose(frame, '转交')
    await frame.getByRole('checkbox', { name: /张伟/ }).click()
    const panel = frame.getByRole('dialog', { name: '转交给他人审批' })
    await panel.getByRole('button', { name: '转交', exact: true }).click()
    await panel.getByRole('alert').getByText('不能选择本人').waitFor()
    await panel.getByRole('button', { name: '更换人员' }).click()
    await frame.getByRole('checkbox', { name: /刘洋/ }).click()
    await panel.getByRole('textbox').fill('我在休假')
    await panel.getByRole('button', { name: '转交', exact: true }).dblclick()
    await panel.waitFor({ state: 'detached' })
    await nodeOf(frame, '王磊')
      .getByText(/已转交给刘洋/)
      .waitFor()
    await nodeOf(frame, '直属上级').getByText('我在休假').waitFor()
    await frame.getByRole('button', { name: '同意', exact: true }).waitFor({ state: 'detached' })
    expect(await openTasks(id)).toEqual(['u_designer'])
    expect((await read(id)).history.filter(({ verb }) => verb === 'transfer')).toHaveLength(1)
    await agree()
    await approve('u_designer', id)
    expect(await openTasks(id)).toEqual(['u_cto'])
    await agree()
  })

  it('add-sign before, after and beside', async () => {
    const id = await start()
    await approve('u_lead', id)
    const leader = await open('u_cto', id)
    await choose(leader, '加签')
    const panel = leader.getByRole('dialog', { name: '加签' })
    await panel.getByText('先由其审批，之后再由我审批').waitFor()
    await panel.getByRole('button', { name: '加签', exact: true }).click()
    await panel.getByRole('alert').getByText('请选择人员').waitFor()
    await pick(leader, '黄敏')
    await panel.getByRole('button', { name: '加签', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await nodeOf(leader, '部门负责人').getByText('由李想前加签').waitFor()
    expect(await openTasks(id)).toEqual(['u_qa'])
    await agree()
    await approve('u_qa', id)
    expect(await openTasks(id)).toEqual(['u_cto'])

    const again = await open('u_cto', id)
    await choose(again, '加签')
    const after = again.getByRole('dialog', { name: '加签' })
    await after.getByRole('radio', { name: /后加签/ }).click()
    await pick(again, '林晓')
    await after.getByRole('button', { name: '加签', exact: true }).click()
    await after.getByRole('alert').getByText('请填写意见').waitFor()
    await after.getByRole('textbox').fill('请复核')
    await after.getByRole('button', { name: '加签', exact: true }).click()
    await after.waitFor({ state: 'detached' })
    await nodeOf(again, '部门负责人')
      .getByText(/已同意，并后加签林晓/)
      .waitFor()
    expect(await openTasks(id)).toEqual(['u_admin'])
    await agree()
    await approve('u_admin', id)

    const beside = await open('u_accountant', id)
    await choose(beside, '加签')
    const parallel = beside.getByRole('dialog', { name: '加签' })
    await parallel.getByRole('radio', { name: /并加签/ }).click()
    await pick(beside, '赵立')
    await parallel.getByRole('button', { name: '加签', exact: true }).click()
    await parallel.waitFor({ state: 'detached' })
    await nodeOf(beside, '财务会签').getByText('由钱佳并加签').waitFor()
    expect((await openTasks(id)).toSorted()).toEqual(['u_accountant', 'u_cashier', 'u_cfo'])
    await beside.getByRole('button', { name: '同意', exact: true }).waitFor()
    await agree()
    for (const user of ['u_accountant', 'u_cashier', 'u_cfo'] as const) await approve(user, id)
    expect((await read(id)).status).toBe('APPROVED')
    await agree()
  }, 180_000)

  it('rollback to the initiator, who changes the form and submits it again', async () => {
    const { body: receipt } = await upload(world.url, people.u_dev.token, { content: PNG, name: '发票.png' })
    const id = await start({ receipts: [receipt.id] })
    await approve('u_lead', id)
    await approve('u_cto', id)
    const cashier = await open('u_cashier', id)
    await choose(cashier, '退回')
    const panel = cashier.getByRole('dialog', { name: '退回到' })
    await panel.getByRole('textbox').fill('金额与发票不符')
    await panel.getByRole('button', { name: '退回', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await nodeOf(cashier, '发起人').getByText('孙悦退回到此（第 2 轮）').waitFor()
    expect(await openTasks(id)).toEqual(['u_dev'])
    await agree()

    const own = await open('u_dev', id)
    await own.getByRole('button', { name: '重新提交' }).click()
    const why = own.getByRole('status').filter({ hasText: '孙悦退回，请修改后重新提交' })
    await why.getByText('金额与发票不符').waitFor()
    await own.getByRole('button', { name: '移除 发票.png' }).waitFor()
    await nodeOf(own, '部门负责人').getByText('李想').waitFor()
    await typeText(own, '金额', '4800')
    await nodeOf(own, '部门负责人').getByText('不满足条件，跳过').waitFor()
    await own.getByRole('button', { name: '重新提交' }).dblclick()
    await own.getByText('已重新提交').waitFor()
    await own.getByText('CNY 4,800.00', { exact: true }).waitFor()
    await own
      .getByRole('button', { name: /发票.png/ })
      .first()
      .waitFor()
    await own.getByRole('button', { name: '审批记录: 展开' }).click()
    await own.getByText('孙悦退回到“发起人”，进入第 2 轮').waitFor()
    await own.getByText('张伟重新提交', { exact: true }).waitFor()
    expect(await openTasks(id)).toEqual(['u_lead'])
    // It was the first page: there is none to go back to, as no second one was laid over it.
    const back = own.owner().page().getByRole('button', { name: '返回', exact: true })
    expect(await back.isDisabled()).toBe(true)
    await agree()
    for (const user of ['u_lead', 'u_accountant', 'u_cashier'] as const) await approve(user, id)
    expect((await read(id)).status).toBe('APPROVED')
    await agree()
  }, 180_000)

  it('a form that does not wait any more says so, and leads to the approval', async () => {
    const id = await start()
    const [task] = (await read(id)).tasks
    const back = { toNode: '_initiator', reason: '请补充' }
    expect((await people.u_lead.call('POST', `/tasks/${task?.id ?? ''}/rollback`, back)).status).toBe(200)
    const own = await open('u_dev', id)
    await own.getByRole('button', { name: '重新提交' }).click()
    await own.getByRole('status').getByText('请补充').waitFor()
    await people.u_dev.withdraw(id)
    await own.getByRole('button', { name: '重新提交' }).click()
    await own.getByText('无需重新提交').waitFor()
    await own.getByRole('button', { name: '查看审批' }).click()
    await own.getByText('已撤回').first().waitFor()
    await agree()
  })

  it('the initiator gives a copy, and urges once', async () => {
    const id = await start()
    const own = await open('u_dev', id)
    await choose(own, '抄送')
    await own.getByRole('checkbox', { name: /黄敏/ }).click()
    await own.getByRole('button', { name: '确定' }).click()
    const panel = own.getByRole('dialog', { name: '抄送给' })
    await panel.getByRole('textbox').fill('供参考')
    await panel.getByRole('button', { name: '抄送', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    expect((await read(id)).cc.map(({ person }) => person.userId)).toEqual(['u_qa'])
    const urge = own.getByRole('button', { name: '催办', exact: true })
    await urge.click()
    await urge.waitFor({ state: 'detached' })
    expect((await read(id)).history.filter(({ verb }) => verb === 'urge')).toHaveLength(1)
    await agree()
  })

  it('rollback to an earlier node, which decides again', async () => {
    const id = await start()
    await approve('u_lead', id)
    const leader = await open('u_cto', id)
    await choose(leader, '退回')
    const panel = leader.getByRole('dialog', { name: '退回到' })
    await panel.getByRole('radio', { name: /直属上级/ }).click()
    await panel.getByRole('textbox').fill('请核对行程')
    await panel.getByRole('button', { name: '退回', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    await nodeOf(leader, '直属上级').getByText('请核对行程').waitFor()
    expect(await openTasks(id)).toEqual(['u_lead'])
    await agree()
    const manager = await open('u_lead', id)
    await nodeOf(manager, '直属上级').getByText('李想退回到此（第 2 轮）').waitFor()
    await approve('u_lead', id)
    expect(await openTasks(id)).toEqual(['u_cto'])
    await agree()
  })
})

/** One of the actions behind "more". */
async function choose(frame: Frame, action: string): Promise<void> {
  await frame.getByRole('button', { name: '更多' }).click()
  await frame
    .getByRole('dialog', { name: '更多操作' })
    .getByRole('button', { name: action, exact: true })
    .click()
}

/** Somebody in the client's own picker. */
async function pick(frame: Frame, name: string): Promise<void> {
  await frame.getByRole('button', { name: '选择人员' }).click()
  await frame.getByRole('checkbox', { name: new RegExp(name) }).click()
  await frame.getByRole('button', { name: '确定' }).click()
}
