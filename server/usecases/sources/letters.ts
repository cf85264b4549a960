import type { Source } from '../../../shared/source-file.ts'
import { AppError } from '../../domain/errors.ts'
import {
  isUpdatable,
  LETTER_LIFE_MS,
  letterFound,
  letterIdOf,
  newLetter,
  showOnLetter,
  type Letter,
  type LetterStatus,
} from '../../domain/letters/letter.ts'
import type { LetterPeople } from '../../domain/letters/plan-letter.ts'
import type { UseCaseContext } from '../context.ts'
import type { LetterPress, PressedLetter } from './pressed-letter.ts'

/** 发送审批 Bot 消息: so long the same uuid sends nothing anew. */
const HOUR_MS = 3_600_000
/** One that waited long before it left can be updated for a month from then on. */
const KEPT_MS = LETTER_LIFE_MS + 15 * 24 * HOUR_MS

/** What a source says to one person; `uuid` null: each is another. */
export type SaidByLetter = Pick<Letter, 'content' | 'callback'> & { uuid: string | null }

/**
 * Takes a message that a source sends itself: durable when it resolves, and sent to Feishu in its turn. Answers its
 * id; within an hour the same uuid for the same person is the same message. Throws `too_many_requests` and
 * `source_full` over the source's share, `store_unavailable` when it is not known to be stored.
 */
export async function sendLetter(ctx: UseCaseContext, source: Source, said: SaidByLetter): Promise<string> {
  const { store, sources } = ctx
  sources.ledger.admit(source)
  const at = ctx.now()
  const earlier = await store.letters.read(idOf(ctx, source, said, at - HOUR_MS))
  if (earlier && at - earlier.letter.at < HOUR_MS) return earlier.letter.id
  if ((await store.letters.waiting(source.id)) >= source.quota.open)
    throw new AppError('source_full', `Source ${source.id} may have ${source.quota.open} messages waiting.`)
  const id = idOf(ctx, source, said, at)
  const { content, callback } = said
  const letter: Letter = { id, source: source.id, content, callback, shown: null, told: null, at }
  await sources.inTurn(source.id, () =>
    store.letters.change(id, (current) => ({ next: current ?? newLetter(letter), result: undefined })),
  )
  sources.ledger.taken(source.id)
  return id
}

/** Of those with a uuid by it, the person and the hour: whoever asks twice at once means one and the same. */
function idOf(
  { hash, newId }: UseCaseContext,
  { id }: Source,
  { uuid, content }: SaidByLetter,
  at: number,
): string {
  const name = uuid === null ? [newId()] : [uuid, content.to, Math.floor(at / HOUR_MS)]
  const digits = BigInt(`0x${hash(JSON.stringify(['letter', id, ...name]))}`) % 10n ** 17n
  return letterIdOf(digits.toString().padStart(17, '0'))
}

/** Why an update is not taken: no message of this source, no to-do (1008), or one of more than 30 days. */
export type Updated = 'taken' | 'unknown' | 'not_updatable' | 'too_old'

/**
 * Takes what a source's card has to show: durable when it resolves, told to Feishu once the card is there. The last
 * counts; the same again is told no second time. Throws as `sendLetter`.
 */
export async function updateLetter(
  ctx: UseCaseContext,
  source: Source,
  { id, shown }: { id: string; shown: LetterStatus },
): Promise<Updated> {
  const { store, sources } = ctx
  sources.ledger.admit(source)
  const updated = await sources.inTurn(source.id, () =>
    store.letters.change(id, (current): { next?: typeof current; result: Updated } => {
      if (current?.letter.source !== source.id) return { result: 'unknown' }
      if (!isUpdatable(current.letter)) return { result: 'not_updatable' }
      const sentAt = current.cards[0]?.sentAt ?? current.letter.at
      if (ctx.now() - sentAt > LETTER_LIFE_MS) return { result: 'too_old' }
      return { next: showOnLetter(current, shown, ctx.now()), result: 'taken' }
    }),
  )
  if (updated === 'taken') sources.ledger.taken(source.id)
  return updated
}

/**
 * Where a press leads whose context we signed for this letter; undefined: it has no such button. A press may tell the
 * message's id before our own send has its answer.
 */
export async function pressOnLetter(
  { store, now }: Pick<UseCaseContext, 'store' | 'now'>,
  { id, messageId, action }: Pick<PressedLetter, 'id' | 'messageId' | 'action'>,
): Promise<LetterPress | undefined> {
  return store.letters.change(id, (current) => {
    const { source, content, callback } = current?.letter ?? {}
    const known = current?.cards[0]?.messageId ?? messageId
    const isButton = content?.buttons.some(({ type }) => type === action)
    if (!current || !source || !callback || !isButton || known !== messageId) return { result: undefined }
    // A card knows no definition; the message is what the source was answered for it.
    const target = { ...callback, approvalCode: null, messageId: current.letter.id }
    return {
      next: letterFound(current, messageId, now()),
      result: { source, person: current.letter.content.to, target },
    }
  })
}

/** What can neither be updated nor decided on any more is kept no longer. */
export const removeOldLetters = ({ store, now }: Pick<UseCaseContext, 'store' | 'now'>): Promise<number> =>
  store.letters.removeOlder(now() - KEPT_MS)

/** user_ids of those whom a source names and who are known. */
export async function peopleOfSource(
  { sources }: Pick<UseCaseContext, 'sources'>,
  id: string,
  names: readonly string[],
): Promise<LetterPeople> {
  const source = (await sources.read()).find((one) => one.id === id)
  const found = source ? await sources.people.find(source, names) : {}
  return Object.fromEntries(Object.entries(found).map(([name, { userId }]) => [name, userId]))
}
