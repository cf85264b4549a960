import { expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { openSandbox, type SandboxOptions } from '../../sandbox/sandbox.ts'
import { sendCallbackEvent, sendEvent } from '../../sandbox/events/send-event.ts'
import { createLongConnection, type ConnectionOptions } from '../../server/feishu/connection.ts'
import { openFakeFeishu } from './fake-feishu.ts'

type Message = { header: { event_id: string; event_type: string }; event: { n?: number } }

/** A sandbox and connections to it; what comes over any of them is noted. */
async function setUp(options: SandboxOptions = {}) {
  const sandbox = await openSandbox(options)
  const { world, info, url } = sandbox
  const taken: Message[] = []
  const logged: string[] = []
  const note = (fields: object, words: string) => void logged.push(JSON.stringify({ ...fields, words }))
  let answer: () => Promise<object | undefined> = async () => undefined
  const connect = (over: Partial<ConnectionOptions> = {}) => {
    const connection = createLongConnection({
      baseUrl: url,
      appId: info.appId,
      appSecret: info.appSecret,
      log: { debug: note, info: note, warn: note, error: note },
      now: () => 1_000,
      take: (message) => {
        taken.push(message as Message)
        return answer()
      },
      ...over,
    })
    onTestFinished(() => connection.close())
    connection.open()
    return connection
  }
  onTestFinished(() => sandbox.close())
  const isOpen = (count = 1) => vi.waitUntil(() => world.connections.count() === count, { timeout: 60_000 })
  return {
    world,
    sandbox,
    connect,
    taken,
    logged,
    isOpen,
    answerWith: (next: typeof answer) => (answer = next),
    /** Once all that waits to be sent again was sent. */
    later: (ms: number) => {
      world.clock.moveTo(world.clock.offsetMs() + ms)
    },
  }
}

const LONG = 'x'.repeat(5_000)

it('an event comes over it, in however many frames, and the answer goes back', async () => {
  const { world, connect, taken, answerWith, isOpen } = await setUp()
  const connection = connect()
  await isOpen()
  answerWith(async () => ({ toast: { type: 'success' }, words: '同意' }))
  expect(await sendCallbackEvent(world, 'card.action.trigger', { n: 1, text: LONG })).toEqual({
    status: 200,
    body: { toast: { type: 'success' }, words: '同意' },
  })
  expect(taken).toMatchObject([
    { header: { event_id: '', event_type: 'card.action.trigger' }, event: { n: 1, text: LONG } },
  ])
  expect(connection.state()).toEqual({ connectedSince: 1_000, failure: null })
})

it('what was not taken comes again, also after the cut in which its answer was lost', async () => {
  const { world, connect, taken, answerWith, isOpen, later, logged } = await setUp()
  connect()
  await isOpen()
  answerWith(() => Promise.reject(new Error('the disk is full')))
  await sendEvent(world, 'contact.user.deleted_v3', { n: 1 })
  expect([taken.length, world.redeliveries.waiting()]).toEqual([1, 1])
  expect(logged.join()).toContain('was not taken')

  answerWith(async () => {
    world.connections.cut()
    return undefined
  })
  later(15_000)
  await vi.waitUntil(() => taken.length === 2 && world.redeliveries.waiting() === 1)
  answerWith(async () => undefined)
  await isOpen()
  later(300_000)
  await vi.waitUntil(() => taken.length === 3)
  expect(new Set(taken.map(({ header }) => header.event_id)).size).toBe(1)
  await vi.waitUntil(() => world.redeliveries.waiting() === 0)
})

it('what happened while there was none comes once it is open again', async () => {
  const { world, sandbox, connect, taken, isOpen, later } = await setUp()
  connect()
  await isOpen()
  await sandbox.setDown(true)
  await sendEvent(world, 'contact.user.deleted_v3', { n: 7 })
  expect(taken).toEqual([])
  await sandbox.setDown(false)
  await isOpen()
  later(15_000)
  await vi.waitUntil(() => taken.length === 1)
})

it('of several servers one gets each message', async () => {
  const { world, connect, taken, isOpen } = await setUp()
  const heard = [0, 0, 0]
  for (const at of heard.keys()) {
    connect({
      take: async () => {
        heard[at] = (heard[at] ?? 0) + 1
        return undefined
      },
    })
  }
  await isOpen(3)
  for (let n = 0; n < 30; n += 1) await sendEvent(world, 'contact.user.updated_v3', { n })
  expect(heard.reduce((sum, one) => sum + one)).toBe(30)
  expect(heard.every((one) => one > 0)).toBe(true)
  expect(taken).toEqual([])
})

it('the fifty-first is refused in words, and asked for again', async () => {
  const { world, connect, isOpen } = await setUp()
  const first = connect()
  for (let count = 1; count < 50; count += 1) connect()
  await isOpen(50)
  const late = connect()
  await vi.waitUntil(() => late.state().failure !== null)
  expect(late.state().failure).toContain('1000040350')
  await first.close()
  await isOpen(49)
  await late.look()
  await isOpen(50)
  expect(late.state()).toMatchObject({ connectedSince: 1_000, failure: null })
  expect(world.oracle.violations().map(({ rule }) => rule)).toEqual(['payload'])
})

it('a refusal that repeats the secret is told without it', async () => {
  const fake = await openFakeFeishu()
  fake.script('/callback/ws/endpoint', (response, { body }) => {
    response.end(JSON.stringify({ code: 514, msg: `cannot take ${JSON.stringify(body)}` }))
  })
  const { connect, logged } = await setUp()
  const refused = connect({ baseUrl: fake.url, appSecret: 'canary-secret' })
  await vi.waitUntil(() => refused.state().failure !== null)
  const { failure } = refused.state()
  expect(failure).toContain('cannot take')
  for (const told of [failure, logged.join()]) expect(told).not.toContain('canary-secret')
})

it('a wrong secret is said, and neither it nor the ticket, nor what people do, is in the log', async () => {
  const { connect, logged, world, isOpen, sandbox } = await setUp()
  const refused = connect({ appSecret: 'not-this-one' })
  await vi.waitUntil(() => refused.state().failure !== null)
  expect(refused.state()).toEqual({ connectedSince: null, failure: expect.stringContaining('514') })
  connect()
  await isOpen()
  await sendCallbackEvent(world, 'card.action.trigger', { n: 1, reason: 'private words' })
  const text = logged.join('\n')
  for (const secret of ['not-this-one', sandbox.info.appSecret, 'ticket=', 'private words'])
    expect(text).not.toContain(secret)
  expect(JSON.stringify(world.log.entries())).not.toMatch(/not-this-one|ticket=[0-9a-f]/)
})

it('closing waits for the answer that is under way', async () => {
  const { world, connect, taken, answerWith, isOpen } = await setUp()
  const connection = connect()
  await isOpen()
  let goOn: () => void = () => undefined
  answerWith(
    () =>
      new Promise((resolve) => {
        goOn = () => {
          resolve({ done: true })
        }
      }),
  )
  const told = sendCallbackEvent(world, 'card.action.trigger', { n: 1 })
  await vi.waitUntil(() => taken.length === 1)
  const closing = connection.close()
  const later = new Promise((resolve) => setTimeout(resolve, 50, 'it waits'))
  expect(await Promise.race([closing, later])).toBe('it waits')
  goOn()
  expect(await told).toEqual({ status: 200, body: { done: true } })
  await closing
  await isOpen(0)
})

it('a ticket opens one connection, and none opens nothing', async () => {
  const { sandbox, world } = await setUp()
  const address = sandbox.url.replace('http', 'ws')
  const path = world.connections.issue()
  const open = (url: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(url)
      onTestFinished(() => {
        socket.close()
      })
      socket.on('open', () => {
        resolve('open')
      })
      socket.on('error', () => {
        resolve('refused')
      })
    })
  const answers = [await open(`${address}${path}`), await open(`${address}${path}`), await open(address)]
  expect(answers).toEqual(['open', 'refused', 'refused'])
})
