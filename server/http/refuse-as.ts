import type { Context } from 'koa'
import type { ForeignRoute } from './route.ts'

const KEY = 'refuseAs'

/** From here on a failure is told as this kind of caller reads it. */
export function refuseAs(ctx: Context & { params: Record<string, string> }, { refuse }: ForeignRoute): void {
  const { params } = ctx
  const words = (message: string): object => refuse(message, params)
  ctx.state = { ...ctx.state, [KEY]: words }
}

/** Undefined: as everybody else does. */
export function wordsFor({ state }: Pick<Context, 'state'>): ((message: string) => object) | undefined {
  const words: unknown = (state as Record<string, unknown>)[KEY]
  return typeof words === 'function' ? (words as (message: string) => object) : undefined
}
