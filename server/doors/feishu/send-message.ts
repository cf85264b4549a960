import type { Source } from '../../../shared/source-file.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import { sendLetter, updateLetter, type Updated } from '../../usecases/sources/letters.ts'
import type { Work } from './door.ts'
import { readMessage, readMessageUpdate } from './read-message.ts'
import { paramInvalid } from './refusal.ts'

/**
 * 发送审批 Bot 消息. With `cards: auto` the bridge itself sends and settles the card of each to-do that is pushed, so what
 * a source sends for it is answered, and nobody gets a second one. All else is stored when it is answered, and sent in
 * the background.
 */
export const createMessageSend =
  (ctx: UseCaseContext): Work =>
  async ({ source, body }) => {
    const { isToDo, ...said } = readMessage(body)
    if (!isToDo || source.cards === 'own') return { message_id: await sendLetter(ctx, source, said) }
    const name = said.uuid === null ? ctx.newId() : `${said.uuid} ${said.content.to}`
    return { message_id: standInFor(ctx, source, name) }
  }

/**
 * 更新审批 Bot 消息. A card of the bridge's own is settled when the task that it is for has ended, by what was pushed of
 * it: what an update says of it changes nothing.
 */
export const createMessageUpdate =
  (ctx: UseCaseContext): Work =>
  async ({ source, body }) => {
    const update = readMessageUpdate(body)
    if (isStandIn(ctx, source, update.id)) return { message_id: update.id }
    const updated = await updateLetter(ctx, source, update)
    if (updated !== 'taken') throw paramInvalid('message_id', REFUSED_UPDATES[updated])
    return { message_id: update.id }
  }

const REFUSED_UPDATES: Record<Exclude<Updated, 'taken'>, string> = {
  unknown: 'is what a message was answered',
  not_updatable: 'is of no message of template 1008, and no other can be updated',
  too_old: 'is of a message of more than 30 days',
}

const DIGITS = 11
const CHECKED = 7

/** An int64 that says by itself that this source was answered it; the same for the same uuid. Letters begin with a 2. */
function standInFor({ hash, mac }: UseCaseContext, { id }: Source, name: string): string {
  const digits = `1${digitsOf(hash(JSON.stringify(['message', id, name])), DIGITS - 1)}`
  return digits + digitsOf(hash(mac(`message ${id} ${digits}`)), CHECKED)
}

function isStandIn({ hash, mac }: UseCaseContext, { id }: Source, messageId: string): boolean {
  const digits = messageId.slice(0, DIGITS)
  return messageId === digits + digitsOf(hash(mac(`message ${id} ${digits}`)), CHECKED)
}

const digitsOf = (hex: string, count: number): string =>
  (BigInt(`0x${hex}`) % 10n ** BigInt(count)).toString().padStart(count, '0')
