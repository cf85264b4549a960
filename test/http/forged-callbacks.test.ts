import { describe, expect, it } from 'vitest'
import type { ContextClaim } from '../../server/callbacks/action-context.ts'
import { callbackText, encrypt, encrypted } from '../support/callback.ts'
import { CREDENTIALS, createHarness, startHttp, type Harness } from '../support/http-server.ts'
import { createRandom } from '../support/random.ts'

/** `FORGED=100000` sends as many. */
const FORGED = Number(process.env['FORGED'] ?? 4_000)
const SEED = Number(process.env['SEED'] ?? 20_261_129)
const AT_ONCE = 32
const PATH = '/feishu/approval/callback'
const MESSAGE = '7034234234234234999'

type Task = { id: string; nodeId: string; status: string; assignee: { userId: string } }
type View = { id: string; tasks: readonly Task[] }
type Setting = Awaited<ReturnType<typeof setUp>>
type Forgery = (setting: Setting, random: () => number) => string | Uint8Array

/** Two approvals that wait, one whose first round is closed, and one that was decided. */
async function setUp() {
  const harness = await createHarness()
  const limits = { callback: { attempts: 100_000_000, windowMs: 60_000 } }
  const server = await startHttp(harness, { limits })
  const alice = await server.login('u_alice')
  const submit = async (): Promise<View> => {
    const body = { definition: 'leave', form: { kind: 'annual', days: 5 } }
    return (await server.call('POST', '/api/v1/instances', { token: alice, body })).body
  }
  const [one, two, sentBack, decided] = [await submit(), await submit(), await submit(), await submit()]
  const bob = await server.login('u_bob')
  const closed = firstTask(sentBack)
  const act = (task: Task, verb: string, body: object) =>
    server.call('POST', `/api/v1/tasks/${task.id}/${verb}`, { token: bob, body })
  await act(closed, 'rollback', { toNode: '_initiator', reason: 'again' })
  await act(firstTask(decided), 'approve', {})
  const claimOf = (view: View, task = firstTask(view)): ContextClaim => ({
    instanceId: view.id,
    taskId: task.id,
    userId: task.assignee.userId,
    round: 1,
  })
  const claims = {
    one: claimOf(one),
    two: claimOf(two),
    closed: claimOf(sentBack),
    decided: claimOf(decided),
  }
  return { ...harness, ...server, claims, captured: captures(harness, claims.one) }
}

function firstTask({ tasks }: View): Task {
  const [task] = tasks
  if (!task) throw new Error('an approval without a task')
  return task
}

/** What somebody on the way has read: a true callback that never arrived, in its sealed form. */
function captures({ ring }: Pick<Harness, 'ring'>, claim: ContextClaim): Buffer {
  const text = callbackText({
    user_id: claim.userId,
    messageId: MESSAGE,
    action_context: ring.sign(claim),
  })
  return Buffer.from(encrypt(text, CREDENTIALS.key ?? ''), 'base64')
}

