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

const toRenamed = (note: unknown): Renamed[] => (note ?? []) as Renamed[]

/** People whose user_id changed, until all that is theirs bears the new one; one run after another. */
export function createRenames(ctx: UseCaseContext, log: OperatorLog): Renames {
  let last: Promise<unknown> = Promise.resolve()
  const noted = async () => toRenamed(await ctx.store.notes.read(NOTE))
  const edit = async (change: (noted: Renamed[]) => Renamed[]): Promise<void> => {
    await ctx.store.notes.change(NOTE, (current) => change(toRenamed(current)))
  }
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
        await edit((others) => others.filter((other) => !isSame(one, other)))
        isGoingOn = true
      }
    }
  }
  return {
    note: (renamed) => edit((others) => [...others.filter((one) => !isSame(one, renamed)), renamed]),
    run: () => alone(renameNoted),
  }
}
