import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { login } from '../test/support/api.ts'
import { controlOf } from '../test/support/control.ts'
import { endEverything, startServer } from '../test/support/server-process.ts'
import { quantile } from './quantile.ts'
import type { Row } from './store.ts'

const LEAVE = { kind: 'annual', period: { from: '2026-11-23', to: '2026-11-24' }, days: 2 }
/** Each waits with two effects: a push and a card. */
const INSTANCES = 5_000
const CALLBACKS = 2_000
const AT_ONCE = 4

/** How fast callbacks are answered while Feishu is down and 10,000 effects wait. About half a minute. */
export async function benchCallbacks(): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-callbacks-'))
  const sandbox = await openSandbox()
  try {
    const server = await startServer({ sandbox, dataDir, env: { LOG_LEVEL: 'info' } })
    const rows = await measure(sandbox, server.url)
    await server.end('SIGKILL')
    return rows
  } finally {
    endEverything()
    await sandbox.close()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function measure(sandbox: Sandbox, url: string): Promise<Row[]> {
  const control = controlOf(sandbox)
  const person = await login(url, control, 'u_dev')
  await person.submit('leave', LEAVE)
  await control.down(true)
  const tasks: { id: string; instance: string; assignee: string }[] = []
  await inParallel(INSTANCES, 16, async () => {
    const { body } = await person.submit('leave', LEAVE)
    for (const task of body.tasks)
      tasks.push({ id: task.id, instance: body.id, assignee: task.assignee.userId })
  })
  const times: number[] = []
  await inParallel(CALLBACKS, AT_ONCE, async (at) => {
    const task = tasks[at]
    if (!task) throw new Error('there are fewer tasks than callbacks')
    const body = encrypt(callbackOf(task, sandbox.info.callbackToken), sandbox.info.callbackKey)
    const begun = performance.now()
    const response = await fetch(`${url}/feishu/approval/callback`, { method: 'POST', body })
    times.push(performance.now() - begun)
    if (response.status !== 200) throw new Error(`a callback was answered ${response.status}`)
  })
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`
  return [
    {
      name: `callback, median, ${2 * INSTANCES} effects waiting (${machine})`,
      value: quantile(times, 0.5),
      unit: 'ms',
    },
    {
      name: `callback, p99, ${2 * INSTANCES} effects waiting, Feishu down`,
      value: quantile(times, 0.99),
      unit: 'ms',
      limit: 50,
    },
  ]
}

const callbackOf = (task: { id: string; instance: string; assignee: string }, token: string): string =>
  JSON.stringify({
    action_type: 'APPROVE',
    user_id: task.assignee,
    instance_id: task.instance,
    task_id: task.id,
    token,
  })

function encrypt(text: string, key: string): string {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv)
  return JSON.stringify({
    encrypt: Buffer.concat([iv, cipher.update(text), cipher.final()]).toString('base64'),
  })
}

async function inParallel(count: number, lanes: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
