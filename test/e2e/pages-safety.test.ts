import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { InstanceView } from '../../shared/responses.ts'
import { PDF, upload } from '../support/files.ts'
import { contentOf, frameOf } from '../support/page-forms.ts'
import { APPS, routeOf } from '../support/page-surfaces.ts'
import { formsWith, lacksBrowser, openPageWorld, openTaskOf, type PageWorld } from '../support/page-world.ts'

/** Short enough for every field that one can type into. */
const CORPUS = [
  '<script>window.hit=1</script>',
  '<img src=x onerror="window.hit=1">',
  '"><svg onload=window.hit=1><a href=//evil.test>x</a>',
  `' onmouseover='window.hit=1' style='position:fixed'`,
  '<iframe src="javascript:parent.hit=1"></iframe>',
  '&lt;img src=x onerror=window.hit=1&gt; &#60;b&#62;',
  '[点我](javascript:window.hit=1) [看](http://evil.test/)',
  'javascript:window.hit=1',
  'http://evil.test/?a=1&b=2',
  '<at user_id="all"></at> <at id=all></at>',
  '**粗** ~~删~~ `码` # 题',
  '@i18n@title {{ constructor.constructor("window.hit=1")() }} {{t.title}} <%= window.hit=1 %>',
  '\u202Egpj.exe \u2066abc',
  'W'.repeat(90),
]
/** As it is taken: marks that turn the direction of writing are left out. */
const SHOWN = CORPUS.map((text) => text.replace(/[\u202A-\u202E\u2066-\u2069]/g, ''))
/** Feishu gets it on one line, with an unseen space within `@i18n@`, which is no key then. */
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('\u200B', '').trim()
const ALL = CORPUS.join('\n')
const MADE_OF_TEXT = [
  'a[href*="evil"]',
  'a[href^="javascript" i]',
  'body script',
  'iframe[src^="javascript" i]',
  'img[src="x"]',
  '[onerror], [onload], [onmouseover], at',
].join()

const isMissing = lacksBrowser('typed text that wants to be more')

