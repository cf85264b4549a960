// @ts-check
/** `npm run pictures`: takes the pictures of the READMEs, from the built server on the local Feishu, into docs/images. */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'

/** @import { Browser, FrameLocator, Page } from 'playwright-core' */
/** @typedef {{ name: string, address: Record<string, string>, width: number, height?: number, act: (page: Page, frame: FrameLocator) => Promise<void> }} Picture */

const ROOT = resolve(import.meta.dirname, '..')
const IMAGES = join(ROOT, 'docs/images')
const [PORT, SANDBOX_PORT] = [18_180, 18_181]
const SERVER = `http://127.0.0.1:${PORT}`
const SANDBOX = `http://127.0.0.1:${SANDBOX_PORT}`
const READY_WITHIN_MS = 30_000

/** @type {readonly (readonly [category: string, day: string, amount: string])[]} */
const RECEIPTS = [
  ['差旅', '2026-11-18', '553.50'],
  ['差旅', '2026-11-20', '1620'],
  ['办公', '2026-11-20', '4627'],
]

/** @type {readonly Picture[]} */
const PICTURES = [
  {
    name: 'card-and-phone',
    address: { user: 'u_lead', section: 'chat', mode: 'phone', locale: 'en-US', theme: 'light' },
    width: 1_280,
    act: async (page, frame) => {
      await page.getByRole('article').first().getByRole('button', { name: 'View details' }).click()
      await frame.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    },
  },
  {
    name: 'detail-on-a-pc',
    address: { user: 'u_cto', section: 'todo', mode: 'pc', locale: 'en-US', theme: 'dark' },
    width: 1_440,
    act: async (page, frame) => {
      await page.getByRole('article').first().getByRole('heading').getByRole('button').click()
      await frame.getByText('行程属实').waitFor()
    },
  },
  {
    name: 'expense-form',
    address: { user: 'u_dev', section: 'start', mode: 'pc', locale: 'zh-CN', theme: 'light' },
    width: 1_440,
    height: 1_190,
    act: async (page, frame) => {
      await page.getByRole('button', { name: '费用报销' }).click()
      await frame.getByRole('textbox', { name: '用途说明', exact: true }).fill('赴上海客户现场部署')
      for (const [at, [kind, day, amount]] of RECEIPTS.entries()) {
        const add = frame.getByRole('button', { name: /添加一行/ })
        await (at > 0 ? add.click() : add.waitFor())
        await choose(frame, `费用类型，第 ${at + 1} 行`, kind)
        await pickDay(frame, `发生日期，第 ${at + 1} 行`, day)
        await frame.getByRole('textbox', { name: `金额，第 ${at + 1} 行`, exact: true }).fill(amount)
      }
      await frame.getByText('李想').waitFor()
    },
  },
  {
    name: 'leave-form',
    address: { user: 'u_dev', section: 'start', mode: 'phone', locale: 'zh-CN', theme: 'light' },
    width: 1_280,
    act: async (page, frame) => {
      await page.getByRole('button', { name: '请假' }).click()
      await choose(frame, '类型', '年假')
      await pickDay(frame, /开始日期/, '2026-09-30')
      await pickDay(frame, /结束日期/, '2026-10-10')
      await frame.getByText('人力资源部', { exact: true }).waitFor()
    },
  },
  {
    name: 'requests-and-callbacks',
    address: { user: 'u_lead', section: 'todo', mode: 'phone', locale: 'zh-CN', theme: 'light' },
    width: 1_440,
    act: async (page, frame) => {
      await page.getByRole('article').first().getByRole('button', { name: '同意' }).click()
      await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.locator('[data-name="requests"]').click()
      await page.getByRole('button', { name: '回调' }).click()
      await page.locator('.log-entry summary').first().click()
      await page.getByRole('article').first().getByRole('heading').getByRole('button').click()
      await frame.getByRole('button', { name: '同意', exact: true }).waitFor()
    },
  },
  {
    name: 'other-system',
    address: { user: 'u_dev', section: 'started', mode: 'phone', locale: 'en-US', theme: 'light' },
    width: 1_440,
    act: async (page, frame) => {
      await page.locator('[data-name="other"]').click()
      for (const number of ['PO-1001', 'PO-1002']) {
        await page.getByRole('button', { name: 'New purchase order' }).click()
        await page.locator('.order').filter({ hasText: number }).getByText('Pushed').waitFor()
      }
      await page.getByRole('article', { name: /monitors/ }).waitFor()
      await approveAs('u_lead', /monitors/)
      await page.locator('.order').filter({ hasText: 'PO-1001' }).getByText('Approved').waitFor()
      await page
        .getByRole('article', { name: /monitors/ })
        .getByRole('heading')
        .getByRole('button')
        .click()
      await frame.getByText('PO-1001').waitFor()
    },
  },
]

