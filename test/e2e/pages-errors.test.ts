import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { request } from '../support/api.ts'
import { fillLeave, frameOf, openForm, submitButton, typeText } from '../support/page-forms.ts'
import { tokenIn } from '../support/page-tabs.ts'
import { routeOf, SURFACES } from '../support/page-surfaces.ts'
import { formsWith, lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const LEAVE = { ...formsWith('休息').leave, days: 5 }

const isMissing = lacksBrowser('error states in a browser')

describe.skipIf(isMissing).each(SURFACES)('when something goes wrong $what', ({ mode, isWebApp }) => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld({ isWebApp })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  /** What the pages asked of the server from now on. */
  function watch(page: Page): string[] {
    const asked: string[] = []
    page.on('request', (one) => {
      const [path] = /\/api\/v1\/.*$/.exec(new URL(one.url()).pathname) ?? []
      if (path !== undefined) asked.push(`${one.method()} ${path}`)
    })
    return asked
  }

  const openLeave = async (user: string) => {
    const page = await world.client('start', { user, mode })
    return { page, asked: watch(page), frame: await openForm(page, '请假') }
  }

  const openDetail = async (user: string, id: string) =>
    frameOf(await world.client('start', { user, mode, route: routeOf(mode, 'detail', `id=${id}`) }))

  const startedBy = async (user: string) => (await world.person(user)).listAll('started')

  it('a rule that is broken is told when its field is left, and no longer once it is kept', async () => {
    const { frame } = await openLeave('u_qa')
    await typeText(frame, '天数', '61')
    expect(await frame.getByRole('alert').count()).toBe(0)
    await frame.getByRole('textbox', { name: '天数' }).blur()
    await frame.getByRole('alert').getByText('不能大于 60').waitFor()
    await typeText(frame, '天数', '6')
    await frame.getByText('不能大于 60').waitFor({ state: 'detached' })
  })

  it('what is required and empty is marked on Submit, and nothing is sent', async () => {
    const { frame, asked } = await openLeave('u_qa')
    await submitButton(frame).click()
    await frame.getByText('请检查标出的内容').waitFor()
    const marks = frame.getByRole('alert').filter({ hasText: /^必填$/ })
    expect(await marks.count()).toBe(3)
    expect(asked).not.toContain('POST /api/v1/instances')
  })

  it('a double tap submits once', async () => {
    const { frame, asked } = await openLeave('u_designer')
    await fillLeave(frame, '2', '两次点击')
    await submitButton(frame).dblclick()
    await frame.getByRole('heading', { name: '刘洋提交的请假' }).waitFor()
    expect(asked.filter((one) => one === 'POST /api/v1/instances')).toHaveLength(1)
    expect(await startedBy('u_designer')).toHaveLength(1)
  })

  it('a session that ended is renewed once, without losing what was typed', async () => {
    const { page, frame, asked } = await openLeave('u_cashier')
    await fillLeave(frame, '2', '会话过期')
    const ended = await request(`${world.url}/api/v1/session`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${tokenIn(page)}` },
    })
    expect(ended.status).toBeLessThan(300)
    asked.length = 0
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '孙悦提交的请假' }).waitFor()
    await frame.getByText('会话过期').waitFor()
    expect(asked.filter((one) => one === 'POST /api/v1/session')).toHaveLength(1)
    expect(await startedBy('u_cashier')).toHaveLength(1)
  })

  it('somebody else was faster: told in words, and the page shows what is true now', async () => {
    const people = await world.people(['u_lead', 'u_recruiter'])
    const started = await world.submit('u_dev', 'leave', LEAVE)
    const taskOf = async (who: 'u_lead' | 'u_recruiter') => {
      const { body } = await people[who].read(started.id)
      return body.tasks.find(({ assignee }) => assignee.userId === who)?.id ?? ''
    }
    await people.u_lead.decide(await taskOf('u_lead'), 'approve')

    const frame = await openDetail('u_hr', started.id)
    await frame.getByRole('button', { name: '同意', exact: true }).click()
    await people.u_recruiter.decide(await taskOf('u_recruiter'), 'approve')
    await frame.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()

    await frame.getByRole('alert').getByText('该审批已由许诺处理：已同意').waitFor()
    await frame.getByText('已同意', { exact: true }).first().waitFor()
    expect(await frame.getByRole('button', { name: '同意', exact: true }).count()).toBe(0)
  })

  it('who may not see an approval gets a polite page, and a way on', async () => {
    const started = await world.submit('u_dev', 'leave', LEAVE)
    for (const id of [started.id, 'nothing']) {
      const frame = await openDetail('u_cashier', id)
      await frame.getByRole('alert').getByText('无法查看').waitFor()
      expect(await frame.getByText('休息').count()).toBe(0)
      await frame.getByRole('button', { name: '返回首页' }).click()
      await frame.getByRole('heading', { name: '发起审批' }).waitFor()
    }
  })

  it('a draft is there again after the page was closed, until it is thrown away', async () => {
    const { page, frame } = await openLeave('u_accountant')
    await typeText(frame, '事由', '写到一半')
    await page.getByRole('button', { name: '关闭' }).click()
    await frame.getByText('事由').waitFor({ state: 'detached' })

    await page.reload()
    const again = await openForm(page, '请假')
    await again.getByRole('status').getByText('已恢复上次未提交的内容').waitFor()
    const reason = again.getByRole('textbox', { name: '事由' })
    expect(await reason.inputValue()).toBe('写到一半')
    await again.getByRole('button', { name: '清空' }).click()
    await again.getByText('已恢复上次未提交的内容').waitFor({ state: 'detached' })
    await expect.poll(() => reason.inputValue(), { timeout: 60_000 }).toBe('')
  })
})
