import type { UseCaseContext } from '../context.ts'
import { lookForUnknown } from './look-for-unknown.ts'

/** Contacts change without a word: so often everybody unknown is asked for again. */
const EVERY_MS = 30 * 60_000

/**
 * Looks for those whom nobody knew: at once when a file of people was changed, once contacts answer again, and now and
 * then.
 */
export function createUnknownLook(ctx: UseCaseContext, elapsed: () => number): () => Promise<void> {
  let seen: string | undefined
  let lookedAt = elapsed()
  return async () => {
    const version = await ctx.sources.people.versions(await ctx.sources.read())
    const isChanged = seen !== undefined && seen !== version
    const isFirst = seen === undefined
    seen = version
    const isDue = isFirst || isChanged || ctx.sources.people.isOwed() || elapsed() - lookedAt >= EVERY_MS
    if (!isDue) return
    lookedAt = elapsed()
    await lookForUnknown(ctx)
  }
}
