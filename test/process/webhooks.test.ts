import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { WebhookResponse, WebhooksResponse } from '../../shared/webhooks/operator.ts'
import { operator } from '../support/api.ts'
import { createRandom } from '../support/random.ts'
import { freePort, run, TEST_DEFINITIONS, type Running } from '../support/server-process.ts'
import {
  closeStages,
  leave,
  openStage,
  tell,
  temporaryFolder,
  until,
  type Cast,
  type Stage,
} from './stage.ts'

const KILLS = Number(process.env['WEBHOOK_KILLS'] ?? 10)
const SEED = Number(process.env['SEED'] ?? 20_261_123)
const LONGEST_LIFE_MS = 500
const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const NEW = `whsec_${Buffer.alloc(32, 2).toString('base64')}`

const MINUTES_BY_HAND = new URL('../support/minutes-by-hand.js', import.meta.url).href

type Line = { id: string; type: string; instance: string; sequence: number; body: string; forged?: object }

afterEach(closeStages)

/** Another system, which a test may end and start again on the same port. */
async function openReceiver(secrets: readonly string[]) {
  const ledger = join(await temporaryFolder(), 'ledger')
  await writeFile(ledger, '')
  const port = await freePort()
  let process: Running
  const start = async (fails: number, known = secrets, more: Record<string, string> = {}): Promise<void> => {
    const env = { LEDGER: ledger, PORT: String(port), FAILS: String(fails), SECRETS: known.join(), ...more }
    process = run([globalThis.process.execPath, join(import.meta.dirname, 'webhook-receiver.js')], { env })
    await until(() => process.output().includes('listens on'), 'the receiver listens')
  }
  return {
    host: `127.0.0.1:${port}`,
    start,
    stop: () => process.end('SIGKILL'),
    lines: async (): Promise<Line[]> =>
      (await readFile(ledger, 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line),
  }
}

async function definitionsWith(host: string, secretEnv = 'WEBHOOK_ERP'): Promise<string> {
  const folder = join(await temporaryFolder(), 'definitions')
  await cp(TEST_DEFINITIONS, folder, { recursive: true })
  await writeFile(
    join(folder, 'webhooks.yaml'),
    `- { id: erp, url: "http://${host}/in", secretEnv: ${secretEnv} }\n`,
  )
  return folder
}

const environment = async (host: string) => ({
  DEFINITIONS_DIR: await definitionsWith(host),
  WEBHOOK_HOSTS: host,
  WEBHOOK_ERP: NEW,
  CARDS: 'off',
  MESSAGES: 'off',
})

const waiting = async (stage: Stage): Promise<number> => {
  const { body } = await operator(stage.url).get<WebhooksResponse>('/webhooks')
  return body.items[0]?.waiting.events ?? NaN
}

it(
  'every committed event arrives, in order within its approval and none without a commit, by a kill -9 at any moment and a receiver that fails at random',
  async () => {
    const random = createRandom(SEED)
    const receiver = await openReceiver([NEW])
    await receiver.start(20)
    const stage = await openStage()
    const env = await environment(receiver.host)
    let server = await stage.start({ env })
    const cast = await stage.enterCast()
    const acting = startActing(cast)

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await sleep(random() * LONGEST_LIFE_MS)
      await server.end('SIGKILL')
      server = await stage.start({ env, alive: true })
    }
    await acting.stop()
    await drain(stage)

    const lines = await receiver.lines()
    expect(lines.filter(({ forged }) => forged)).toEqual([])
    const wrong: string[] = []
    for (const id of acting.started) {
      const { history, status } = (await cast.u_dev.read(id)).body
      const own = lines.filter(({ instance }) => instance === id)
      const firsts = [...new Map(own.map((line) => [line.sequence, line])).values()]
      const order = firsts.map(({ sequence }) => sequence)
      if (order.join() !== order.map((_, at) => at + 1).join()) wrong.push(`${id}: ${order.join()}`)
      const ended = firsts.filter(({ type }) => /approved|rejected/.test(type)).length
      if (ended !== (status === 'PENDING' ? 0 : 1)) wrong.push(`${id} is ${status}: ${ended} ends were told`)
      const acts = new Set(firsts.map(({ body }) => JSON.stringify((JSON.parse(body) as Told).data.cause)))
      if (acts.size !== history.length)
        wrong.push(`${id}: ${acts.size} acts were told, ${history.length} are stored`)
    }
    // The same id always came with the same words.
    const words = new Map<string, string>()
    for (const { id, body } of lines)
      if (words.set(id, words.get(id) ?? body).get(id) !== body) wrong.push(id)
    const strange = lines.filter(({ instance }) => !acting.all.has(instance))
    expect(
      [...wrong, ...strange.map(({ instance }) => `nobody started ${instance}`)],
      `seed ${SEED}`,
    ).toEqual([])
    tell(
      `${KILLS} kills: ${acting.started.length} approvals, ${words.size} events, ${lines.length - words.size} came twice; 0 lost, 0 out of order`,
    )
  },
  240_000 + KILLS * 10_000,
)

type Told = { data: { cause: object } }

