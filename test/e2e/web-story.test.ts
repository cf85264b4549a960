import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buttonOf } from '../support/page-detail.ts'
import { fillLeave, frameOf, openForm, submitButton } from '../support/page-forms.ts'
import { CLOCK_BY_HAND, createLater } from '../support/later.ts'
import { formsWith, lacksBrowser, openPageWorld, type PageWorld } from '../support/page-world.ts'

// 张伟 asks for leave in the web app, 王磊 gets the link and looks at it wherever he is.

const TRIP = `
code: trip
name: { zh-CN: 出差 }
group: { code: hr, name: { zh-CN: 人事 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: where, type: department, label: { zh-CN: 接待部门 }, required: true, summary: true, maxCount: 3 }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 } }
`

const isMissing = lacksBrowser('the story of the web app')

type Shared = { msgType: string; content: { url: string } }

const codesIn: string[] = []

/** No code of a login stays in an address that is shown. */
const watch = (page: Page): void => {
  page.on('framenavigated', (frame) => {
    if (/[?&]code=/.test(frame.url()) && !frame.url().includes('/_login?')) codesIn.push(frame.url())
  })
}

const dialogOf = (page: Page) => page.getByRole('dialog')

async function pickIn(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await dialogOf(page).getByText(name, { exact: true }).click()
  await dialogOf(page).getByRole('button', { name: '确定' }).click()
  await dialogOf(page).waitFor({ state: 'detached' })
}

