import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { login, type Person } from '../test/support/api.ts'
import { controlOf } from '../test/support/control.ts'
import { leave } from '../test/support/sample-forms.ts'
import { endEverything, startServer } from '../test/support/server-process.ts'
import type { Row } from './store.ts'

const FLOOD_MS = process.env['BENCH_SHORT'] === '1' ? 10_000 : 60_000
const AT_ONCE = 16
const CC = [
  ...['u_ceo', 'u_hr', 'u_admin', 'u_recruiter', 'u_payroll', 'u_cfo'],
  ...['u_accountant', 'u_cashier', 'u_cto', 'u_lead', 'u_qa', 'u_designer'],
]
const COLLEAGUES = ['u_qa', 'u_designer', 'u_accountant', 'u_cashier', 'u_recruiter']
/** What one person can do by default, and as much as the server takes. */
const ACTS = [60, 1_000_000]
const LIMIT_MS = 5_000
const REFUSED_MS = 200
const GIVEN_UP_MS = 150_000
const LOOK_EVERY_MS = 10

/**
 * One employee submits with 12 cc for a minute; how soon a colleague's first card stands: with the acts that a
 * person has, and with as many as the server takes. About five minutes.
 */
export async function benchFairness(): Promise<Row[]> {
  const rows: Row[] = []
  for (const acts of ACTS) rows.push(await afterFlood(acts))
  return rows
}

async function afterFlood(acts: number): Promise<Row> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-fairness-'))
  const sandbox = await openSandbox()
  try {
    const env = { LOG_LEVEL: 'info', ACTS_PER_MINUTE: String(acts) }
    const server = await startServer({ sandbox, dataDir, env })
    const row = await measure(sandbox, server.url)
    await server.end('SIGKILL')
    const name = `${row.name}, ACTS_PER_MINUTE=${acts}`
    return { name, value: row.value, unit: row.unit, limit: LIMIT_MS }
  } finally {
    endEverything()
    await sandbox.close()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function measure(sandbox: Sandbox, url: string): Promise<Row> {
  const control = controlOf(sandbox)
  const enter = (userId: string) => login(url, control, userId)
  const [flooder, ...colleagues] = await Promise.all(['u_dev', ...COLLEAGUES].map(enter))
  if (!flooder) throw new Error('nobody is logged in')
  const submits = await flood(flooder)
  const begun = await waiting(url)
  const times: number[] = []
  for (const colleague of colleagues) times.push(await firstCard(sandbox, colleague))
  const left = await waiting(url)
  const what = `${begun}–${left} deliveries of one person waiting (${submits} submits)`
  const name = `a colleague’s first card, slowest of ${times.length}, ${what}`
  return { name, value: Math.max(...times), unit: 'ms' }
}

/** Answers how many were taken. */
async function flood(person: Person): Promise<number> {
  const until = performance.now() + FLOOD_MS
  let taken = 0
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const { status } = await person.submit('leave', leave(2), { cc: CC })
      if (status === 201) taken += 1
      else await sleep(REFUSED_MS)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return taken
}

/** Milliseconds from the request to the card in the approver's chat. */
async function firstCard({ world }: Sandbox, person: Person): Promise<number> {
  const begun = performance.now()
  const { body } = await person.submit('leave', leave(2))
  const [task] = body.tasks
  if (!task) throw new Error('nobody has to decide')
  const stands = (): boolean => [...world.state.cards.values()].some(({ uuid }) => uuid === task.id)
  while (!stands()) {
    if (performance.now() - begun > GIVEN_UP_MS) return GIVEN_UP_MS
    await sleep(LOOK_EVERY_MS)
  }
  return performance.now() - begun
}

async function waiting(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const count = /^approval_outbox_effects\{state="pending"\} (\d+)/m.exec(metrics)?.[1]
  if (count === undefined) throw new Error('/metrics does not say how many deliveries wait')
  return Number(count)
}
