import { z } from 'zod'
import type { UseCaseContext } from './context.ts'
import { handOverLeaver, type Leaver } from './hand-over.ts'

const NOTE = 'leavers'

const Noted = z.array(z.object({ userId: z.string(), manager: z.string().nullable() })).catch([])

export type Leavers = {
  /** Durable when it resolves: what they left open is handed over, now or after the next start. */
  note: (leaver: Leaver) => Promise<void>
  /** Hands over what noted leavers left open. Rejects with `feishu_unavailable`; then the next run goes on. */
  run: () => Promise<void>
}

/** Those who left and whose open approvals still lie with them; changes of the list come one after another. */
export function createLeavers(ctx: UseCaseContext): Leavers {
  let last: Promise<unknown> = Promise.resolve()
  const edit = (change: (leavers: Leaver[]) => Leaver[]): Promise<void> => {
    const done = last.then(async () => {
      const before = Noted.parse(await ctx.store.notes.read(NOTE))
      const after = change(before)
      if (after.length !== before.length) await ctx.store.notes.save(NOTE, after)
    })
    last = done.catch(() => undefined)
    return done
  }
  const without = (userId: string) => (leavers: Leaver[]) => leavers.filter((one) => one.userId !== userId)
  return {
    note: (leaver) => edit((leavers) => [...without(leaver.userId)(leavers), leaver]),
    async run() {
      for (const leaver of Noted.parse(await ctx.store.notes.read(NOTE))) {
        await handOverLeaver(ctx, leaver)
        await edit(without(leaver.userId))
      }
    },
  }
}
