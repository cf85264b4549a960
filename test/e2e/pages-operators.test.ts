import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { request } from '../support/api.ts'
import { FLOW_FORM, flowNode, flowFiles } from '../support/flow-definitions.ts'
import {
  approveOn,
  buttonOf,
  detailPages,
  hasNoDecision,
  historyOf,
  refresh,
} from '../support/page-detail.ts'
import { nodeOf, type Frame } from '../support/page-forms.ts'
import { lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'
import { ADMIN_TOKEN } from '../support/server-process.ts'

const CAST = ['u_dev', 'u_lead', 'u_cto', 'u_qa', 'u_designer', 'u_hr', 'u_admin'] as const

const FLOWS = {
  supply: {
    name: '领用',
    flow: [flowNode('first', '初审', ['u_qa']), flowNode('last', '复审', ['u_designer'])],
  },
}

const isMissing = lacksBrowser('what operators do, in a browser')

describe.skipIf(isMissing).each(['phone', 'pc'] as const)('what operators do (%s)', (mode) => {
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

  const submit = async () => (await world.submit('u_dev', 'supply', FLOW_FORM)).id

  async function operate(path: string, body: object): Promise<void> {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
    const { status } = await request(`${world.url}/admin/v1${path}`, { method: 'POST', headers, body })
    expect(status).toBe(200)
  }

  /** Presses Approve on a page from before, and hears why that is no more. */
  async function pressInVain(frame: Frame, words: string): Promise<void> {
    await buttonOf(frame, '同意').click()
    await frame.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
    await frame.getByRole('alert').getByText(words).waitFor()
    await hasNoDecision(frame)
  }

  it('handed over: who had it sees no buttons but why, who has it decides, its initiator reads it all', async () => {
    const id = await submit()
    const [own, old] = [await pages.open('u_dev', id), await pages.open('u_qa', id)]
    await operate('/people/u_qa/hand-over', { to: 'u_hr', reason: '调往上海' })
    await pressInVain(old, '该审批任务已结束：已转交')
    await nodeOf(old, '初审').getByText('调往上海').waitFor()
    await refresh(own)
    await nodeOf(own, '初审')
      .getByText(/已由管理员移交给陈静/)
      .waitFor()
    const line = await historyOf(own, '管理员将黄敏的审批移交给陈静')
    await line.getByText('调往上海').waitFor()
    await pages.agree(CAST)

    const next = await pages.open('u_hr', id)
    await approveOn(next, '同意接手')
    await nodeOf(next, '初审').getByText('同意接手').waitFor()
    await pages.agree(CAST)
  })

  it('handed over before their turn: the history says who decides instead, and why', async () => {
    const id = await submit()
    const own = await pages.open('u_dev', id)
    await nodeOf(own, '复审').getByText('刘洋').waitFor()
    await operate('/people/u_designer/hand-over', { to: 'u_lead', reason: '休产假' })
    await refresh(own)
    await nodeOf(own, '复审').getByText('王磊').waitFor()
    expect(await nodeOf(own, '复审').getByText('刘洋').count()).toBe(0)
    const line = await historyOf(own, '后续审批人由刘洋变更为王磊')
    await line.getByText('休产假').waitFor()
    await pages.agree(CAST)
  })

  it('ended: everybody sees by whom and why, and nobody can decide any more', async () => {
    const id = await submit()
    const [own, approver] = [await pages.open('u_dev', id), await pages.open('u_qa', id)]
    await operate(`/instances/${id}/terminate`, { reason: '重复提交' })
    await pressInVain(approver, '该审批任务已结束：已终止')
    await nodeOf(approver, '初审')
      .getByText(/审批已终止，无需处理/)
      .waitFor()
    await refresh(own)
    await own.getByText('已终止').first().waitFor()
    await nodeOf(own, '管理员').getByText('重复提交').waitFor()
    const line = await historyOf(own, '管理员终止了审批')
    await line.getByText('重复提交').waitFor()
    for (const name of ['撤回', '催办']) expect(await buttonOf(own, name).count()).toBe(0)
    await pages.agree(CAST)
  })

  it('left the company: their manager has it, and the page says so', async () => {
    const id = await submit()
    const own = await pages.open('u_dev', id)
    await world.control.settings({ eventUrl: `${world.url}/feishu/event` })
    await world.control.call('POST', '/people/u_qa', { resigned: true })
    const isMoved = async () =>
      (await (await world.person('u_dev')).read(id)).body.tasks.some(
        ({ assignee }) => assignee.userId === 'u_lead',
      )
    await expect.poll(isMoved, { timeout: 60_000 }).toBe(true)
    await refresh(own)
    await nodeOf(own, '初审')
      .getByText(/已离职，由王磊接手/)
      .waitFor()
    await (await historyOf(own, '黄敏已离职，审批由王磊接手')).waitFor()
    await approveOn(await pages.open('u_lead', id))
    await pages.agree(CAST.filter((user) => user !== 'u_qa'))
  })
})
