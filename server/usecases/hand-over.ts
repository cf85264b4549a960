import type { HandOverResponse } from '../../shared/operator-api.ts'
import type { Channel } from '../../shared/status.ts'
import { AppError } from '../domain/errors.ts'
import { handOver, isConcerned, type HandOver } from '../domain/hand-over.ts'
import type { Instance } from '../domain/instance.ts'
import { commit } from './commit.ts'
import type { UseCaseContext } from './context.ts'
import { readDelegates } from './delegates.ts'
import { createDirectory, resolveNamed, type Directory } from './directory.ts'
import { noInstance } from './stored.ts'
import { findSuccessors } from './successors.ts'

type Input = { from: string; to: string; reason: string }

/**
 * Puts somebody else in a person's place in every approval that is under way: in their open tasks, where their turn
 * is still to come, and, once they have left, in what they started. Throws `person_not_found` for `to`,
 * `person_not_allowed` when both are the same, `feishu_unavailable`.
 */
export async function handOverPerson(
  ctx: UseCaseContext,
  { from: given, to: named, reason }: Input,
): Promise<HandOverResponse> {
  const directory = createDirectory(ctx.people)
  const [to = named] = await resolveNamed(directory, 'to', [named])
  const leaver = await directory.person(given)
  const from = leaver?.userId ?? given
  if (to === from) throw new AppError('person_not_allowed', `${to} cannot take over from themselves.`)
  const how = { from, hasLeft: leaver?.active !== true, reason, completeReason: 'admin_forward' } as const
  const successors = () => Promise.resolve([to])
  return { from, to, ...(await replaceEverywhere(ctx, directory, { ...how, via: 'admin', successors })) }
}

export type Leaver = {
  userId: string
  /** Their manager's user_id or open_id. */
  manager: string | null
}

/**
 * Puts a leaver's manager in their place, or else a manager of the definition, who is never the leaver. Where there
 * is nobody, the task stays. Throws `feishu_unavailable`.
 */
export async function handOverLeaver(
  ctx: UseCaseContext,
  leaver: Leaver,
): Promise<{ instances: number; tasks: number }> {
  const { userId: from, manager } = leaver
  const directory = createDirectory(ctx.people)
  await endDelegations(ctx, from)
  return replaceEverywhere(ctx, directory, {
    ...{ from, hasLeft: true, reason: null, completeReason: 'forward_resign', via: 'system' },
    successors: (instance) => findSuccessors(ctx, directory, { from, manager }, instance),
  })
}

/** Nobody's tasks go to somebody who has left, and whoever has left names nobody. */
async function endDelegations({ store, now }: UseCaseContext, userId: string): Promise<void> {
  for (const { delegation, ...others } of await store.settings.delegating(now())) {
    if (delegation?.to === userId || others.userId === userId) await store.settings.save(others)
  }
}

type Replacement = Omit<HandOver, 'candidates' | 'people'> & {
  via: Channel
  successors: (instance: Instance) => Promise<readonly string[]>
}

async function replaceEverywhere(
  ctx: UseCaseContext,
  directory: Directory,
  { via, successors, ...how }: Replacement,
): Promise<{ instances: number; tasks: number }> {
  const { ids } = await ctx.store.instances.committedSince(null)
  let [instances, tasks] = [0, 0]
  for (const id of ids) {
    const seen = (await ctx.store.instances.read(id))?.instance
    if (!seen || !isConcerned(seen, how.from)) continue
    const candidates = await successors(seen)
    const command = { ...how, candidates, people: directory.known(candidates) }
    const delegateOf = await readDelegates(ctx)
    const absent = () => noInstance(id)
    const { entries } = await commit(ctx, id, absent, (instance) =>
      handOver(instance, command, { at: ctx.now(), by: null, via, delegateOf }),
    )
    instances += entries.length > 0 ? 1 : 0
    tasks += entries.filter(
      ({ event }) => event.type === 'seat_moved' || event.type === 'seat_dropped',
    ).length
  }
  return { instances, tasks }
}