const pick = <T>(random: () => number, list: readonly T[]): T => {
  const one = list[Math.floor(random() * list.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

const sealedBody = (sealed: Uint8Array) => JSON.stringify({ encrypt: Buffer.from(sealed).toString('base64') })

/** With token and key right, as if they had leaked: only the signed context is then in the way. */
const card = (claim: ContextClaim, context: string, more: Record<string, unknown> = {}) =>
  encrypted(callbackText({ user_id: claim.userId, messageId: MESSAGE, action_context: context, ...more }))

function flipped(bytes: Buffer, random: () => number, times: number): Buffer {
  const changed = Buffer.from(bytes)
  const bits = new Set<number>()
  while (bits.size < times) bits.add(Math.floor(random() * bytes.length * 8))
  for (const bit of bits) changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return changed
}

const PERSONS = ['u_alice', 'u_carol', 'u_dave', 'u_nobody', 'constructor', '', 'U_BOB', 'u_bob ']
const ODD: readonly unknown[] = [null, 7, [], {}, true, '', ' ', '../..', '__proto__', 'x'.repeat(2_000)]

const FORGERIES: Record<string, Forgery> = {
  'sealed bytes with flipped bits': ({ captured }, random) =>
    sealedBody(flipped(captured, random, 1 + Math.floor(random() * 4))),
  'sealed bytes cut, doubled or in another order': ({ captured }, random) => {
    const at = 16 * (1 + Math.floor(random() * (captured.length / 16 - 1)))
    const parts = [captured.subarray(0, at), captured.subarray(at)]
    const forms = [parts.slice(0, 1), [...parts].reverse(), [...parts, ...parts], parts.slice(1)]
    return sealedBody(Buffer.concat(pick(random, forms)))
  },
  'a body that is changed around the sealed bytes': ({ captured }, random) => {
    const body = Buffer.from(sealedBody(captured))
    const at = 12 + Math.floor(random() * (body.length - 14))
    // Another letter in its place: never the same.
    body[at] = body[at] === 65 ? 66 : 65
    return body
  },
  'another key': ({ ring, claims: { one } }, random) =>
    encrypted(
      callbackText({ user_id: one.userId, messageId: MESSAGE, action_context: ring.sign(one) }),
      `key ${random()}`,
    ),
  'another token': ({ ring, claims: { one } }, random) =>
    card(one, ring.sign(one), {
      token: pick(random, [...ODD, `${CREDENTIALS.token} `, CREDENTIALS.token.slice(1), `${random()}`]),
    }),
  'no encryption': ({ ring, claims: { one } }) =>
    callbackText({ user_id: one.userId, messageId: MESSAGE, action_context: ring.sign(one) }),
  'a card without a context': ({ claims: { one } }, random) => {
    const context = pick(random, [{}, { action_context: '' }, { action_context: null }])
    const named = { instance_id: one.instanceId, task_id: one.taskId, id: one.taskId }
    return encrypted(callbackText({ user_id: one.userId, messageId: MESSAGE, ...named, ...context }))
  },
  'a context that was changed': ({ ring, claims: { one } }, random) => {
    const context = Buffer.from(ring.sign(one))
    const at = Math.floor(random() * context.length)
    context[at] = context[at] === 55 ? 56 : 55
    return card(one, context.toString('latin1'))
  },
  "somebody else's context": ({ ring, claims: { one } }, random) =>
    card({ ...one, userId: pick(random, PERSONS) }, ring.sign(one)),
  'a context of another task, round or person': ({ ring, claims: { one, two } }, random) => {
    const wrong = pick(random, [
      ...[
        { ...one, round: 2 + Math.floor(random() * 90) },
        { ...one, taskId: two.taskId },
      ],
      ...[
        { ...one, instanceId: two.instanceId },
        { ...one, userId: 'u_carol' },
      ],
    ])
    return card(one, ring.sign(wrong), { instance_id: one.instanceId, task_id: one.taskId })
  },
  'a right context beside another task': ({ ring, claims: { one, two } }, random) =>
    card(
      one,
      ring.sign(one),
      pick(random, [{ task_id: two.taskId }, { id: two.taskId }, { instance_id: two.instanceId }]),
    ),
  'a round that is closed': ({ ring, claims: { closed } }, random) =>
    card(closed, ring.sign(closed), {
      action_type: pick(random, ['APPROVE', 'REJECT']),
      reason: `${random()}`,
    }),
  'the opposite of what was decided': ({ ring, claims: { decided } }, random) =>
    card(decided, ring.sign(decided), { action_type: 'REJECT', reason: `${random()}` }),
  "a list entry of somebody else's task": ({ claims: { one } }, random) =>
    encrypted(
      callbackText({
        user_id: pick(random, PERSONS),
        instance_id: one.instanceId,
        task_id: one.taskId,
      }),
    ),
  'a list entry of another approval or definition': ({ claims: { one, two } }, random) => {
    const wrong = [
      ...[{ instance_id: two.instanceId, task_id: one.taskId }, { approval_code: 'ANOTHER-CODE' }],
      ...[{ task_id: `${one.taskId}0` }, { task_id: `${one.instanceId}_t9` }, { instance_id: '../../notes' }],
    ]
    const { userId, instanceId, taskId } = one
    const right = { user_id: userId, instance_id: instanceId, task_id: taskId }
    return encrypted(callbackText({ ...right, ...pick(random, wrong) }))
  },
  'fields of other types': ({ ring, claims: { one } }, random) => {
    const field = pick(random, ['action_type', 'user_id', 'action_context', 'message_id', 'token'])
    const text = callbackText({
      user_id: one.userId,
      message_id: MESSAGE,
      action_context: ring.sign(one),
      [field]: pick(random, ODD),
      ...(field === 'message_id' && { message_id: pick(random, ['9223372036854775808', '1.5', '-0', 'x']) }),
    })
    return encrypted(text)
  },
  'no JSON at all': (_setting, random) => {
    const noise = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 300) }, () => random() * 256))
    return pick(random, [noise, encrypted(noise.toString('latin1')), sealedBody(noise), '['.repeat(5_000)])
  },
}

describe('forged callbacks (R11)', () => {
  it(`of ${FORGED}, none changes anything`, async () => {
    const setting = await setUp()
    const { files, dump, url } = setting
    const before = dump()
    let writes = 0
    const { write } = files
    files.write = (path, text) => {
      writes += 1
      return write(path, text)
    }
    const random = createRandom(SEED)
    const kinds = Object.entries(FORGERIES)
    const taken: string[] = []
    let sent = 0
    const lane = async () => {
      while (sent < FORGED) {
        const [kind, forge] = kinds[sent++ % kinds.length] ?? ['', () => '']
        const body = forge(setting, random)
        const response = await fetch(url + PATH, { method: 'POST', body })
        await response.arrayBuffer()
        if (response.status < 400 || response.status >= 500)
          taken.push(`${kind}: ${response.status} ${String(body)}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))

    console.log(
      `R11: ${sent} forged callbacks of ${kinds.length} kinds, ${taken.length} taken, ${writes} writes`,
    )
    expect(taken).toEqual([])
    expect(writes).toBe(0)
    expect(dump()).toBe(before)
    // What was captured is a true one: it still counts, once.
    const body = sealedBody(setting.captured)
    expect((await fetch(url + PATH, { method: 'POST', body })).status).toBe(200)
    expect(writes).toBe(1)
  }, 600_000)
})