describe.skipIf(isMissing)('the story of the web app', () => {
  let world: PageWorld
  let later: () => Promise<void>
  beforeAll(async () => {
    world = await openPageWorld({
      isWebApp: true,
      watch,
      env: CLOCK_BY_HAND,
      definitions: { 'trip.yaml': TRIP },
    })
    later = createLater(world)
  })
  afterEach(async () => {
    await world.closeTabs()
    expect([world.faults.splice(0), codesIn.splice(0)]).toEqual([[], []])
  })
  afterAll(() => world.close())

  const submitted = async () => (await world.submit('u_dev', 'leave', formsWith('看望父母').leave)).id

  /** As 王磊 comes to a link that lies in his chat. */
  async function chatOfLead(mode: 'phone' | 'pc') {
    const page = await world.client('chat', { user: 'u_lead', mode })
    const card = page.getByRole('article').filter({ hasText: '同事转发的链接' }).first()
    return { page, open: () => card.getByRole('button', { name: '查看详情' }).click() }
  }

  const shareByHand = (url: string) =>
    world.control.call('POST', '/shares', { from: 'u_dev', to: ['u_lead'], title: '请假', url })

  /** On Feishu's login page. */
  const logInAs = async (part: Pick<Page, 'getByRole'>, name: string): Promise<void> => {
    await part.getByRole('heading', { name: '飞书登录' }).waitFor()
    await part.getByRole('link', { name }).click()
  }

  it('logs in, picks people eleven minutes apart, and submits', async () => {
    const page = await world.client('start')
    const frame = await openForm(page, '请假')
    await fillLeave(frame, '2', '看望父母')
    for (const name of ['刘洋', '黄敏']) {
      await later()
      await frame.getByRole('button', { name: /工作交接给/ }).click()
      await pickIn(page, name)
      await frame.getByText(name).first().waitFor()
    }
    await later()
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '张伟提交的请假' }).waitFor()
  })

  it('departments have their names, which the client does not give, and people are none', async () => {
    const page = await world.client('start')
    const frame = await openForm(page, '出差')
    const choose = frame.getByRole('button', { name: /接待部门/ })
    await choose.click()
    await pickIn(page, '黄敏')
    await frame.getByText('请选择部门，而不是人员。').waitFor()
    await later()
    await choose.click()
    await pickIn(page, '财务部', '产品研发部')
    for (const name of ['财务部', '产品研发部'])
      await frame.getByText(name, { exact: true }).first().waitFor()
    await submitButton(frame).click()
    await frame.getByRole('heading', { name: '张伟提交的出差' }).waitFor()
  })

  it('a picker that the client refuses twice says so; one that is closed says nothing', async () => {
    const page = await world.client('start')
    const frame = await openForm(page, '请假')
    const choose = frame.getByRole('button', { name: /工作交接给/ })
    await choose.click()
    await dialogOf(page).getByRole('button', { name: '取消' }).click()
    await dialogOf(page).waitFor({ state: 'detached' })
    expect(await frame.getByRole('alert').filter({ hasText: '无法打开选择器' }).count()).toBe(0)

    await world.control.settings({ trustedDomains: [] })
    await choose.click()
    await frame.getByText(/无法打开选择器.*333448/).waitFor()
    await world.control.settings({ trustedDomains: 'server' })
    await choose.click()
    await pickIn(page, '刘洋')
    expect(await frame.getByText('无法打开选择器').count()).toBe(0)
  })

  it('one signature that is refused is followed by another one', async () => {
    const page = await world.client('start')
    const frame = await openForm(page, '请假')
    const asked: string[] = []
    let bad = 1
    await page.route('**/api/v1/jssdk?*', async (route) => {
      asked.push(route.request().url())
      const response = await route.fetch()
      const signed = (await response.json()) as object
      await route.fulfill({ response, json: bad-- > 0 ? { ...signed, nonceStr: 'other' } : signed })
    })
    await frame.getByRole('button', { name: /工作交接给/ }).click()
    await pickIn(page, '刘洋')
    expect(asked).toHaveLength(2)
  })

  it('shares a link that opens on the phone, and beside the chat on the PC', async () => {
    const id = await submitted()
    const page = await world.client('start', { route: `pages/detail?id=${id}` })
    await frameOf(page).getByText('看望父母').first().waitFor()
    await later()
    await buttonOf(frameOf(page), '更多').click()
    await buttonOf(frameOf(page), '转发').click()
    await pickIn(page, '王磊')
    // The bot's own card may come later than what was shared.
    const inChat = (await world.control.chat('u_lead')) as unknown as Shared[]
    const url = inChat.find(({ msgType }) => msgType === 'share_link')?.content.url
    expect(url).toContain('/client/web_app/open?mode=sidebar&')

    for (const mode of ['phone', 'pc'] as const) {
      await later()
      const { page: chat, open } = await chatOfLead(mode)
      await open()
      const frame = frameOf(chat)
      await frame.getByText('看望父母').first().waitFor()
      await buttonOf(frame, '同意').waitFor()
      expect(await chat.locator('.stage').getAttribute('data-container')).toBe(
        mode === 'pc' ? 'sidebar' : 'phone',
      )
    }
  })

  it('a plain address in a chat opens in the client on the phone', async () => {
    const id = await submitted()
    await shareByHand(`${world.url}/m/pages/detail?id=${id}`)
    const { page, open } = await chatOfLead('phone')
    await open()
    await buttonOf(frameOf(page), '同意').waitFor()
  })

  it('on the PC it opens in the browser, which logs in by Feishu’s page and goes on there', async () => {
    const id = await submitted()
    await shareByHand(`${world.url}/m/pc/pages/detail?id=${id}`)
    const { page, open } = await chatOfLead('pc')
    const [browser] = await Promise.all([page.context().waitForEvent('page'), open()])
    await browser.getByRole('heading', { name: 'Please open this in Feishu' }).waitFor()
    const applink = (await browser.getByRole('link', { name: 'Open in Feishu' }).getAttribute('href')) ?? ''
    expect(applink).toContain('/client/web_app/open?')
    expect(new URL(applink).searchParams.get('lk_target_url')).toBe(`${world.url}/m/pc/pages/detail?id=${id}`)

    await later()
    await browser.getByRole('button', { name: 'Sign in with Feishu' }).click()
    await logInAs(browser, '王磊')
    await browser.getByText('看望父母').first().waitFor()
    expect(browser.url()).toBe(`${world.url}/m/pc/pages/detail?id=${id}`)

    // What only the client has is said, and everything else goes on.
    await later()
    await browser.getByRole('button', { name: 'Mention' }).click()
    await browser.getByText(/can be chosen in Feishu only/).waitFor()
    await browser.getByRole('button', { name: 'Approve', exact: true }).click()
    const panel = browser.getByRole('dialog')
    await panel.getByRole('button', { name: 'Approve', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    const { body } = await (await world.person('u_dev')).read(id)
    expect(body.tasks[0]).toMatchObject({ assignee: { userId: 'u_lead' }, status: 'APPROVED' })

    // Once it worked in this tab, it goes by itself.
    await browser.reload()
    await logInAs(browser, '张伟')
    await browser.getByRole('heading', { name: /张伟/ }).waitFor()
  })

  it('a browser in which somebody says no offers both ways again', async () => {
    const browser = await world.open(`${world.url}/m/pages/approval-list/index?box=todo`, WIDE)
    await browser.getByRole('button', { name: 'Sign in with Feishu' }).click()
    await browser.getByRole('link', { name: '拒绝' }).click()
    await browser.getByText(/Signing in was declined/).waitFor()
    expect(browser.url()).toBe(`${world.url}/m/pages/approval-list/index?box=todo`)
    await browser.getByRole('link', { name: 'Open in Feishu' }).waitFor()
    await browser.getByRole('button', { name: 'Sign in with Feishu' }).click()
    await logInAs(browser, '王磊')
    await browser.getByText('Leave by 张伟').first().waitFor()
  })

  it('a code that somebody else sends logs nobody in', async () => {
    const sent: string[] = []
    const browser = await world.open(`${world.url}/healthz`, WIDE)
    browser.on('request', (one) => {
      if (one.method() === 'POST') sent.push(one.url())
    })
    await browser.goto(`${world.url}/m/_login?code=${await world.control.loginCode('u_lead')}&state=mine`)
    await browser.getByText(/was not begun in this window/).waitFor()
    expect(sent).toEqual([])
    expect(browser.url()).toBe(`${world.url}/m/`)
  })

  it('framed by the approval center it logs in by itself, within the frame', async () => {
    await world.stop('SIGTERM')
    await world.restart({ LINKS: 'center=embed' })
    const { id } = await world.submit('u_dev', 'leave', { ...formsWith('看望父母').leave, days: 1.5 })
    await world.quiet()
    // Another site than the one in the frame: cookies of ours would be missing there.
    const elsewhere = world.sandbox.controlUrl.replace('127.0.0.1', 'localhost')
    const page = await world.open(`${elsewhere}/?user=u_lead&locale=zh-CN&mode=pc&section=todo`, WIDE)
    const entry = page.getByRole('article').filter({ hasText: '1.5' })
    await entry.getByRole('button', { name: '请假' }).click()
    expect(await page.locator('.stage').getAttribute('data-container')).toBe('embed')
    await logInAs(frameOf(page), '王磊')
    await frameOf(page).getByText('看望父母').first().waitFor()
    expect(page.frames().at(-1)?.url()).toBe(`${world.url}/m/pc/pages/detail?id=${id}`)
    expect(await page.context().cookies()).toEqual([])
  })
})

const WIDE = { width: 1_280, height: 800 }
