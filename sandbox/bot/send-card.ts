import { readTexts, type Texts } from '../approval/i18n.ts'
import { mayUseApp } from '../contact/availability.ts'
import { findNamed, findPerson, type UserIdType } from '../contact/lookup.ts'
import { asPrinted } from '../documented.ts'
import { watchOpenCards } from '../oracle/watch-cards.ts'
import { ok, Refusal, type Answer } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { Card, CardAction, Person } from '../store/records.ts'
import type { World } from '../world.ts'
import { CustomCard, GeneralCard } from './card-schema.ts'
import { instanceOfLink } from './detail-link.ts'
import { CUSTOM_TEMPLATE, TEMPLATES } from './templates.ts'

const UUID_LIFE_MS = 3_600_000

/** 发送审批 Bot 消息. The same uuid sends nothing for one hour, whoever it is for. */
export function sendCard(world: World, request: WireRequest): Answer {
  const draft = readCard(world, asPrinted(world, 'card', request.body))
  const { state, clock } = world
  const now = clock.now()
  const duplicate = draft.uuid === '' ? undefined : state.uuids.get(`bot ${draft.uuid}`)
  if (duplicate && now - duplicate.at < UUID_LIFE_MS) {
    return ok(world.settings().duplicateUuid === 'same_id' ? { message_id: duplicate.messageId } : {})
  }
  const card: Card = {
    ...draft,
    messageId: nextMessageId(state.cards.size()),
    sentAt: now,
    ...(world.settings().aggregatedPush && { hidden: true }),
  }
  state.cards.put(card.messageId, card)
  if (card.uuid !== '') {
    dropOldUuids(world, now)
    state.uuids.put(`bot ${card.uuid}`, { messageId: card.messageId, at: now })
  }
  watchOpenCards(world.oracle, state, card)
  return ok({ message_id: card.messageId })
}

/** int64 beyond what a double can hold, and odd, so that reading it as a number corrupts it. */
const nextMessageId = (sent: number): string =>
  (7_123_456_789_012_345_679n + BigInt(sent) * 1_000_002n).toString()

/** Oldest first, so the walk ends at the first one that still lives. */
export function dropOldUuids(world: World, now: number): void {
  for (const [, key, value] of world.state.uuids.dump()) {
    if (now - (value as { at: number }).at < UUID_LIFE_MS) return
    world.state.uuids.delete(key)
  }
}

type Draft = Omit<Card, 'messageId' | 'sentAt'>

function readCard(world: World, body: unknown): Draft {
  const custom = (body as { template_id?: unknown } | null)?.template_id === CUSTOM_TEMPLATE
  return custom
    ? readCustom(world, readParams(CustomCard, body))
    : readGeneral(world, readParams(GeneralCard, body))
}

const NOTHING = {
  approvalName: null,
  titleUserId: '',
  customTitle: null,
  customContent: null,
  initiator: { userId: '', departmentId: '', userName: null, departmentName: null },
  summaries: [],
  comment: null,
  senderUserId: '',
  text: '',
  buttons: [],
  callback: null,
  status: 'open',
  statusName: null,
  detailName: null,
  settledAt: 0,
  history: [],
}

function readCustom(world: World, wire: CustomCard): Draft {
  const texts = readTexts(wire.i18n_resources)
  return {
    ...NOTHING,
    templateId: wire.template_id,
    userId: receiverOf(world, wire).userId,
    uuid: wire.uuid ?? '',
    customTitle: texts.text('custom_title', wire.custom_title),
    customContent: texts.text('custom_content', wire.custom_content),
    note: texts.optional('note', wire.note),
    actions: readActions(texts, wire.actions, false),
    instanceId: instanceOfLink(wire.actions[0]?.url ?? ''),
  }
}

