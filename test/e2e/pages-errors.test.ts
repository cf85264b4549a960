import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { request } from '../support/api.ts'
import {
  addressOf,
  fillLeave,
  frameOf,
  isBrowserMissing,
  loginAll,
  openForm,
  openStage,
  submitButton,
  typeText,
  type Stage,
} from '../support/pages.ts'

const LEAVE = { kind: 'sick', period: { from: '2026-11-23', to: '2026-11-30' }, days: 5, reason: '休息' }

const isMissing = isBrowserMissing('error states in a browser')

describe.skipIf(isMissing)('when something goes wrong in the pages', { timeout: 120_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterEach(async () => {
    await stage.closePages()
    expect(stage.faults).toEqual([])
  })
  afterAll(() => stage.close())

  /** What the pages asked of the server from now on. */
  function watch(page: Page): string[] {
    const asked: string[] = []
    page.on('request', (one) => {
      const { pathname } = new URL(one.url())
      if (pathname.startsWith('/server/')) asked.push(`${one.method()} ${pathname.slice('/server'.length)}`)
    })
    return asked
  }

  async function tokenOf(page: Page, user: string): Promise<string> {
    const { origins } = await page.context().storageState()
    const kept = origins.flatMap(({ localStorage }) => localStorage)
    const { value = '{}' } = kept.find(({ name }) => name.startsWith(`sandbox:${user}:session:`)) ?? {}
    return (JSON.parse(value) as { data: { token: string } }).data.token
  }

  const openLeave = async (user: string) => {
    const page = await stage.open({ user })
    return { page, asked: watch(page), frame: await openForm(page, '请假') }
  }

  const startedBy = async (user: string) =>
    (await (await loginAll(stage, [user]))[user]?.listAll('started')) ?? []

  it('a rule that is broken is told while typing, and no longer once it is kept', async () => {
    const { frame } = await openLeave('u_qa')
    await typeText(frame, '天数', '61')
    await frame.getByRole('alert').getByText('不能大于 60').waitFor()
    await typeText(frame, '天数', '6')
    await frame.getByText('不能大于 60').waitFor({ state: 'detached' })
  })

  it('what is required and empty is marked on Submit, and nothing is sent', async () => {
    const { frame, asked } = await openLeave('u_qa')
    await submitButton(frame).click()
    await frame.getByText('请检查标出的内容').waitFor()
    expect(
      await frame
        .getByRole('alert')
        .filter({ hasText: /^必填$/ })
        .count(),
    ).toBe(3)
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

  it('while the server is away the form stays as it is; once it is back, Submit works', async () => {
    const { frame } = await openLeave('u_recruiter')
    await fillLeave(frame, '2', '断网也在')
    await stage.stop()
    await submitButton(frame).click()
    await frame.getByText('网络连接失败').first().waitFor()
    expect(await frame.getByRole('textbox', { name: '事由' }).inputValue()).toBe('断网也在')
    await stage.restart()
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '许诺提交的请假' }).waitFor()
    expect(await startedBy('u_recruiter')).toHaveLength(1)
  }, 120_000)

  it('a session that ended is renewed once, without losing what was typed', async () => {
    const { page, frame, asked } = await openLeave('u_cashier')
    await fillLeave(frame, '2', '会话过期')
    const token = await tokenOf(page, 'u_cashier')
    const ended = await request(`${stage.url}/api/v1/session`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
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
    const people = await loginAll(stage, ['u_dev', 'u_lead', 'u_recruiter'])
    const { body: started } = await people.u_dev.submit('leave', LEAVE)
    const taskOf = async (who: 'u_lead' | 'u_recruiter') => {
      const { body } = await people[who].read(started.id)
      return body.tasks.find(({ assignee }) => assignee.userId === who)?.id ?? ''
    }
    await people.u_lead.decide(await taskOf('u_lead'), 'approve')

    const page = await stage.open({ user: 'u_hr', path: `pages/detail?id=${started.id}` })
    const frame = frameOf(page)
    await frame.getByRole('button', { name: '同意', exact: true }).click()
    await people.u_recruiter.decide(await taskOf('u_recruiter'), 'approve')
    await frame.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()

    await frame.getByRole('alert').getByText('该审批已由许诺处理：已同意').waitFor()
    await frame.getByText('已同意', { exact: true }).first().waitFor()
    expect(await frame.getByRole('button', { name: '同意', exact: true }).count()).toBe(0)
  })

  it('who may not see an approval gets a polite page, and a way on', async () => {
    const { u_dev: starter } = await loginAll(stage, ['u_dev'])
    const { body: started } = await starter.submit('leave', LEAVE)
    for (const id of [started.id, 'nothing']) {
      const page = await stage.open({ user: 'u_cashier', path: `pages/detail?id=${id}` })
      const frame = frameOf(page)
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

    await page.goto(addressOf(stage.sandbox, { user: 'u_accountant' }))
    const again = await openForm(page, '请假')
    await again.getByRole('status').getByText('已恢复上次未提交的内容').waitFor()
    const reason = again.getByRole('textbox', { name: '事由' })
    expect(await reason.inputValue()).toBe('写到一半')
    await again.getByRole('button', { name: '清空' }).click()
    await again.getByText('已恢复上次未提交的内容').waitFor({ state: 'detached' })
    await expect.poll(() => reason.inputValue(), { timeout: 25_000 }).toBe('')
  })
})
