import type { UseCaseContext } from './context.ts'

/** Logs out. A token that is not known any more is logged out already. */
export async function endSession(ctx: UseCaseContext, token: string): Promise<void> {
  await ctx.store.sessions.remove(ctx.hash(token))
}
