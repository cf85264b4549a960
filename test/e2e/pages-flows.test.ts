import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FLOW_FORM, flowNode, flowFiles } from '../support/flow-definitions.ts'
import { approveOn, buttonOf, detailPages, hasNoDecision, refresh, rejectOn } from '../support/page-detail.ts'
import { nodeOf, openForm, typeText } from '../support/page-forms.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const CAST = ['u_dev', 'u_lead', 'u_cto', 'u_qa', 'u_designer', 'u_hr', 'u_admin'] as const

const FLOWS = {
  board: {
    name: '评审',
    flow: [flowNode('board', '评审会', ['u_lead', 'u_cto', 'u_qa', 'u_designer'], { mode: { atLeast: 2 } })],
  },
  jury: {
    name: '表决',
    flow: [flowNode('jury', '表决会', ['u_lead', 'u_cto', 'u_qa'], { mode: { share: 0.5 } })],
  },
  branches: {
    name: '采购单',
    flow: [
      {
        parallel: [
          [flowNode('legal', '法务', ['u_lead']), flowNode('tax', '税务', ['u_hr'])],
          [flowNode('security', '安全', ['u_qa'])],
        ],
      },
      flowNode('head', '总经理', ['u_cto']),
    ],
  },
}

const isMissing = lacksBrowser('votes and branches in a browser')

describe.skipIf(isMissing).each(['phone', 'pc'] as const)('votes and branches (%s)', (mode) => {
  let world: PageWorld
  let pages: ReturnType<typeof detailPages>
  beforeAll(async () => {
    world = await openPageWorld({ definitions: flowFiles(FLOWS) })
    pages = detailPages(world, mode)
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await world.close()
  })

  const submit = async (code: keyof typeof FLOWS) => (await world.submit('u_dev', code, FLOW_FORM)).id
  const openAll = (id: string, users: readonly string[]) =>
    Promise.all(users.map((user) => pages.open(user, id)))

  it('a vote says how many it needs and has; once it is decided, the others need not act and are told why', async () => {
    const id = await submit('board')
    const [own, lead, cto, qa, designer] = await openAll(id, CAST.slice(0, 5))
    await nodeOf(own!, '评审会').getByText('票签：4 人中须 2 人同意 · 已同意 0/2', { exact: true }).waitFor()
    await approveOn(lead!)
    await nodeOf(lead!, '评审会')
      .getByText(/已同意 1\/2/)
      .waitFor()
    await pages.agree(CAST)
    await approveOn(cto!, '可以')
    await nodeOf(cto!, '评审会')
      .getByText(/已同意 2\/2/)
      .waitFor()

    // This page is from before: whoever presses now hears it, and sees what is true.
    await buttonOf(qa!, '拒绝').click()
    await qa!.getByRole('dialog').getByRole('button', { name: '拒绝', exact: true }).click()
    await qa!.getByRole('alert').getByText('该审批已由李想处理：已同意').waitFor()
    await hasNoDecision(qa!)
    await nodeOf(qa!, '黄敏')
      .getByText(/票数已够，无需处理/)
      .first()
      .waitFor()

    await refresh(designer!)
    await hasNoDecision(designer!)
    await refresh(own!)
    const outvoted = nodeOf(own!, '评审会').getByText('票数已够，无需处理')
    await expect.poll(() => outvoted.count(), { timeout: 60_000 }).toBe(2)
    await pages.agree(CAST)
  })

  it('at a vote by share one may reject and it goes on; too many, and it is rejected', async () => {
    const id = await submit('jury')
    const [own, lead, cto, qa] = await openAll(id, CAST.slice(0, 4))
    await nodeOf(own!, '表决会')
      .getByText(/3 人中须 2 人同意 · 已同意 0\/2/)
      .waitFor()
    await rejectOn(lead!, '太贵')
    await nodeOf(lead!, '表决会').getByText('太贵').waitFor()
    await lead!.getByText('审批中').first().waitFor()
    await approveOn(cto!)
    await pages.agree(CAST)
    await rejectOn(qa!)
    await qa!.getByText('已拒绝').first().waitFor()
    await refresh(own!)
    await nodeOf(own!, '表决会')
      .getByText(/已同意 1\/2/)
      .waitFor()
    await pages.agree(CAST)
  })

  it('the form shows the branches that it would take', async () => {
    const page = await world.client('start', { user: 'u_dev', mode })
    const frame = await openForm(page, '采购单')
    await typeText(frame, '内容', '桌椅')
    await nodeOf(frame, '法务').getByText('并行审批：2 条分支同时进行，全部通过后继续').waitFor()
    await nodeOf(frame, '法务').getByText('分支 1').waitFor()
    await nodeOf(frame, '安全').getByText('分支 2').waitFor()
    expect(await nodeOf(frame, '总经理').getByText(/分支/).count()).toBe(0)
  })

  it('branches run side by side, each decided on its own page, and join', async () => {
    const id = await submit('branches')
    const [own, lead, qa, admin] = await openAll(id, ['u_dev', 'u_lead', 'u_qa', 'u_admin'])
    await nodeOf(own!, '法务')
      .getByText(/2 条分支/)
      .waitFor()
    for (const name of ['法务', '安全']) await nodeOf(own!, name).getByText('审批中').waitFor()
    expect(await nodeOf(own!, '总经理').getByText('审批中').count()).toBe(0)
    await Promise.all([approveOn(lead!), approveOn(qa!, '已核查')])
    await nodeOf(qa!, '安全').getByText('已核查').waitFor()
    await refresh(own!)
    await nodeOf(own!, '税务').getByText('审批中').waitFor()
    await nodeOf(own!, '安全')
      .getByText(/已同意/)
      .waitFor()
    await nodeOf(own!, '总经理').getByText('李想').waitFor()
    await pages.agree(CAST)

    const hr = await pages.open('u_hr', id)
    await approveOn(hr)
    await nodeOf(hr, '总经理').getByText('审批中').waitFor()
    await approveOn(await pages.open('u_cto', id))
    await refresh(admin!)
    await nodeOf(admin!, '总经理')
      .getByText(/已同意/)
      .waitFor()
    await pages.agree(CAST)
  })

  it('a rejection on one branch ends the other: its page says why', async () => {
    const id = await submit('branches')
    const [lead, qa] = await openAll(id, ['u_lead', 'u_qa'])
    await rejectOn(qa!, '有漏洞')
    await buttonOf(lead!, '同意').click()
    await lead!.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
    await lead!.getByRole('alert').getByText('该审批任务已结束：已拒绝').waitFor()
    await hasNoDecision(lead!)
    await nodeOf(lead!, '法务')
      .getByText(/审批已拒绝，无需处理/)
      .waitFor()
    await nodeOf(lead!, '安全').getByText('有漏洞').waitFor()
    await pages.agree(CAST)
  })
})