describe.skipIf(isMissing).each(APPS)('what people type stays text $what', ({ isWebApp, modes }) => {
  let world: PageWorld
  let whole: InstanceView
  const outside: string[] = []

  beforeAll(async () => {
    world = await openPageWorld({ isWebApp, watch })
    whole = await typeEverywhere(world)
  })
  afterEach(async () => {
    await world.closeTabs()
    expect([world.faults.splice(0), outside.splice(0)]).toEqual([[], []])
  })
  afterAll(() => world.close())

  const inside = (page: Page) => (isWebApp ? frameOf(page) : page)

  function watch(page: Page): void {
    page.on('request', (request) => {
      if (request.url().includes('evil.test')) outside.push(request.url())
    })
    page.on('dialog', (dialog) => outside.push(dialog.message()))
  }

  /** Nothing ran, nothing became an element or a link, nothing was fetched. */
  async function isHarmless(page: Page): Promise<void> {
    for (const frame of page.frames()) {
      const elements = await frame.evaluate(
        `[...document.querySelectorAll(${JSON.stringify(MADE_OF_TEXT)})].map((element) => element.outerHTML)`,
      )
      const hit = await frame.evaluate(() => 'hit' in globalThis)
      expect([frame.url(), hit, elements]).toEqual([frame.url(), false, []])
    }
  }

  /** Each of these texts, letter by letter, somewhere on the page. */
  async function shows(page: Page, texts: readonly string[], read = (text: string) => text): Promise<void> {
    const missing = async () => {
      const shown = read((await inside(page).locator('body').textContent()) ?? '')
      return texts.filter((text) => !shown.includes(read(text)))
    }
    await expect.poll(missing, { timeout: 60_000 }).toEqual([])
    await isHarmless(page)
  }

  it.each(modes)('on the detail page: fields, reasons, comments, names of files (%s)', async (mode) => {
    const page = await world.frame(routeOf(mode, 'detail', `id=${whole.id}`), { mode })
    await shows(page, SHOWN)
    for (const part of ['said', 'text']) {
      const shown = (await inside(page).locator(`[class*="--${part}"]`).allTextContents()).join('\n')
      expect([part, SHOWN.filter((text) => !shown.includes(text))]).toEqual([part, []])
    }
  })

  it.each(modes)('in the lists of the pages (%s)', async (mode) => {
    for (const [user, box] of [
      ['u_lead', 'todo'],
      ['u_dev', 'started'],
      ['u_admin', 'cc'],
    ] as const) {
      const page = await world.frame(routeOf(mode, 'list', `box=${box}`), { user, mode })
      await shows(page, box === 'cc' ? [] : SHOWN)
    }
  })

  it.each(modes)('while it is typed, in the draft that comes back, and in a search (%s)', async (mode) => {
    const page = await world.frame(routeOf(mode, 'form', 'id=access'), { mode })
    const system = inside(page).getByRole('textbox', { name: '系统名称' })
    const why = inside(page).getByRole('textbox', { name: '申请理由' })
    for (const text of CORPUS.toReversed()) {
      await system.fill(text)
      await why.fill(text)
      expect([await system.inputValue(), await why.inputValue()]).toEqual([text, text])
      await isHarmless(page)
    }
    await Promise.all([
      page.waitForEvent('framenavigated'),
      contentOf(page).evaluate('void setTimeout(() => location.reload())'),
    ])
    await expect.poll(() => system.inputValue(), { timeout: 60_000 }).toBe(CORPUS[0])
    await isHarmless(page)
    const list = await world.frame(routeOf(mode, 'list', 'box=started'), { mode })
    for (const text of CORPUS.slice(0, 4)) {
      await inside(list).getByRole('textbox').first().fill(text)
      await isHarmless(list)
    }
  })

  it.skipIf(isWebApp)('in the cards and lists of Feishu', async () => {
    for (const [user, section] of [
      ['u_lead', 'chat'],
      ['u_lead', 'todo'],
      ['u_dev', 'started'],
    ] as const)
      await shows(await world.client(section, { user }), SHOWN, onOneLine)
    const opened = await world.client('started')
    await opened.getByRole('article').first().getByRole('button').first().click()
    const status = frameOf(opened).getByText(/审批中|已拒绝|已通过/)
    await status.first().waitFor()
    await isHarmless(opened)
  })

  it.skipIf(isWebApp)('in the inspector of requests', async () => {
    const page = await world.client('start')
    await page.locator('[data-name="requests"]').click()
    await page.locator('.log-entry').first().waitFor()
    await page.evaluate("for (const entry of document.querySelectorAll('.log-entry')) entry.open = true")
    await page.locator('.log-entry pre').first().waitFor()
    await shows(page, ['onerror=', 'evil.test'])
  })
})

/** One approval for each text, and one with all of them in every place. */
async function typeEverywhere(world: PageWorld): Promise<InstanceView> {
  const [dev, lead] = [await world.person('u_dev'), await world.person('u_lead')]
  const choice = { approvers: { setup: ['u_qa'] } }
  for (const text of CORPUS) {
    await world.submit('u_dev', 'access', formsWith(text).access, choice)
  }
  const names = CORPUS.slice(0, 9).map((name) => `${name}.pdf`)
  const files = await Promise.all(names.map((name) => upload(world.url, dev.token, { content: PDF, name })))
  const receipts = files.map(({ body }) => (body as { id: string }).id)
  const refused = await world.submit('u_dev', 'leave', formsWith(ALL.slice(0, 500)).leave)
  await lead.decide(openTaskOf(refused), 'reject', ALL)
  const whole = await world.submit('u_dev', 'expense', { ...formsWith(ALL).expense, receipts })
  for (const text of CORPUS) await lead.call('POST', `/instances/${whole.id}/comment`, { text })
  const decided = await lead.decide(openTaskOf(whole), 'approve', ALL)
  expect(decided.status).toBe(200)
  await world.quiet()
  return whole
}
