import type { Renamed } from '../domain/rename.ts'
import type { OperatorLog, UseCaseContext } from './context.ts'
import { renamePerson } from './rename-person.ts'

const NOTE = 'renames'

export type Renames = {
  /** Durable when it resolves: everything of theirs goes on under the new id, now or after the next start. */
  note: (renamed: Renamed) => Promise<void>
  /** Does what was noted. What cannot be done yet stays noted. */
  run: () => Promise<void>
}

/** People whose user_id changed, until all that is theirs bears the new one; one change after another. */
export function createRenames(ctx: UseCaseContext, log: OperatorLog): Renames {
  let last: Promise<unknown> = Promise.resolve()
  const noted = async () => ((await ctx.store.notes.read(NOTE)) ?? []) as Renamed[]
  const alone = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
  const isSame = (a: Renamed, b: Renamed): boolean =>
    a.openId === b.openId && a.from === b.from && a.to === b.to
  const renameNoted = async (): Promise<void> => {
    // One may have to wait for another, which gives up the id that it takes.
    for (let isGoingOn = true; isGoingOn;) {
      isGoingOn = false
      for (const one of await noted()) {
        const count = await renamePerson(ctx, one)
        if (count === false) {
          log.warn({ from: one.from, to: one.to }, 'somebody else is known by this user_id: it comes again')
          continue
        }
        log.info({ from: one.from, to: one.to, instances: count }, 'a user_id changed')
        await ctx.store.notes.save(
          NOTE,
          (await noted()).filter((other) => !isSame(one, other)),
        )
        isGoingOn = true
      }
    }
  }
  return {
    note: (renamed) =>
      alone(async () => {
        const others = (await noted()).filter((one) => !isSame(one, renamed))
        await ctx.store.notes.save(NOTE, [...others, renamed])
      }),
    run: () => alone(renameNoted),
  }
}
