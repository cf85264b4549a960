import type { EffectView } from '../../shared/operator-api.ts'
import { instanceOfEffect } from '../domain/outbox/effects.ts'
import { AppError } from '../domain/errors.ts'
import { isLetterId } from '../domain/letters/letter.ts'
import { retryCarried, retryEffect as retry } from '../domain/outbox/retry.ts'
import type { UseCaseContext } from './context.ts'
import { toEffectView } from './list-effects.ts'
import { isInstanceId } from './stored.ts'

/** Lets an effect be tried at once and as if for the first time. Throws `effect_not_found`. */
export async function retryEffect(ctx: UseCaseContext, effectId: string): Promise<EffectView> {
  const id = instanceOfEffect(effectId)
  if (isLetterId(id)) return retryLetter(ctx, id, effectId)
  if (!isInstanceId(id)) throw noEffect(effectId)
  return ctx.store.instances.change(id, (current) => {
    const next = current && retry(current, effectId, ctx.now())
    const effect = next?.effects.find((one) => one.id === effectId)
    if (!next || !effect) throw noEffect(effectId)
    return { next, result: toEffectView(id, effect) }
  })
}

/** By asking, the operator says that the person has no such message: it may be sent under a new uuid. */
const retryLetter = (ctx: UseCaseContext, id: string, effectId: string): Promise<EffectView> =>
  ctx.store.letters.change(id, (current) => {
    const next = current && retryCarried(current, effectId, ctx.now(), () => true)
    const effect = next?.effects.find((one) => one.id === effectId)
    if (!next || !effect) throw noEffect(effectId)
    return { next, result: toEffectView(id, effect) }
  })

const noEffect = (id: string): AppError => new AppError('effect_not_found', `Effect ${id} does not exist.`)
