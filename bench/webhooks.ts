import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { login, type Person } from '../test/support/api.ts'
import { controlOf } from '../test/support/control.ts'
import { leave } from '../test/support/sample-forms.ts'
import {
  endEverything,
  freePort,
  run,
  startServer,
  TEST_DEFINITIONS,
  type Running,
} from '../test/support/server-process.ts'
import { quantile } from './quantile.ts'
import type { Row } from './store.ts'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const ENDPOINTS = 50
/** Each waits with two effects: a push and a card. */
const INSTANCES = 5_000
/** A server of this size takes some hundred answers a second: what is measured is a delay and not a queue. */
const ALONE = { decisions: 200, betweenMs: 25 }
const AMONG_FIFTY = { decisions: 60, betweenMs: 400, each: 49 }
const WARM_UP = { ...AMONG_FIFTY, decisions: 20 }
const ROUNDS = 2

type Told = { to: string; type: string; ms: number }

/** From a decision to the first attempt, with Feishu down; and what one dead endpoint of fifty costs the others. */
export async function benchWebhooks(): Promise<Row[]> {
  const first = await withServer(['/1'], async (sandbox, url, receiver) => {
    const control = controlOf(sandbox)
    const people = await enter(sandbox, url)
    await people.u_dev.submit('leave', leave(2))
    await control.down(true)
    const tasks = await submitMany(people.u_dev, INSTANCES)
    return decided(people, tasks, receiver, { ...ALONE, each: 1 })
  })
  const times: Record<'well' | 'oneDead', number[]> = { well: [], oneDead: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    const { well, oneDead } = await amongFifty()
    times.well.push(...well)
    times.oneDead.push(...oneDead)
  }
  const [well, dead] = [quantile(times.well, 0.99), quantile(times.oneDead, 0.99)]
  return [
    {
      name: `a decision to the first attempt, p99, ${2 * INSTANCES} effects waiting, Feishu down`,
      value: quantile(first, 0.99),
      unit: 'ms',
      limit: 1_000,
    },
    { name: `an attempt among ${ENDPOINTS} endpoints, p99`, value: well, unit: 'ms' },
    { name: `the same with one of them dead, over that with none`, value: dead / well, unit: '', limit: 1.1 },
  ]
}

/** On one server: with all of them well, then with the last one dead; the others are the same in both. */
function amongFifty(): Promise<Record<'well' | 'oneDead', number[]>> {
  const paths = [...Array.from({ length: ENDPOINTS - 1 }, (_, n) => `/${n + 1}`), '/last']
  return withServer(paths, async (sandbox, url, receiver) => {
    const people = await enter(sandbox, url)
    const tasks = await submitMany(people.u_dev, WARM_UP.decisions + 2 * AMONG_FIFTY.decisions)
    const measure = (pace: Pace) => decided(people, tasks.splice(0, pace.decisions), receiver, pace)
    await measure(WARM_UP)
    const well = await measure(AMONG_FIFTY)
    receiver.kill()
    const oneDead = await measure(AMONG_FIFTY)
    return { well, oneDead }
  })
}

type Pace = { decisions: number; betweenMs: number; each: number }
type Receiver = { told: () => Told[]; kill: () => void }

type People = Readonly<Record<'u_dev' | 'u_lead', Person>>
type Task = { id: string; assignee: string }

async function enter(sandbox: Sandbox, url: string): Promise<People> {
  const control = controlOf(sandbox)
  const [u_dev, u_lead] = await Promise.all([login(url, control, 'u_dev'), login(url, control, 'u_lead')])
  return { u_dev, u_lead }
}

async function submitMany(person: Person, count: number): Promise<Task[]> {
  const tasks: Task[] = []
  const lane = async (): Promise<void> => {
    while (tasks.length < count) {
      const [task] = (await person.submit('leave', leave(2))).body.tasks
      if (task) tasks.push({ id: task.id, assignee: task.assignee.userId })
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  return tasks.slice(0, count)
}

/** Milliseconds from the act to its arrival, of the ends that follow from decisions, at this many endpoints each. */
async function decided(
  people: People,
  tasks: readonly Task[],
  receiver: Receiver,
  { decisions, betweenMs, each }: Pace,
): Promise<number[]> {
  const before = receiver.told().length
  const ends = () =>
    receiver
      .told()
      .slice(before)
      .filter(({ type, to }) => type === 'instance.rejected' && to !== '/last')
  for (const { id, assignee } of tasks.slice(0, decisions)) {
    if (assignee !== 'u_lead') throw new Error(`${id} lies with ${assignee}`)
    const { status } = await people.u_lead.call('POST', `/tasks/${id}/reject`, { reason: '不行' })
    if (status !== 200) throw new Error(`a decision was answered ${status}`)
    await sleep(betweenMs)
  }
  const until = Date.now() + 60_000
  while (ends().length < decisions * each && Date.now() < until) await sleep(50)
  if (ends().length < decisions * each) throw new Error(`${ends().length} events arrived`)
  return ends().map(({ ms }) => ms)
}

async function withServer<T>(
  paths: readonly string[],
  work: (sandbox: Sandbox, url: string, receiver: Receiver) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-webhooks-'))
  const sandbox = await openSandbox()
  try {
    const port = await freePort()
    const receiver = await openReceiver(port)
    const definitions = join(folder, 'definitions')
    await cp(TEST_DEFINITIONS, definitions, { recursive: true })
    const lines = paths.map(
      (path) =>
        `- { id: e${path.slice(1)}, url: "http://127.0.0.1:${port}${path}", secretEnv: SECRET, events: [instance.rejected] }`,
    )
    await writeFile(join(definitions, 'webhooks.yaml'), lines.join('\n'))
    const env = {
      LOG_LEVEL: 'info',
      DEFINITIONS_DIR: definitions,
      WEBHOOK_HOSTS: `127.0.0.1:${port}`,
      SECRET,
    }
    const server = await startServer({ sandbox, dataDir: join(folder, 'data'), env })
    const done = await work(sandbox, server.url, receiver)
    await server.end('SIGKILL')
    return done
  } finally {
    endEverything()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function openReceiver(port: number): Promise<Receiver> {
  const script = join(import.meta.dirname, 'webhook-receiver.js')
  const process: Running = run([globalThis.process.execPath, script], { env: { PORT: String(port) } })
  while (!process.output().includes('listens')) await sleep(20)
  const seen: Told[] = []
  let buffer = ''
  process.child.stdout.on('data', (chunk: Buffer) => {
    const lines = (buffer + chunk.toString()).split('\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) if (line.includes('"to"')) seen.push(JSON.parse(line) as Told)
  })
  return { told: () => seen, kill: () => process.child.kill('SIGUSR2') }
}