/** People submit and decide, and insist until they have an answer. */
function startActing(cast: Cast) {
  const started: string[] = []
  const all = new Set<string>()
  let stopped = false
  const insist = async <T extends { status: number }>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      const reply = await ask().catch(() => undefined)
      if (reply && reply.status < 500) return reply
      await sleep(15)
    }
  }
  const lane = async (at: number): Promise<void> => {
    for (let n = 0; !stopped; n += 1) {
      const key = `key-${at}-${n}`
      const { status, body } = await insist(() =>
        cast.u_dev.submit('leave', leave(2), {}, { 'idempotency-key': key }),
      )
      if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`)
      all.add(body.id)
      started.push(body.id)
      const [task] = body.tasks
      if (!task) throw new Error(`${body.id} waits for nobody`)
      const decider = cast[task.assignee.userId as keyof Cast]
      const verb = n % 3 === 0 ? 'reject' : 'approve'
      await insist(() => decider.call('POST', `/tasks/${task.id}/${verb}`, { reason: '好' }))
      await sleep(10)
    }
  }
  const lanes = [0, 1, 2].map(lane)
  return {
    started,
    all,
    stop: async () => {
      stopped = true
      await Promise.all(lanes)
    },
  }
}

/** An operator has it tried again until nothing waits. */
async function drain(stage: Stage): Promise<void> {
  const isDone = async () => {
    if ((await waiting(stage)) === 0) return true
    await operator(stage.url).post('/webhooks/erp/resume')
    await sleep(200)
    return false
  }
  await until(isDone, 'nothing waits for the endpoint', 120_000)
}

it('a receiver that is down gets everything in order once it is there again, over restarts, signed by both secrets while one is changed, and once more when it is asked for', async () => {
  const receiver = await openReceiver([OLD])
  const stage = await openStage()
  const env = {
    ...(await environment(receiver.host)),
    WEBHOOK_ERP: OLD,
  }
  await stage.start({ env })
  const cast = await stage.enterCast()
  const admin = operator(stage.url)
  const ids = await Promise.all(
    [1, 2, 3, 4].map(async () => (await cast.u_dev.submit('leave', leave(2))).body.id),
  )
  await until(
    async () => (await admin.get<WebhooksResponse>('/webhooks')).body.items[0]?.state === 'resting',
    'the endpoint rests',
  )

  // The secret is changed: the receiver knows the old one still.
  await stage.stop()
  const changed = { ...env, WEBHOOK_ERP: NEW, WEBHOOK_ERP_PREVIOUS: OLD }
  await stage.start({ env: changed })
  await receiver.start(0)
  expect((await admin.post('/webhooks/erp/resume', {})).status).toBe(200)
  await until(async () => (await waiting(stage)) === 0, 'nothing waits')
  const inOrder = async () => {
    const lines = await receiver.lines()
    return ids.map((id) =>
      lines
        .filter(({ instance }) => instance === id)
        .map(({ sequence }) => sequence)
        .join(),
    )
  }
  expect(await inOrder()).toEqual(ids.map(() => '1,2'))

  // By now it knows the new one alone.
  await receiver.stop()
  await receiver.start(0, [NEW])
  const [first = ''] = ids
  expect(
    (await admin.post<{ events: number }>('/webhooks/erp/replay', { event: `${first}.e2` })).body,
  ).toEqual({ events: 1 })
  await until(async () => (await waiting(stage)) === 0, 'nothing waits')
  expect((await inOrder())[0]).toBe('1,2,2')
  expect((await admin.post<{ events: number }>('/webhooks/erp/replay', { since: 0 })).body).toEqual({
    events: 8,
  })
  await until(async () => (await waiting(stage)) === 0, 'nothing waits')
  expect(await inOrder()).toEqual(['1,2,2,1,2', '1,2,1,2', '1,2,1,2', '1,2,1,2'])
  const { attempts } = (await admin.get<WebhookResponse>('/webhooks/erp')).body
  expect(attempts[0]).toMatchObject({ status: 204, error: null })
  expect((await receiver.lines()).filter(({ forged }) => forged)).toEqual([])
})

it('the bot tells the managers of an endpoint that says it is gone, once', async () => {
  const receiver = await openReceiver([NEW])
  await receiver.start(0, [NEW], { STATUS: '410' })
  const stage = await openStage()
  const env = { ...(await environment(receiver.host)), NODE_OPTIONS: `--import ${MINUTES_BY_HAND}` }
  const server = await stage.start({ env })
  const cast = await stage.enterCast()
  await cast.u_dev.submit('leave', leave(2))
  const state = async () =>
    (await operator(stage.url).get<WebhooksResponse>('/webhooks')).body.items[0]?.state
  await until(async () => (await state()) === 'off', 'the endpoint is off')

  const told = async (): Promise<object[]> => {
    const { cards } = await stage.control.call<{ cards: { kind: string }[] }>('GET', '/people/u_admin/chat')
    return cards.filter(({ kind }) => kind === 'im')
  }
  const minute = async (): Promise<boolean> => {
    server.child.kill('SIGUSR2')
    await sleep(100)
    return (await told()).length > 0
  }
  await until(minute, 'a manager is told')
  for (let n = 0; n < 5; n += 1) await minute()
  expect(await told()).toMatchObject([
    { content: { header: { template: 'red', title: { content: '外部系统 erp 的推送已停用' } } } },
  ])
  expect((await stage.control.oracle()).violations).toEqual([])
})
