import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SAMPLE_DEPARTMENTS } from '../../sandbox/organisation.ts'
import { own } from '../../shared/own.ts'
import type { InstanceView } from '../../shared/responses.ts'
import { faultsInBothThemes } from '../support/axe.ts'
import { PDF, upload } from '../support/files.ts'
import { contentOf } from '../support/page-forms.ts'
import { routeOf } from '../support/page-surfaces.ts'
import { lacksBrowser, LOCALES, openPageWorld, type PageWorld } from '../support/page-world.ts'
import { GOOD_SAMPLES } from '../support/samples.ts'

const FOLDER = join(import.meta.dirname, '../../sandbox/definitions')
const PEOPLE = [
  'u_ceo',
  'u_cfo',
  'u_cto',
  'u_hr',
  'u_admin',
  'u_accountant',
  'u_cashier',
  'u_lead',
  'u_qa',
] as const
const EVERYBODY = [...PEOPLE, 'u_recruiter', 'u_payroll', 'u_dev', 'u_designer'] as const

/** The shipped files, with the sandbox's systems where a company has its own. */
const samplesAt = (url: string) =>
  Object.fromEntries(
    readdirSync(FOLDER).map((name) => [
      name,
      readFileSync(join(FOLDER, name), 'utf8').replaceAll('http://company.test/', `${url}/company/options/`),
    ]),
  )

/** What somebody changes after it was sent back, and what is said of the approval then. */
const STORIES: Record<string, { change: [label: string, to: string]; shown: string }> = {
  leave: { change: ['事由', '家中有事'], shown: '2026-11-20' },
  overtime: { change: ['工作内容', '灰度上线'], shown: '7.8333333333' },
  trip: { change: ['出差事由', '客户续约'], shown: 'CNY 8,000.00' },
  expense: { change: ['用途说明', '客户续约'], shown: 'CNY 1,066.66' },
  purchase: { change: ['商品链接', 'https://shop.example.com/pens'], shown: 'CNY 354.99' },
  seal: { change: ['文件名称', '采购框架合同'], shown: '2026-12-01 18:00' },
  payment: { change: ['本次付款', '3000'], shown: 'CNY 4,000.00' },
  hiring: { change: ['岗位', '高级工程师'], shown: 'CNY 337,506.75' },
  access: { change: ['申请理由', '客户续约'], shown: '2027-06-30' },
  release: { change: ['版本', '2.4.1'], shown: '1.5' },
}

/** With `SAMPLES=all` each on both surfaces and in every language; else the samples take turns. */
const isWhole = process.env['SAMPLES'] === 'all'
const CASES = Object.entries(STORIES).flatMap(([code, story], at) => {
  const turns = [
    { edited: 'phone', read: 'pc' },
    { edited: 'pc', read: 'phone' },
  ] as const
  const locales = isWhole ? LOCALES : LOCALES.slice(at % 3, (at % 3) + 1)
  return turns
    .filter((_, turn) => isWhole || turn === at % 2)
    .map((turn) => ({ code, ...story, ...turn, locales }))
})

const isMissing = lacksBrowser('the shipped samples in a browser')

describe.skipIf(isMissing)('each shipped sample is sent, sent back, changed, sent again and approved', () => {
  let world: PageWorld

  beforeAll(async () => {
    world = await openPageWorld({
      with: ({ controlUrl, info }) => ({
        definitions: samplesAt(controlUrl),
        env: {
          WEBHOOK_HOSTS: new URL(controlUrl).host,
          COMPANY_TOKEN: info.optionsToken,
          COMPANY_KEY: info.optionsKey,
        },
      }),
    })
  })
  afterEach(async () => {
    await world.closeTabs()
    expect(world.faults.splice(0)).toEqual([])
  })
  afterAll(() => world.close())

  const call = async (user: string, path: string, body: object): Promise<InstanceView> => {
    const reply = await (await world.person(user)).call<InstanceView>('POST', path, body)
    expect({ path, status: reply.status, body: JSON.stringify(reply.body) }).toMatchObject({ status: 200 })
    return reply.body
  }

  /** With files, departments and approvals that are there. */
  async function formOf(code: string, author: string): Promise<object> {
    const person = await world.person(author)
    // Whoever has opened pages often has logged in anew since.
    await person.list('started')
    const file = async () => (await upload(world.url, person.token, { content: PDF })).body.id as string
    const form: Record<string, unknown> = { ...own(GOOD_SAMPLES, code)?.given }
    const department = SAMPLE_DEPARTMENTS.find(({ departmentId }) => departmentId === 'dept_rd')
    if ('department' in form) form['department'] = [department?.openDepartmentId]
    for (const key of ['files', 'resume']) if (key in form) form[key] = [await file()]
    if ('purchase' in form) {
      const { id } = await world.submit(author, 'purchase', await formOf('purchase', author))
      form['purchase'] = [id]
    }
    return form
  }

  async function approveAll(view: InstanceView): Promise<InstanceView> {
    let current = view
    while (current.status === 'PENDING') {
      const task = current.tasks.find(({ status }) => status === 'PENDING')
      if (!task) throw new Error('it waits for nobody')
      current = await call(task.assignee.userId, `/tasks/${task.id}/approve`, { reason: '同意' })
    }
    return current
  }

  it.each(CASES)(
    '$code: edited on a $edited, read on a $read in $locales',
    async ({ code, edited, read, locales, change: [label, to], shown }) => {
      const author = code === 'hiring' ? 'u_recruiter' : 'u_dev'
      const more = code === 'access' ? { approvers: { setup: ['u_designer'] } } : {}
      const sent = await world.submit(author, code, await formOf(code, author), more)
      const [task] = sent.tasks
      await call(task?.assignee.userId ?? '', `/tasks/${task?.id ?? ''}/rollback`, {
        toNode: '_initiator',
        reason: '请修改',
      })

      const editing = await world.frame(routeOf(edited, 'form', `instance=${sent.id}`), {
        user: author,
        mode: edited,
        theme: 'auto',
      })
      const form = contentOf(editing)
      await form.getByText('请修改', { exact: true }).waitFor()
      expect(await form.getByRole('alert').allInnerTexts()).toEqual([])
      expect(await faultsInBothThemes(editing)).toEqual([])
      // On a phone a row is open before something is done in it.
      if (code === 'overtime' && edited === 'phone') await form.locator('[aria-expanded]').first().click()
      await form.getByRole('textbox', { name: label, exact: false }).first().fill(to)
      await form.getByRole('button', { name: '重新提交' }).click()
      await expect
        .poll(async () => (await (await world.person(author)).read(sent.id)).body.history.at(-1)?.verb, {
          timeout: 30_000,
        })
        .toBe('resubmit')

      const again = (await (await world.person(author)).read(sent.id)).body
      expect(JSON.stringify(again.form)).toContain(to)
      const done = await approveAll(again)
      expect(done.status).toBe('APPROVED')

      for (const locale of locales) {
        const reading = await world.frame(routeOf(read, 'detail', `id=${sent.id}`), {
          user: author,
          mode: read,
          locale,
          theme: 'auto',
        })
        const detail = contentOf(reading)
        await detail.getByRole('heading', { level: 1 }).waitFor()
        expect(await detail.locator('#root').innerText()).toContain(shown)
        expect(await faultsInBothThemes(reading)).toEqual([])
      }
    },
  )

  it('and Feishu shows everybody what the server holds, in lists and on cards', async () => {
    await world.agree(await world.people(EVERYBODY))
  })
})
