import type { Source } from '../../../shared/source-file.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import type { Work } from './door.ts'
import { readMessage, readMessageUpdate } from './read-message.ts'
import { paramInvalid } from './refusal.ts'

/**
 * 发送审批 Bot 消息. With `cards: auto` the bridge itself sends and settles the card of each to-do that is pushed, so what
 * a source sends for it is answered, and nobody gets a second one. Other messages are refused: what would be answered and
 * not sent is lost.
 */
export const createMessageSend =
  (ctx: UseCaseContext): Work =>
  async ({ source, body }) => {
    const { template, isToDo, person, uuid } = readMessage(body)
    if (!isToDo)
      throw paramInvalid('template_id', `${template} is not passed on: people are told by the bridge`)
    if (source.cards !== 'auto')
      throw paramInvalid('template_id', `${template} is not passed on: set cards: auto for the source`)
    return { message_id: messageIdOf(ctx, source, uuid === null ? ctx.newId() : `${uuid} ${person}`) }
  }

/** 更新审批 Bot 消息. The card is settled when the task that it is for has ended, by what was pushed of it. */
export const createMessageUpdate =
  (ctx: UseCaseContext): Work =>
  async ({ source, body }) => {
    const { messageId } = readMessageUpdate(body)
    if (!isMessageId(ctx, source, messageId))
      throw paramInvalid('message_id', 'is what a message was answered')
    return { message_id: messageId }
  }

const DIGITS = 11
const CHECKED = 7

/** An int64 that says by itself that this source was answered it; the same for the same uuid. */
function messageIdOf({ hash, mac }: UseCaseContext, { id }: Source, name: string): string {
  const digits = `1${digitsOf(hash(JSON.stringify(['message', id, name])), DIGITS - 1)}`
  return digits + digitsOf(hash(mac(`message ${id} ${digits}`)), CHECKED)
}

function isMessageId({ hash, mac }: UseCaseContext, { id }: Source, messageId: string): boolean {
  const digits = messageId.slice(0, DIGITS)
  return messageId === digits + digitsOf(hash(mac(`message ${id} ${digits}`)), CHECKED)
}

const digitsOf = (hex: string, count: number): string =>
  (BigInt(`0x${hex}`) % 10n ** BigInt(count)).toString().padStart(count, '0')
