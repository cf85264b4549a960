import type { Session } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'

/** Who a token stands for; undefined when it is unknown or has expired. */
export async function findSession(ctx: UseCaseContext, token: string): Promise<Session | undefined> {
  const session = await ctx.store.sessions.find(ctx.hash(token))
  return session && session.expiresAt > ctx.now() ? session : undefined
}

export type { Session }
