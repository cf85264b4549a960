import { REFUSAL_TEXTS } from '../../shared/refusal-texts.ts'
import { AppError } from '../domain/errors.ts'
import { decidedElsewhere, pressOn, type PressFound, type Pressing } from '../domain/mirror/press.ts'
import type { SourceRefusal } from '../domain/mirror/pressed.ts'
import { instanceOfTask } from '../domain/outbox/effects.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { Change } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'
import { readCallback } from './sources/callback-of-kind.ts'
import { pressOnLetter } from './sources/letters.ts'
import type { HandedPress } from './sources/port.ts'
import type { PressedLetter } from './sources/pressed-letter.ts'

/** A source does not take what somebody pressed: `refusal` is what it said. */
export class PressRefused extends AppError {
  readonly refusal: SourceRefusal

  constructor(refusal: SourceRefusal) {
    const { message, withoutPrefix } = refusal
    const own = withoutPrefix === 'true' ? message : null
    const words = own === null ? REFUSAL_TEXTS.sourceRefused : { 'zh-CN': own, 'en-US': own, 'ja-JP': own }
    super('source_refused', own ?? REFUSAL_TEXTS.sourceRefused['en-US'], { words })
    this.refusal = refusal
  }
}

/** `bind`: the record as it is once it is known from where somebody pressed; throws where that cannot be. */
export type TaskPress = Omit<Pressing, 'at'> & { bind?: (record: InstanceRecord) => InstanceRecord }

/**
 * Hands what somebody pressed on a task to the source that carries it on: stored first, so that nothing of it is lost,
 * and once, however often it is pressed. Resolves when the source took it, or when it said nothing and its settings
 * accept that. Throws what `pressOn` throws, `PressRefused` with the source's own words, and `source_unavailable`.
 */
export async function pressTask(
  ctx: Pick<UseCaseContext, 'store' | 'sources' | 'now'>,
  { bind = (record) => record, ...pressing }: TaskPress,
  absent: () => AppError,
): Promise<void> {
  const id = instanceOfTask(pressing.taskId)
  const known = await ctx.store.instances.read(id)
  if (!known) throw absent()
  const callback = await readCallback(ctx.store, known.instance.definition.code)
  const found = await ctx.store.instances.change(id, (current): Change<PressFound> => {
    if (!current) throw absent()
    const bound = bind(current)
    const result = pressOn(bound, { ...pressing, at: ctx.now() })
    // Its source wants to be told nothing.
    if (result.is === 'new' && !callback) throw decidedElsewhere(current.instance)
    const next = result.is === 'new' ? result.record : bound
    return { next: next === current ? undefined : next, result }
  })
  if (found.is === 'refused') throw new PressRefused(found.refusal)
  if (found.is === 'same' && found.state !== 'asked') return
  assertTaken(await ctx.sources.handPress(id, found.number))
}

/** Throws `PressRefused` with the source's own words, and `source_unavailable`. */
function assertTaken(handed: HandedPress): void {
  if (handed.is === 'refused') throw new PressRefused(handed.refusal)
  if (handed.is === 'silent')
    throw new AppError('source_unavailable', REFUSAL_TEXTS.sourceSilent['en-US'], {
      words: REFUSAL_TEXTS.sourceSilent,
    })
}

/** The same on a card that the source sent itself, which is about no approval that is known here. */
export async function pressLetter(
  ctx: Pick<UseCaseContext, 'store' | 'sources' | 'now'>,
  press: PressedLetter,
  absent: () => AppError,
): Promise<void> {
  const to = await pressOnLetter(ctx, press)
  if (!to) throw absent()
  assertTaken(await ctx.sources.handLetter(press, to))
}
