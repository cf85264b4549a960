import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fillLeave, frameOf, openForm, submitButton } from '../support/page-forms.ts'
import { routeOf, SURFACES } from '../support/page-surfaces.ts'
import { formsWith, lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

const { leave: LEAVE } = formsWith('休息')
const OFFLINE = '网络连接失败'

const isMissing = lacksBrowser('a server that is away, in a browser')

describe.skipIf(isMissing).each(SURFACES)('when the server is away $what', ({ mode, isWebApp }) => {
  let world: PageWorld
  beforeAll(async () => {
    world = await openPageWorld({ isWebApp })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const open = async (user: string, route: string) =>
    frameOf(await world.client('start', { user, mode, route }))

  it('the form stays as it is, and Submit works once it is back', async () => {
    const frame = await openForm(await world.client('start', { user: 'u_recruiter', mode }), '请假')
    await fillLeave(frame, '2', '断网也在')
    await world.stop()
    await submitButton(frame).click()
    await frame.getByRole('alert').getByText(OFFLINE).waitFor()
    expect(await frame.getByRole('textbox', { name: '事由' }).inputValue()).toBe('断网也在')
    await world.restart()
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '许诺提交的请假' }).waitFor()
    expect(await (await world.person('u_recruiter')).listAll('started')).toHaveLength(1)
  })

  it('a list keeps its rows when it cannot be read again, and says why another one does not come', async () => {
    await world.submit('u_designer', 'leave', LEAVE)
    const frame = await open('u_designer', routeOf(mode, 'list', 'box=started'))
    const row = frame.getByRole('button', { name: /请假/ })
    await row.waitFor()
    await world.stop()
    await frame.getByRole('button', { name: '刷新' }).click()
    await frame.getByRole('status').getByText(OFFLINE).waitFor()
    expect(await row.count()).toBe(1)
    await frame.getByRole('tab', { name: '已办' }).click()
    await frame.getByRole('alert').getByText(OFFLINE).waitFor()

    await world.restart()
    await frame.getByRole('button', { name: '重试' }).click()
    await frame.getByRole('alert').waitFor({ state: 'detached' })
    await frame.getByRole('tab', { name: '已发起' }).click()
    await row.waitFor()
  })

  it('a detail page says that a decision did not get through, and it can be tried again', async () => {
    const { id } = await world.submit('u_designer', 'leave', LEAVE)
    const frame = await open('u_lead', routeOf(mode, 'detail', `id=${id}`))
    await frame.getByRole('button', { name: '拒绝' }).click()
    const panel = frame.getByRole('dialog')
    await panel.getByRole('textbox').fill('人手不足')
    await world.stop()
    await panel.getByRole('button', { name: '拒绝' }).click()
    await panel.getByRole('alert').getByText(OFFLINE).waitFor()
    expect(await panel.getByRole('textbox').inputValue()).toBe('人手不足')

    await world.restart()
    await panel.getByRole('button', { name: '拒绝' }).click()
    await panel.waitFor({ state: 'detached' })
    await frame.getByText('人手不足').waitFor()
  })
})
