import type { Contact, Sight } from '../feishu/port.ts'
import type { Identity } from '../store/contract.ts'
import type { OperatorLog, UseCaseContext } from './context.ts'
import { valueOf } from './feishu-answer.ts'
import type { Leaver, Leavers } from './leavers.ts'
import type { Renames } from './renames.ts'
import { isLeftWith } from '../domain/engine/concerned.ts'
import type { Renamed } from '../domain/rename.ts'

/** What a look at everybody who is concerned came to. */
export type PeopleSeen = {
  asked: number
  gone: readonly Identity[]
  renamed: readonly Renamed[]
  /** Out of the app's contact range: whether they are there cannot be told. */
  hidden: readonly Identity[]
  /** Whether so many are unknown to contacts at once that something else must be wrong: nothing is done for them. */
  isDoubtful: boolean
}

export type PeopleWatch = {
  /** An event says so. Durable when it resolves. */
  left: (leaver: Leaver) => Promise<void>
  renamed: (renamed: Renamed) => Promise<void>
  /** Contacts answered so, whoever asked. */
  saw: (id: string, found: Contact | undefined) => void
  /**
   * Asks contacts about everybody whom an open approval, a delegation or a session concerns, fifty in a request.
   * Rejects with `feishu_unavailable`.
   */
  find: () => Promise<PeopleSeen>
  /** The same, and does what an event would have brought about. */
  look: () => Promise<PeopleSeen>
}

type Deps = {
  ctx: UseCaseContext
  leavers: Leavers
  renames: Renames
  log: OperatorLog
}

/** Whoever is gone or renamed is treated so at once, whichever way it became known. */
export function createPeopleWatch(deps: Deps): PeopleWatch {
  const { ctx, leavers, renames, log } = deps
  const failed = (what: string) => (error: unknown) => log.warn({ err: error }, what)
  const handOver = (): void =>
    // It is durable: what fails now comes again by itself.
    void leavers.run().catch(failed("a leaver's tasks are still to be handed over"))
  const rename = (): void => void renames.run().catch(failed('a changed user_id is still to be followed'))

  const left = async (leaver: Leaver): Promise<void> => {
    await leavers.note(leaver)
    handOver()
  }
  const renamed = async (one: Renamed): Promise<void> => {
    await renames.note(one)
    rename()
  }
  const noticed = async (id: string, found: Contact | undefined): Promise<void> => {
    if (found) {
      const { userId: to, openId, active, leaderUserId } = found
      const from = await ctx.store.instances.userIdOf(openId)
      if (from !== undefined && from !== to) await renamed({ from, to, openId })
      const userId = from ?? to
      if (!active && (await isConcerned(ctx, { userId, openId }))) {
        await left({ userId, openId, manager: leaderUserId, isToConfirm: true })
      }
      return
    }
    const known = (await concerned(ctx)).find(({ userId, openId }) => userId === id || openId === id)
    if (known) await actOn(deps, await seen(ctx, [known]), { left, renamed })
  }
  return {
    left,
    renamed,
    saw: (id, found) => {
      void noticed(id, found).catch(failed('what contacts say of a person could not be followed'))
    },
    find: async () => seen(ctx, await concerned(ctx)),
    async look() {
      const found = await seen(ctx, await concerned(ctx))
      await actOn(deps, found, { left, renamed })
      return found
    },
  }
}

async function actOn(
  { log }: Deps,
  found: PeopleSeen & { managers: ReadonlyMap<string, string | null> },
  { left, renamed }: Pick<PeopleWatch, 'left' | 'renamed'>,
): Promise<void> {
  for (const one of found.renamed) await renamed(one)
  if (found.isDoubtful) {
    const facts = { asked: found.asked, unknown: found.gone.length }
    log.warn(facts, 'contacts know so few of those concerned that nothing is done about it')
    return
  }
  for (const one of found.gone) {
    log.info({ user: one.userId }, 'somebody is gone, and no event said so')
    await left({ ...one, manager: found.managers.get(one.openId) ?? null })
  }
}

/** Each person once, by the open_id that stays. */
async function concerned({ store, now }: UseCaseContext): Promise<Identity[]> {
  const delegations = (await store.settings.delegating(now())).flatMap(({ delegation }) =>
    delegation ? [{ userId: delegation.to, openId: delegation.person.openId }] : [],
  )
  const all = [
    ...(await store.sessions.people()),
    ...delegations,
    ...(await store.instances.peopleUnderWay()),
  ]
  return [...new Map(all.map((one) => [one.openId, one])).values()]
}

/** Whether they are logged in, delegate, are a delegate, or have a part in an open approval. */
async function isConcerned({ store, now }: UseCaseContext, { userId, openId }: Identity): Promise<boolean> {
  const delegations = await store.settings.delegating(now())
  if (delegations.some((one) => one.userId === userId || one.delegation?.to === userId)) return true
  if ((await store.sessions.people()).some((one) => one.openId === openId)) return true
  for (const id of await store.instances.concerning(userId)) {
    const record = await store.instances.read(id)
    if (record && isLeftWith(record.instance, userId)) return true
  }
  return false
}

const MOST_UNKNOWN = 5
const MOST_UNKNOWN_SHARE = 0.1

async function seen(
  ctx: UseCaseContext,
  people: readonly Identity[],
): Promise<PeopleSeen & { managers: ReadonlyMap<string, string | null> }> {
  const sights = valueOf(await ctx.people.look(people.map(({ openId }) => openId)))
  const of = ({ openId }: Identity): Sight => sights.get(openId) ?? 'hidden'
  const isThere = (sight: Sight): sight is Contact => typeof sight === 'object'
  const unknown = people.filter((one) => of(one) === 'nobody')
  const renamed = people.flatMap(({ userId: from, openId }) => {
    const sight = of({ userId: from, openId })
    return isThere(sight) && sight.userId !== from ? [{ from, to: sight.userId, openId }] : []
  })
  const gone: Identity[] = []
  for (const one of people) {
    const sight = of(one)
    const isGone = sight === 'nobody' || (isThere(sight) && !sight.active)
    if (isGone && (await isConcerned(ctx, one))) gone.push(one)
  }
  const managers = new Map(
    [...sights].map(([openId, sight]) => [openId, isThere(sight) ? sight.leaderUserId : null]),
  )
  return {
    asked: people.length,
    gone,
    renamed,
    hidden: people.filter((one) => of(one) === 'hidden'),
    isDoubtful: unknown.length > Math.max(MOST_UNKNOWN, people.length * MOST_UNKNOWN_SHARE),
    managers,
  }
}
