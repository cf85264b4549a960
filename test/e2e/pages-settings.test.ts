import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import type { SettingsView } from '../../shared/settings.ts'
import type { Everyone } from '../support/agreement.ts'
import { request } from '../support/api.ts'
import { frameOf, nodeOf, pickDay, pickOption, type Frame } from '../support/page-forms.ts'
import { tokenIn } from '../support/page-tabs.ts'
import { routeOf, SURFACES } from '../support/page-surfaces.ts'
import { formsWith, lacksBrowser, openPageWorld, openTaskOf, type PageWorld } from '../support/page-world.ts'

// 张伟 asks for leave; 王磊 decides, or whoever stands in for him.
const CAST = ['u_dev', 'u_lead', 'u_qa', 'u_payroll', 'u_hr', 'u_admin'] as const
type Who = (typeof CAST)[number]

const { leave: LEAVE } = formsWith('回家')

const isMissing = lacksBrowser('the settings page in a browser')

describe.skipIf(isMissing).each(SURFACES)('the settings page $what', ({ mode, isWebApp }) => {
  let world: PageWorld
  let people: Record<Who, Everyone[string]>
  const saved: string[] = []
  beforeAll(async () => {
    world = await openPageWorld({
      isWebApp,
      watch: (page) =>
        page.on('request', (one) => {
          if (one.method() === 'PUT') saved.push(one.url())
        }),
    })
    people = await world.people(CAST)
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
    saved.length = 0
  })
  afterAll(() => world.close())

  const settingsOf = async (user: Who) => (await people[user].call<SettingsView>('GET', '/me/settings')).body

  async function open(user: Who): Promise<{ page: Page; frame: Frame }> {
    const page = await world.client('start', { user, mode, route: routeOf(mode, 'settings') })
    const frame = frameOf(page)
    await frame.getByRole('heading', { name: '设置', level: 1 }).waitFor()
    return { page, frame }
  }

  async function openDetail(user: Who, id: string): Promise<Frame> {
    const frame = frameOf(
      await world.client('start', { user, mode, route: routeOf(mode, 'detail', `id=${id}`) }),
    )
    await frame.getByRole('heading', { name: '张伟提交的请假' }).waitFor()
    return frame
  }

  /** Somebody in the client's own picker, which stands around the web app's frame. */
  async function pick(page: Page, frame: Frame, name: string): Promise<void> {
    await frame.getByRole('button', { name: '代理人: 选择人员' }).click()
    const picker = isWebApp ? page.getByRole('dialog') : frame.getByRole('dialog')
    await picker.getByText(name).first().click()
    if (isWebApp) await picker.getByRole('button', { name: '确定' }).click()
    await picker.waitFor({ state: 'detached' })
  }

  const save = (frame: Frame) => frame.getByRole('button', { name: '保存', exact: true })
  const isSaved = (frame: Frame) => frame.getByText('已保存').waitFor()
  const ticksOf = (frame: Frame, name: RegExp) => frame.getByRole('checkbox', { name })

  const submit = (): Promise<InstanceView> => world.submit('u_dev', 'leave', LEAVE)
  const assigneeOf = ({ tasks }: InstanceView) => tasks.at(-1)?.assignee.userId

  const agree = () => world.agree(people)

  /** What 张伟 was told with this template. */
  async function told(template: string, { id }: InstanceView) {
    await world.quiet()
    const cards = await world.control.cards()
    return cards.filter((card) => card.templateId === template && card.actions[0]?.pcUrl.includes(id))
  }

  it('a delegate is named, decides and is no longer one', async () => {
    const page = await world.client('start', { user: 'u_lead', mode, route: routeOf(mode, 'home') })
    const frame = frameOf(page)
    await frame.getByRole('button', { name: '设置', exact: true }).click()
    await frame.getByRole('heading', { name: '代理审批' }).waitFor()
    const before = await submit()

    await pick(page, frame, '王磊')
    await frame.getByRole('alert').getByText('代理人不能是本人').waitFor()
    await frame.getByRole('button', { name: '移除 王磊' }).click()
    await pick(page, frame, '黄敏')
    await save(frame).click()
    await frame.getByRole('alert').getByText('请选择开始日期和结束日期').waitFor()
    expect(saved).toEqual([])
    await pickDay(frame, /结束日期/, dayIn(2))
    await ticksOf(frame, /请假/).check()
    await save(frame).dblclick()
    await isSaved(frame)
    const standing = frame.getByRole('status').filter({ hasText: '代理中' })
    await standing.getByText(/从.+到.+由黄敏代为审批/).waitFor()
    await standing.getByText('仅限：请假').waitFor()
    expect(saved).toHaveLength(1)
    const period = { from: startOf(dayIn(0)), until: startOf(dayIn(3)) }
    expect((await settingsOf('u_lead')).delegation).toEqual({
      to: 'u_qa',
      definitions: ['leave'],
      ...period,
    })

    const instance = await submit()
    expect([assigneeOf(before), assigneeOf(instance)]).toEqual(['u_lead', 'u_qa'])
    await agree()
    const delegate = await openDetail('u_qa', instance.id)
    await nodeOf(delegate, '直属上级').getByText('代王磊审批').waitFor()
    await delegate.getByRole('button', { name: '同意', exact: true }).click()
    const panel = delegate.getByRole('dialog', { name: '同意该审批' })
    await panel.getByRole('button', { name: '同意', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    const principal = await openDetail('u_lead', instance.id)
    const node = nodeOf(principal, '直属上级')
    await node.getByText(/已同意/).waitFor()
    await node.getByText('代王磊审批').waitFor()
    expect(await node.getByText('王磊', { exact: true }).count()).toBe(0)
    await agree()

    await frame.getByRole('button', { name: '结束代理' }).click()
    const question = frame.getByRole('dialog')
    await question.getByText('结束由黄敏代为审批？').waitFor()
    await question.getByRole('button', { name: '确定' }).click()
    await standing.waitFor({ state: 'detached' })
    expect(await settingsOf('u_lead')).toEqual({ muted: [] })
    expect(assigneeOf(await submit())).toBe('u_lead')
    await agree()
  }, 180_000)

  it('what is muted is not said any more, until it is heard again', async () => {
    const { frame } = await open('u_dev')
    const approved = ticksOf(frame, /审批通过/)
    for (const isMuted of [true, false]) {
      await approved.setChecked(isMuted)
      await save(frame).click()
      await expect.poll(async () => (await settingsOf('u_dev')).muted.includes('approved')).toBe(isMuted)
      const instance = await submit()
      await people.u_lead.decide(openTaskOf(instance), 'approve', '同意')
      expect(await told('1004', instance)).toHaveLength(isMuted ? 0 : 1)
    }
  })

  it('messages come in the chosen language where Feishu is set to none of ours', async () => {
    const { frame } = await open('u_dev')
    await pickOption(frame, '消息语言', '日本語')
    await save(frame).click()
    await isSaved(frame)
    const instance = await submit()
    await people.u_lead.decide(openTaskOf(instance), 'reject', '人手不足')
    const [card] = await told('1003', instance)
    const sent = (await world.control.log()).map(({ request: body }) => body as Sent | null)
    const message = sent.find((body) => body?.template_id === '1003' && body.uuid === card?.uuid)
    expect(message?.i18n_resources?.find(({ is_default }) => is_default)?.locale).toBe('ja-JP')
    await frame.getByRole('button', { name: '清除' }).click()
    await save(frame).click()
    await expect.poll(async () => (await settingsOf('u_dev')).locale).toBeUndefined()
  })

  it('nothing that was chosen is lost by a server that is away, or a session that ended', async () => {
    const { page, frame } = await open('u_payroll')
    await pick(page, frame, '黄敏')
    await pickDay(frame, /结束日期/, dayIn(1))
    await ticksOf(frame, /抄送/).check()
    await world.stop()
    await save(frame).click()
    await frame.getByRole('alert').getByText('网络连接失败').waitFor()
    await frame.getByText('黄敏').waitFor()
    expect(await ticksOf(frame, /抄送/).isChecked()).toBe(true)

    await world.restart()
    expect(await settingsOf('u_payroll')).toEqual({ muted: [] })
    await request(`${world.url}/api/v1/session`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${tokenIn(page)}` },
    })
    await save(frame).click()
    await isSaved(frame)
    expect(await settingsOf('u_payroll')).toMatchObject({ muted: ['cc'], delegate: { name: '黄敏' } })
  })

  it('a page that cannot be read says so, and is there with another try', async () => {
    const page = await world.client('start', { user: 'u_hr', mode, route: routeOf(mode, 'home') })
    const frame = frameOf(page)
    const way = frame.getByRole('button', { name: '设置', exact: true })
    await way.waitFor()
    // The web app's page comes from the server too, so it stays up and refuses this alone.
    await page.route('**/api/v1/me/settings', (route) => route.abort())
    await way.click()
    await frame.getByRole('alert').getByText('网络连接失败').waitFor()
    await page.unroute('**/api/v1/me/settings')
    await frame.getByRole('button', { name: '重试' }).click()
    await frame.getByRole('heading', { name: '消息免打扰' }).waitFor()
  })
})

type Sent = {
  template_id?: string
  uuid?: string
  i18n_resources?: { locale: string; is_default: boolean }[]
}

/** The calendar of the browser, which is in this time zone too. */
function dayIn(days: number): string {
  const today = new Date()
  const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() + days)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const startOf = (day: string): number => new Date(`${day}T00:00:00`).getTime()
