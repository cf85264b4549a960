import { describe, expect, it } from 'vitest'
import type { CallbackCredentials } from '../../server/callbacks/callback-credentials.ts'
import { eventsOf } from '../../server/domain/act.ts'
import { callbackText, encrypted, press } from '../support/callback.ts'
import { CREDENTIALS, createHarness, startHttp, type Answer } from '../support/http-server.ts'
import { createRandom } from '../support/random.ts'

const PLAIN: CallbackCredentials = { token: CREDENTIALS.token, key: null }
const PATH = '/feishu/approval/callback'

async function setUp(options: Parameters<typeof startHttp>[1] = {}) {
  const harness = await createHarness()
  const unlimited = { limits: { callback: { attempts: 1_000_000, windowMs: 60_000 } } }
  const server = await startHttp(harness, { ...unlimited, ...options })
  const token = await server.login('u_alice')
  const submitted = await server.call('POST', '/api/v1/instances', {
    token,
    body: { definition: 'leave', form: { kind: 'annual', days: 5 } },
  })
  const { id, tasks } = submitted.body
  const send = (raw: string | Uint8Array) => server.call('POST', PATH, { raw })
  return { ...harness, ...server, token, id, task: tasks[0], instance: { id }, send }
}

const REFUSED = JSON.stringify({
  message: '无法处理该操作，请打开详情页查看最新状态',
  without_prefix: 'true',
})

/** All that a caller can tell failures apart by. */
const shown = ({ status, text, headers }: Answer): string =>
  JSON.stringify([
    status,
    text,
    [...headers]
      .filter(([name]) => !['x-request-id', 'date'].includes(name))
      .map(([name, value]) => [name, value]),
  ])

describe('a callback', () => {
  it('plain counts while no key is set, and no longer once there is one', async () => {
    const open = await setUp({ credentials: [PLAIN] })
    expect((await open.send(press(open, open.instance, open.task, { from: 'list' }))).status).toBe(200)
    const closed = await setUp()
    const answer = await closed.send(press(closed, closed.instance, closed.task, { from: 'list' }))
    expect([answer.status, answer.text]).toEqual([401, REFUSED])
  })

  it('with credentials that were replaced counts for a card that is still out, and for nothing else', async () => {
    const old = { token: 'old-token', key: 'old-key' }
    const setting = await setUp({ credentials: [CREDENTIALS, old] })
    const { send, instance, task } = setting
    const forged = encrypted(press(setting, instance, task, { from: 'list', token: old.token }), old.key)
    expect((await send(forged)).status).toBe(401)
    const card = encrypted(press(setting, instance, task, { token: old.token }), old.key)
    expect((await send(card)).status).toBe(200)
  })

  it('again, plain or encrypted, from elsewhere, answers the same', async () => {
    const setting = await setUp()
    const { send, instance, task, dump } = setting
    const answers = [await send(encrypted(press(setting, instance, task)))]
    const stored = dump()
    for (const from of ['card', 'list', 'search'] as const) {
      answers.push(await send(encrypted(press(setting, instance, task, { from }))))
    }
    for (const { status, text } of answers)
      expect([status, text]).toEqual([200, '{"code":0,"msg":"success"}'])
    expect(dump()).toBe(stored)
  })

  it('opposite to what was decided is refused with words that Feishu shows', async () => {
    const setting = await setUp()
    const { send, instance, task } = setting
    await send(encrypted(press(setting, instance, task)))
    const answer = await send(encrypted(press(setting, instance, task, { action_type: 'REJECT' })))
    expect(answer).toMatchObject({
      status: 409,
      body: { message: '该审批已由鲍勃处理：已同意', without_prefix: 'true' },
    })
  })

  it('with an action that only other systems have is refused for ours, as all that proves nothing', async () => {
    const setting = await setUp()
    const before = setting.dump()
    for (const action_type of ['ASK_MORE', 'approve', 'constructor', '__proto__']) {
      const answer = await setting.send(
        encrypted(press(setting, setting.instance, setting.task, { action_type })),
      )
      expect([answer.status, answer.text]).toEqual([401, REFUSED])
    }
    expect(setting.dump()).toBe(before)
  })

  it('with a pair from before the settings changed still counts', async () => {
    const setting = await setUp({ credentials: [{ token: 'new-token', key: 'new-key' }, CREDENTIALS] })
    expect((await setting.send(encrypted(press(setting, setting.instance, setting.task)))).status).toBe(200)
  })

  it('that the store cannot take is told to come later, and changes nothing', async () => {
    const setting = await setUp()
    const before = setting.dump()
    setting.files.write = () => Promise.reject(new Error('EIO'))
    const answer = await setting.send(encrypted(press(setting, setting.instance, setting.task)))
    expect(answer).toMatchObject({
      status: 503,
      body: { message: '系统暂时无法处理，请稍后再试', without_prefix: 'true' },
    })
    expect(setting.dump()).toBe(before)
    expect(setting.failures).toHaveLength(1)
  })

  it('of any kind is refused while no token is set', async () => {
    const setting = await setUp({ credentials: [] })
    for (const raw of [
      press(setting, setting.instance, setting.task),
      encrypted(press(setting, setting.instance, setting.task)),
    ]) {
      const answer = await setting.send(raw)
      expect([answer.status, answer.text]).toEqual([401, REFUSED])
    }
  })

  it('that fails looks like every other one that fails (R11)', async () => {
    const setting = await setUp()
    const { send, instance, task, id, dump } = setting
    const good = (fields: Parameters<typeof press>[3] = {}) => press(setting, instance, task, fields)
    const bodies: (string | Uint8Array)[] = [
      ...['', '{', '[]', 'null', '{}', '{"encrypt":5}', '{"encrypt":""}', good(), 'x'.repeat(70_000)],
      Buffer.of(0xff, 0xfe),
      encrypted(good(), 'another key'),
      encrypted('no json'),
      encrypted(good({ token: 'another' })),
      encrypted(good({ user_id: 'u_mallory' })),
      encrypted(good({ action_context: 'forged' })),
      encrypted(callbackText({ id: `${id}_t1`, approval_code: 'another' })),
      encrypted(callbackText({ messageId: 1, id: `${id}_t1` })),
      encrypted(callbackText({ id: `${id}_t1`, user_id: 'u_carol' })),
      encrypted(callbackText({ id: `${'0'.repeat(32)}_t1` })),
      encrypted(callbackText({ id: '../../x_t1' })),
      encrypted(callbackText({ instance_id: id, task_id: `${id}_t9` })),
    ]
    const before = dump()
    const answers = []
    for (const body of bodies) answers.push(shown(await send(body)))
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('401')
    expect(dump()).toBe(before)
  })
})

