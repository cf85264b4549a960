import type { UseCaseContext } from '../context.ts'
import { deliverToKnown } from '../take-push.ts'

export type Looked = { looked: number; delivered: number }

/**
 * Looks once more for everybody whom sources name and nobody knew: what waits for whoever is known by now is
 * delivered. It ends where contacts do not answer: the next look goes on.
 */
export async function lookForUnknown(ctx: UseCaseContext): Promise<Looked> {
  ctx.sources.people.forgetUnknown()
  let looked = 0
  let delivered = 0
  for (const source of await ctx.sources.read()) {
    for (const id of await ctx.store.instances.idsOfSource(source.id, 'unknown')) {
      if (ctx.sources.people.isSilent()) return { looked, delivered }
      looked += 1
      if (await deliverToKnown(ctx, source, id)) delivered += 1
    }
  }
  return { looked, delivered }
}
