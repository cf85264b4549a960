import type { Page } from 'playwright-core'
import { chromiumPath } from '../test/support/browser.ts'
import { routeOf, type Mode } from '../test/support/page-surfaces.ts'
import { openPageWorld, type PageWorld } from '../test/support/page-world.ts'
import { quantile } from './quantile.ts'
import type { Row } from './store.ts'

const ROWS = 100
/** The one that is typed into. */
const ROW = 50
const KEYS = 30
const PREVIEWS = 300

const label = (text: string) => `{ zh-CN: ${text} }`
const column = (key: string, type: string, more = '') =>
  `{ key: ${key}, type: ${type}, label: ${label(key)}${more} }`

/** Ten columns, two of them computed, and a total of all rows. */
const DEFINITION = `
code: large
name: ${label('大表')}
group: { code: it, name: ${label('信息技术')} }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - key: items
    type: table
    label: ${label('明细')}
    required: true
    minRows: ${ROWS}
    columns:
      - ${column('what', 'text', ', required: true, default: x')}
      - ${column('kind', 'select', ', options: [{ value: a, label: { zh-CN: 甲 } }, { value: b, label: { zh-CN: 乙 } }], default: a')}
      - ${column('day', 'date', ', default: today')}
      - ${column('qty', 'number', ', required: true, default: 2')}
      - ${column('price', 'money', ', required: true, default: { amount: "19.99", currency: CNY }')}
      - ${column('rate', 'number', ', required: true, default: 0.9')}
      - ${column('note', 'text')}
      - ${column('more', 'text', ', visible: { field: kind, op: eq, value: b }')}
      - ${column('amount', 'formula', ', formula: qty * price')}
      - ${column('net', 'formula', ', formula: amount * rate')}
  - { key: total, type: formula, label: ${label('合计')}, formula: sum(items.net), capital: true }
flow:
  - { id: manager, name: ${label('直属上级')}, approvers: { manager: 1 }, mode: any }
`

/** How soon a table of 100 rows answers a key, and how long it holds up the browser. None without a Chromium. */
export async function benchLargeTable(): Promise<Row[]> {
  if (chromiumPath === undefined) return []
  const watch = (page: Page): void => void page.addInitScript(WATCH_TASKS)
  const world = await openPageWorld({ watch, definitions: { 'large.yaml': DEFINITION } })
  try {
    return [...(await measure(world, 'pc')), ...(await measure(world, 'phone')), await preview(world)]
  } finally {
    await world.closeTabs()
    await world.close()
  }
}

/** Its form is sent as it is filled in, and computed anew by the server. */
async function preview(world: PageWorld): Promise<Row> {
  const person = await world.person('u_dev')
  const cells = { what: 'x', kind: 'b', more: 'y', day: '2026-11-20', qty: 2, rate: 0.9, note: '' }
  const price = { amount: '19.99', currency: 'CNY' }
  const times: number[] = []
  for (let at = 0; at < PREVIEWS; at += 1) {
    const items = Array.from({ length: ROWS }, () => ({ ...cells, qty: at + 1, price }))
    const began = performance.now()
    const { status } = await person.call('POST', '/definitions/large/preview', { form: { items } })
    times.push(performance.now() - began)
    if (status !== 200) throw new Error(`a preview was answered ${status}`)
  }
  return { name: `preview of ${ROWS} rows, p99`, value: quantile(times, 0.99), unit: 'ms', limit: 300 }
}

async function measure(world: PageWorld, mode: Mode): Promise<Row[]> {
  const page = await world.frame(routeOf(mode, 'form', 'id=large'), { mode })
  const lines = page.locator(mode === 'pc' ? 'input[aria-label^="what"]' : '[aria-expanded]')
  await lines.nth(ROWS - 1).waitFor({ state: 'attached' })
  const opening = await longestTask(page)
  if (mode === 'phone') await lines.nth(ROW - 1).click()
  const key = await millisecondsOfKeys(page)
  const typing = await longestTask(page)
  return [
    { name: `a key to the new total of ${ROWS} rows, ${mode}, median`, value: key, unit: 'ms', limit: 16 },
    { name: `longest task while they are drawn, ${mode}`, value: opening, unit: 'ms', aim: 50 },
    { name: `longest task while somebody types in them, ${mode}`, value: typing, unit: 'ms', limit: 50 },
  ]
}

/** Of scripts alone: what a page changes is there when its handler returns. */
async function millisecondsOfKeys(page: Page): Promise<number> {
  const times = await page.evaluate<number[]>(`(async () => {
    const input = document.querySelector('input[aria-label^="qty"][aria-label*=" ${ROW} "]')
    const total = () => [...document.querySelectorAll('[class*=amount]')].at(-1).textContent
    const times = []
    for (let at = 0; at < ${KEYS}; at += 1) {
      const before = total()
      input.value = String(100 + at)
      const began = performance.now()
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
      times.push(performance.now() - began)
      if (total() === before) throw new Error('the total stays ' + before)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return times
  })()`)
  return quantile(times, 0.5)
}

const WATCH_TASKS = `globalThis.longest = 0; new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration)
}).observe({ type: 'longtask', buffered: false })`

/** Since the last time; milliseconds of the longest task of 50 ms or more, else 0. */
async function longestTask(page: Page): Promise<number> {
  await page.waitForTimeout(300)
  return page.evaluate<number>(
    '(() => { const { longest } = globalThis; globalThis.longest = 0; return longest })()',
  )
}
