import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { ReminderResponse } from '../../shared/operator-api.ts'
import { operator } from '../support/api.ts'
import { openWorld, type World } from '../support/e2e-world.ts'
import { ADMIN_TOKEN, ROOT, run } from '../support/server-process.ts'

const UNTIL = { timeout: 60_000, interval: 100 }

/** It is noon there, so that no midnight comes in between. */
const awayFromUtc = 12 - new Date().getUTCHours()
const NOON_ZONE = `Etc/GMT${awayFromUtc > 0 ? '-' : '+'}${Math.abs(awayFromUtc)}`
const TODAY = new Date(Date.now() + awayFromUtc * 3_600_000).toISOString().slice(0, 10)

let world: World<'u_dev'>
beforeAll(async () => {
  world = await openWorld(['u_dev'], { definitions: {}, env: { REMINDER_TIMEZONE: NOON_ZONE } })
})
afterAll(async () => {
  expect((await world.control.oracle()).violations).toEqual([])
  await world.close()
})

const submit = async (): Promise<void> => {
  const form = { kind: 'sick', period: { from: '2026-11-23', to: '2026-11-24' }, days: 2 }
  expect((await world.everyone.u_dev.submit('leave', form)).status).toBe(201)
  await operator(world.url).quiet()
}

const remind = async () => (await world.admin<ReminderResponse>('/reminders')).body

type Reminder = { messageId: string; content: { header: Words; elements: unknown[] } }
type Words = { template: string; title: { content: string; i18n_content: Record<string, string> } }

const remindersOf = async (userId: string): Promise<Reminder[]> => {
  const { cards } = await world.control.call<{ cards: (Reminder & { kind: string })[] }>(
    'GET',
    `/people/${userId}/chat`,
  )
  return cards.filter(({ kind }) => kind === 'im')
}
const shown = async () => (await remindersOf('u_lead')).map(({ content: { header } }) => header)

async function approveOne(): Promise<void> {
  const [card] = (await world.control.chat('u_lead')).filter(
    ({ kind, buttons }) => kind === 'card' && buttons.length > 0,
  )
  const press = { userId: 'u_lead', via: 'card', messageId: card?.messageId, action: 'APPROVE' }
  expect((await world.control.press(press)).responses).toMatchObject([{ status: 200 }])
}

it('a reminder arrives, follows the approvals from the cards, and says all done in the end', async () => {
  await submit()
  await submit()
  expect(await remind()).toMatchObject({ day: TODAY, sent: 1, skipped: 0, failed: 0, reasons: [] })
  expect(await shown()).toMatchObject([
    {
      template: 'orange',
      title: { content: '你有 2 条审批待处理', i18n_content: { ja_jp: '対応待ちの承認が 2 件あります' } },
    },
  ])
  expect(await remind()).toMatchObject({ sent: 0, skipped: 1 })

  await approveOne()
  await vi.waitUntil(async () => (await shown())[0]?.title.content === '你有 1 条审批待处理', UNTIL)
  await approveOne()
  await vi.waitUntil(async () => (await shown())[0]?.template === 'green', UNTIL)
  expect((await shown()).map(({ title }) => title.i18n_content['en_us'])).toEqual(['All done'])
})

it('its buttons open the list and the task', async () => {
  await submit()
  const log = await world.control.log()
  const sent = log.find(({ api }) => api === 'im.send')?.request as { content: string }
  const links = [...sent.content.matchAll(/"pc_url":"([^"]+)"/g)].map(([, url]) => new URL(url ?? ''))
  const pages = await Promise.all(
    links.map(async (link) => (await fetch(link, { redirect: 'manual' })).headers.get('location') ?? ''),
  )
  expect(pages.map((page) => new URL(page).searchParams.get('page')?.replace(/=.{9,}/, '=<id>'))).toEqual([
    'pc/pages/detail?id=<id>',
    'pc/pages/detail?id=<id>',
    'pc/pages/approval-list/index?box=todo',
  ])
})

it('approval-bridge remind asks the server that runs', async () => {
  const { port } = new URL(world.url)
  const env = { PORT: port, HOST: '127.0.0.1', ADMIN_TOKEN }
  const child = run([process.execPath, join(ROOT, 'dist/server/cli/main.js'), 'remind'], { env })
  expect(await child.exited).toBe(0)
  expect(child.output()).toContain(`${TODAY}: 0 sent, 1 skipped, 0 failed.`)
})

it('a server that was down at the time catches up once, however often it is killed', async () => {
  await world.everyone.u_dev.submit('leave', {
    kind: 'sick',
    period: { from: '2026-11-23', to: '2026-11-30' },
    days: 6,
  })
  await operator(world.url).quiet()
  // u_lead had theirs today; the next node's people have not.
  await approveOne()
  await approveOne()
  await operator(world.url).quiet()
  await world.stop()

  const settings = { REMINDER_TIME: '00:00', REMINDER_WEEKDAYS: '1-7' }
  await world.restart(settings)
  await vi.waitUntil(async () => (await remindersOf('u_hr')).length > 0, UNTIL)
  await world.stop()
  await world.restart(settings)
  expect(await remind()).toMatchObject({ sent: 0 })
  expect(await remindersOf('u_hr')).toHaveLength(1)
})

it('a holiday of calendar.yaml is kept, also where an operator asks', async () => {
  await writeFile(join(world.definitionsDir, 'calendar.yaml'), `holidays: [${TODAY}]\n`)
  expect(await remind()).toMatchObject({ holiday: true, sent: 0, skipped: 0 })
})
