import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { onlineOf } from '../app/app-config.ts'
import { dropOldUuids } from '../bot/send-card.ts'
import { mayUseApp } from '../contact/availability.ts'
import { findPerson, type UserIdType } from '../contact/lookup.ts'
import { ok, Refusal, type Answer } from '../platform/answer.ts'
import { isJson, readParams, required } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { ImMessage } from '../store/records.ts'
import type { World } from '../world.ts'
import { readCard } from './card.ts'

const INVALID = 230001
const UUID_LIFE_MS = 3_600_000
const UPDATABLE_MS = 14 * 24 * 3_600_000
const CARD_BYTES = 30 * 1_024
const PER_SECOND = 5

const SendBody = z.object({
  receive_id: required,
  msg_type: z.enum(['text', 'post', 'interactive'], 'this sandbox takes text, post and interactive'),
  content: z.string('content is JSON packed into a string').refine(isJson, 'content is not JSON'),
  uuid: z.string().max(50, 'at most 50 characters').optional(),
})

/** 发送消息, to a person. */
export function sendMessage(world: World, request: WireRequest): Answer {
  const type = request.query.get('receive_id_type')
  if (type === null) throw new Refusal(INVALID, 'receive_id_type is required')
  if (type !== 'open_id' && type !== 'union_id' && type !== 'user_id') {
    throw new Refusal(
      INVALID,
      `receive_id_type: this sandbox knows open_id, union_id and user_id, not ${type}`,
    )
  }
  if (onlineOf(world)?.config.bot !== true) throw new Refusal(230006, 'Bot ability is not activated.')
  const body = readParams(SendBody, request.body, INVALID)
  if (body.msg_type !== 'text') refuseLong(request)
  if (body.msg_type === 'interactive') readCard(body.content)
  const person = receiverOf(world, body.receive_id, type)
  const now = world.clock.now()
  paceOne(world, `to ${person}`, now)
  const key = `im ${body.uuid ?? ''}`
  const duplicate = body.uuid === undefined ? undefined : world.state.uuids.get(key)
  const known =
    duplicate && now - duplicate.at < UUID_LIFE_MS ? world.state.im.get(duplicate.messageId) : undefined
  if (known) return ok(toAnswer(world, known))

  const message: ImMessage = {
    messageId: `om_${randomBytes(16).toString('hex')}`,
    userId: person,
    uuid: body.uuid ?? '',
    msgType: body.msg_type,
    content: body.content,
    sentAt: now,
    updatedAt: now,
    history: [],
  }
  world.state.im.put(message.messageId, message)
  if (body.uuid !== undefined) {
    dropOldUuids(world, now)
    world.state.uuids.put(key, { messageId: message.messageId, at: now })
  }
  return ok(toAnswer(world, message))
}

function receiverOf(world: World, id: string, type: UserIdType): string {
  const person = findPerson(world.state, id, type)
  if (!person) throw new Refusal(230034, 'The receive_id is invalid.')
  if (person.resigned || !mayUseApp(world, person)) {
    throw new Refusal(230013, 'Bot has NO availability to this user.')
  }
  return person.userId
}

/** 更新已发送的消息卡片: 14 days, and `update_multi: true` before and after. */
export function patchMessage(world: World, request: WireRequest): Answer {
  const { content } = readParams(z.object({ content: SendBody.shape.content }), request.body, INVALID)
  refuseLong(request)
  const message = world.state.im.get(request.params['message_id'] ?? '')
  if (!message) throw new Refusal(99992354, `these ids not existed: ${request.params['message_id'] ?? ''}`)
  if (message.msgType !== 'interactive')
    throw new Refusal(INVALID, 'only interactive messages can be updated')
  const now = world.clock.now()
  if (now - message.sentAt > UPDATABLE_MS) {
    throw new Refusal(230031, 'Message can only be modified within 14 days after sending.')
  }
  const isShared = [message.content, content].every((one) => readCard(one).config?.update_multi === true)
  if (!isShared) {
    throw new Refusal(INVALID, 'config.update_multi must be true in the card before and after the update')
  }
  paceOne(world, `message ${message.messageId}`, now)
  world.state.im.put(message.messageId, {
    ...message,
    content,
    updatedAt: now,
    history: [...message.history, { at: message.updatedAt, content: message.content }],
  })
  return { status: 200, body: { code: 0, msg: 'ok', data: {} } }
}

/** 发送消息: of the whole request. */
function refuseLong({ body }: WireRequest): void {
  if (Buffer.byteLength(JSON.stringify(body)) <= CARD_BYTES) return
  throw new Refusal(230025, 'The length of the message content reaches its limit: at most 30 KB')
}

const recent = new WeakMap<World, Map<string, number[]>>()

/** Five a second to one person and on one message. */
function paceOne(world: World, lane: string, now: number): void {
  if (world.settings().rateLimit === 'off') return
  const lanes = recent.get(world) ?? new Map<string, number[]>()
  recent.set(world, lanes)
  const times = (lanes.get(lane) ?? []).filter((at) => at > now - 1_000 && at <= now)
  if (times.length >= PER_SECOND) {
    world.oracle.violated('R13', 'more than five messages a second', { lane })
    throw new Refusal(230020, 'This operation triggers the frequency limit.')
  }
  lanes.set(lane, [...times, now])
}

const toAnswer = (world: World, message: ImMessage) => ({
  message_id: message.messageId,
  msg_type: message.msgType,
  create_time: String(message.sentAt),
  update_time: String(message.updatedAt),
  deleted: false,
  updated: false,
  chat_id: `oc_${message.userId}`,
  sender: { id: world.app.appId, id_type: 'app_id', sender_type: 'app', tenant_key: world.app.tenant },
  body: { content: message.content },
})