function readGeneral(world: World, wire: GeneralCard): Draft {
  const template = TEMPLATES[wire.template_id]
  for (const field of template?.needs ?? []) {
    if ((wire[field] ?? '') === '')
      throw new Refusal(1390001, `${field}: required by template ${wire.template_id}`)
  }
  if (wire.action_configs && template?.quick !== true) {
    throw new Refusal(1390001, `action_configs: template ${wire.template_id} has no quick approval`)
  }
  if (wire.action_configs && wire.action_configs.length > 0 && !wire.action_callback) {
    throw new Refusal(
      1390001,
      'action_callback: required together with action_configs, else the buttons call nobody',
    )
  }
  const texts = readTexts(wire.i18n_resources)
  if ((wire.title_user_id ?? '') !== '') {
    personOf(world, 'title_user_id', wire.title_user_id ?? '', wire.title_user_id_type)
  }
  if (wire.sender_user_id !== undefined) personOf(world, 'sender_user_id', wire.sender_user_id, 'user_id')
  return {
    ...NOTHING,
    templateId: wire.template_id,
    userId: receiverOf(world, wire).userId,
    uuid: wire.uuid ?? '',
    approvalName: texts.text('approval_name', wire.approval_name),
    titleUserId:
      wire.title_user_id === undefined || wire.title_user_id === ''
        ? ''
        : personOf(world, 'title_user_id', wire.title_user_id, wire.title_user_id_type).userId,
    initiator: readInitiator(world, texts, wire.content),
    summaries: wire.content.summaries.map(({ summary }, at) =>
      texts.text(`content.summaries[${String(at)}].summary`, summary),
    ),
    comment: texts.optional('comment', wire.comment),
    note: texts.optional('note', wire.note),
    senderUserId: wire.sender_user_id ?? '',
    text: wire.text ?? '',
    actions: readActions(texts, wire.actions, true),
    buttons: (wire.action_configs ?? []).map((config, at) => ({
      actionType: config.action_type,
      name: texts.optional(`action_configs[${String(at)}].action_name`, config.action_name),
      needReason: config.is_need_reason ?? false,
      reasonRequired: config.is_reason_required ?? false,
      needAttachment: config.is_need_attachment ?? false,
      nextStatus: config.next_status ?? '',
    })),
    callback: wire.action_callback
      ? {
          url: wire.action_callback.action_callback_url,
          token: wire.action_callback.action_callback_token ?? '',
          key: wire.action_callback.action_callback_key ?? '',
          context: wire.action_callback.action_context ?? '',
        }
      : null,
    instanceId: instanceOfLink(wire.actions[0]?.url ?? ''),
  }
}

function readInitiator(world: World, texts: Texts, content: GeneralCard['content']): Card['initiator'] {
  const userId = content.user_id ?? ''
  const person = userId === '' ? undefined : personOf(world, 'content.user_id', userId, content.user_id_type)
  const departmentId = content.department_id ?? ''
  if (departmentId.startsWith('od-')) {
    throw new Refusal(
      1390001,
      'content.department_id: a department_id, an open_department_id (od-) is not supported',
    )
  }
  if (departmentId !== '' && !world.state.departments.get(departmentId)) {
    throw new Refusal(1390001, `content.department_id: no department has the id ${departmentId}`)
  }
  if (person && person.departmentIds.length > 1 && departmentId === '') {
    throw new Refusal(1390001, 'content.department_id: required, the person belongs to several departments')
  }
  return {
    userId: person?.userId ?? '',
    departmentId,
    userName: texts.optional('content.user_name', content.user_name),
    departmentName: texts.optional('content.department_name', content.department_name),
  }
}

function receiverOf(
  world: World,
  wire: { user_id?: string | undefined; open_id?: string | undefined },
): Person {
  const person = findNamed(world.state, 'receiver', wire)
  if (!person) throw new Refusal(1390001, 'user_id: user_id or open_id is required')
  if (!mayUseApp(world, person)) throw new Refusal(11225, 'bot is not visible to the user')
  return person
}

function personOf(world: World, path: string, id: string, type: UserIdType): Person {
  const person = findPerson(world.state, id, type)
  if (!person) throw new Refusal(1390001, `${path}: nobody in this tenant has the ${type} ${id}`)
  return person
}

function readActions(texts: Texts, actions: GeneralCard['actions'], firstIsDetail: boolean): CardAction[] {
  return actions.map((action, at) => ({
    name:
      firstIsDetail && at === 0
        ? 'DETAIL'
        : texts.text(`actions[${String(at)}].action_name`, action.action_name),
    url: action.url,
    androidUrl: action.android_url,
    iosUrl: action.ios_url,
    pcUrl: action.pc_url,
  }))
}