const dataDir = await mkdtemp(join(tmpdir(), 'pictures-'))
const server = spawn(process.execPath, [join(ROOT, 'dist/server/main.js')], {
  env: {
    PATH: process.env['PATH'],
    PORT: String(PORT),
    SANDBOX_PORT: String(SANDBOX_PORT),
    DATA_DIR: dataDir,
    DEFINITIONS_DIR: join(ROOT, 'sandbox/definitions'),
  },
  stdio: ['ignore', 'ignore', 'ignore'],
})
try {
  await becomesReady()
  await fill()
  await mkdir(IMAGES, { recursive: true })
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  for (const picture of PICTURES) await take(browser, picture)
  await browser.close()
} finally {
  const ended = new Promise((done) => server.once('exit', done))
  server.kill('SIGTERM')
  await ended
  await rm(dataDir, { recursive: true })
}

/** @param {Browser} browser @param {Picture} picture */
async function take(browser, { name, address, width, height = 820, act }) {
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' })
  await page.goto(`${SANDBOX}/?${new URLSearchParams(address).toString()}`)
  await act(page, page.frameLocator('iframe'))
  // What was clicked last is not what the picture is about.
  await page.mouse.move(0, 0)
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(IMAGES, `${name}.png`) })
  await page.close()
  console.log(`docs/images/${name}.png`)
}

/** @param {FrameLocator} frame @param {string} label @param {string} option */
async function choose(frame, label, option) {
  await frame.getByRole('button', { name: label }).click()
  await frame.getByRole('option', { name: option }).click()
  await frame.getByRole('dialog').waitFor({ state: 'detached' })
}

/** @param {FrameLocator} frame @param {string | RegExp} label @param {string} day */
async function pickDay(frame, label, day) {
  await frame.getByRole('button', { name: label }).click()
  const dialog = frame.getByRole('dialog')
  await dialog.locator('input').fill(day)
  await dialog.getByRole('button', { name: '确定' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** On the card of whoever has to. @param {string} userId @param {RegExp} title */
async function approveAs(userId, title) {
  const chat = await fetch(`${SANDBOX}/_sandbox/people/${userId}/chat?locale=en-US`)
  const { cards } = /** @type {{ cards: { title: string, messageId: string }[] }} */ (await chat.json())
  const messageId = cards.find((card) => title.test(card.title))?.messageId
  await ask(`${SANDBOX}/_sandbox/press`, {
    userId,
    via: 'card',
    messageId,
    action: 'APPROVE',
    reason: 'Fine',
  })
}

/** What three people do before the pictures are taken. */
async function fill() {
  const [dev, qa, designer, lead, cto] = [
    await login('u_dev'),
    await login('u_qa'),
    await login('u_designer'),
    await login('u_lead'),
    await login('u_cto'),
  ]
  const claim = await post(dev, '/instances', {
    definition: 'expense',
    form: {
      purpose: '赴上海客户现场部署，往返高铁与三晚住宿',
      items: [
        { category: 'travel', spentOn: '2026-11-18', amount: { amount: '553.50', currency: 'CNY' } },
        { category: 'travel', spentOn: '2026-11-20', amount: { amount: '1620', currency: 'CNY' } },
        { category: 'office', spentOn: '2026-11-20', amount: { amount: '4627', currency: 'CNY' } },
      ],
      account: { name: '张伟', bank: '招商银行上海分行', number: '6225880123456789' },
    },
    cc: ['u_designer'],
  })
  await post(lead, `/tasks/${openTask(claim)}/approve`, { reason: '行程属实' })
  await post(cto, `/instances/${claim.id}/comment`, { text: '请补一张酒店发票，谢谢', mentions: ['u_dev'] })
  await post(dev, `/instances/${claim.id}/comment`, { text: '好的，今天补上' })
  const leaves = [
    { token: qa, kind: 'sick', period: days('2026-11-23', '2026-11-23'), reason: '发烧，需要休息' },
    { token: designer, kind: 'personal', period: days('2026-12-07', '2026-12-09'), reason: '搬家' },
    { token: dev, kind: 'annual', period: days('2026-12-01', '2026-12-02'), reason: '家里有事' },
  ]
  for (const { token, ...form } of leaves) await post(token, '/instances', { definition: 'leave', form })
}

/** @param {string} from @param {string} to whole days */
function days(from, to) {
  return { from, fromHalf: 'am', to, toHalf: 'pm' }
}

/** @param {{ tasks: { id: string, status: string }[] }} instance */
function openTask({ tasks }) {
  return tasks.find(({ status }) => status === 'PENDING')?.id
}

/** @param {string} userId @returns {Promise<string>} a session's token */
async function login(userId) {
  const { code } = await ask(`${SANDBOX}/_sandbox/login-codes`, { userId })
  return (await ask(`${SERVER}/api/v1/session`, { code })).token
}

/** @param {string} token @param {string} path @param {object} body */
function post(token, path, body) {
  return ask(`${SERVER}/api/v1${path}`, body, { authorization: `Bearer ${token}` })
}

/** @param {string} url @param {object} body @param {Record<string, string>} headers @returns {Promise<any>} */
async function ask(url, body, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function becomesReady() {
  const deadline = Date.now() + READY_WITHIN_MS
  const isReady = () =>
    fetch(`${SERVER}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (Date.now() > deadline) throw new Error(`the server is not ready after ${READY_WITHIN_MS} ms`)
    await new Promise((done) => setTimeout(done, 100))
  }
}