it('64 presses at once over every channel count once (R9)', async () => {
  const setting = await setUp()
  const { send, call, login, instance, task, id, store } = setting
  const token = await login('u_bob')
  const ways = [
    () => send(encrypted(press(setting, instance, task))),
    () => send(encrypted(press(setting, instance, task, { from: 'list' }))),
    () => send(encrypted(press(setting, instance, task, { from: 'search' }))),
    () => call('POST', `/api/v1/tasks/${task.id}/approve`, { token, body: {} }),
  ]
  const answers = await Promise.all(Array.from({ length: 16 }, () => ways.map((way) => way())).flat())
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 64 }, () => 200))
  const record = await store.instances.read(id)
  const endings = record?.history
    .flatMap((act) => eventsOf(act, 'task_ended'))
    .filter(({ taskId }) => taskId === task.id)
  expect(endings).toHaveLength(1)
})

it('3,000 mutated callbacks over HTTP: each refused alike, the store byte-identical, nothing queued (R11)', async () => {
  const setting = await setUp()
  const { url, instance, task, dump, store } = setting
  const random = createRandom(7)
  const texts = [
    press(setting, instance, task),
    press(setting, instance, task, { from: 'list', action_context: undefined }),
  ]
  const before = dump()
  const queued = await store.outbox.count()
  const seen = new Map<string, number>()
  const one = async (at: number) => {
    const text = texts[at % texts.length] ?? ''
    const bytes = Buffer.from(mutate(text, at, random))
    const response = await fetch(`${url}${PATH}`, { method: 'POST', body: bytes })
    const key = `${response.status} ${await response.text()}`
    seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  for (let at = 0; at < 3_000; at += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, offset) => one(at + offset)))
  }
  expect([...seen]).toEqual([[`401 ${REFUSED}`, 3_000]])
  expect(dump()).toBe(before)
  expect(await store.outbox.count()).toEqual(queued)
})

/** One bit: of the IV, of anything sealed, or of the plain text, which is not taken here in any case. */
function mutate(text: string, at: number, random: () => number): string {
  if (at % 3 === 2) {
    const bytes = Buffer.from(text)
    const place = Math.floor(random() * bytes.length)
    bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8))
    return bytes.toString()
  }
  const { encrypt } = JSON.parse(encrypted(text)) as { encrypt: string }
  const sealed = Buffer.from(encrypt, 'base64')
  // The first 16 bytes are the IV, where a flip spoils no block: there the start of the object has to suffer.
  const place = Math.floor(random() * (at % 3 === 0 ? 16 : sealed.length))
  sealed[place] = (sealed[place] ?? 0) ^ (1 << Math.floor(random() * 8))
  return JSON.stringify({ encrypt: sealed.toString('base64') })
}

it('a person’s name flipped in the first block, token intact, does not pass the signed context', async () => {
  const setting = await setUp()
  const { send, instance, task, dump } = setting
  const text = press(setting, instance, task)
  const fields = JSON.parse(text) as { user_id: string }
  const userFirst = text.replace(/"user_id":"u_bob",/, '').replace('{', `{"user_id":"${fields.user_id}",`)
  const { encrypt } = JSON.parse(encrypted(userFirst)) as { encrypt: string }
  const sealed = Buffer.from(encrypt, 'base64')
  // {"user_id":"u_bob" → {"user_id":"u_cob": an intact token, another person.
  sealed[14] = (sealed[14] ?? 0) ^ 1
  const before = dump()
  const answer = await send(JSON.stringify({ encrypt: sealed.toString('base64') }))
  expect([answer.status, answer.text]).toEqual([401, REFUSED])
  expect(dump()).toBe(before)
  expect((await send(encrypted(userFirst))).status).toBe(200)
})

describe('an address that fails too often', () => {
  const limits = { callback: { attempts: 5, windowMs: 60_000 } }

  it('cannot go on guessing tokens, but what proves itself otherwise still counts', async () => {
    const setting = await setUp({ credentials: [PLAIN], limits })
    const { send, instance, task, dump, advance } = setting
    for (let at = 0; at < 5; at += 1) await send(callbackText({ id: task.id, token: `guess-${at}` }))
    const before = dump()
    const listed = press(setting, instance, task, { from: 'list' })
    expect((await send(listed)).status).toBe(401)
    expect(dump()).toBe(before)
    expect((await send(press(setting, instance, task, { from: 'card' }))).status).toBe(200)
    advance(60_000)
    expect((await send(listed)).status).toBe(200)
  })

  it('never keeps out what is encrypted with our key', async () => {
    const setting = await setUp({ limits })
    const { send, instance, task } = setting
    for (let at = 0; at < 20; at += 1) await send('{}')
    expect((await send(encrypted(press(setting, instance, task, { from: 'list' })))).status).toBe(200)
  })
})
