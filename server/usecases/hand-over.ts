import type { HandOverResponse } from '../../shared/operator-api.ts'
import type { Channel } from '../../shared/status.ts'
import { toRecord } from '../domain/effects.ts'
import { AppError } from '../domain/errors.ts'
import { ownerOf, type Instance } from '../domain/instance.ts'
import { handOver, type HandOver } from '../domain/operate.ts'
import { seatsOf } from '../domain/seats.ts'
import type { UseCaseContext } from './context.ts'
import { readDelegates } from './delegates.ts'
import { createDirectory, resolveNamed, type Directory } from './directory.ts'
import { findSuccessor } from './successor.ts'

type Input = { from: string; to: string; reason: string }

/**
 * Puts somebody else in a person's place in every approval that is under way: in their open tasks, where their turn
 * is still to come, and, once they have left, in what they started. Throws `person_not_found` for `to`, `person_not_allowed` when both are the same,
 * `feishu_unavailable`.
 */
export async function handOverPerson(
  ctx: UseCaseContext,
  { from, to: named, reason }: Input,
): Promise<HandOverResponse> {
  const directory = createDirectory(ctx.people)
  const [to = named] = await resolveNamed(directory, 'to', [named])
  if (to === from) throw new AppError('person_not_allowed', `${to} cannot take over from themselves.`)
  const hasLeft = !(await directory.active(from))
  const how = { from, hasLeft, reason, completeReason: 'admin_forward', via: 'admin' } as const
  return { from, to, ...(await replaceEverywhere(ctx, directory, how, () => Promise.resolve(to))) }
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
  const how = { from, hasLeft: true, reason: null, completeReason: 'forward_resign', via: 'system' } as const
  await endDelegationsTo(ctx, from)
  return replaceEverywhere(ctx, directory, how, (instance) =>
    findSuccessor(ctx, directory, { from, manager }, instance),
  )
}

/** Nobody's tasks go to somebody who has left. */
async function endDelegationsTo({ store, now }: UseCaseContext, userId: string): Promise<void> {
  for (const { delegation, ...others } of await store.settings.delegating(now())) {
    if (delegation?.to === userId) await store.settings.save(others)
  }
}

async function replaceEverywhere(
  ctx: UseCaseContext,
  directory: Directory,
  how: Omit<HandOver, 'to' | 'people'> & { via: Channel },
  successor: (instance: Instance) => Promise<string | undefined>,
): Promise<{ instances: number; tasks: number }> {
  const all = await ctx.store.instances.changedSince(0, Number.MAX_SAFE_INTEGER)
  let [instances, tasks] = [0, 0]
  for (const { id } of all) {
    const seen = await ctx.store.instances.read(id)
    if (!seen || !mayConcern(seen.instance, how.from)) continue
    const to = await successor(seen.instance)
    if (to === undefined) continue
    const command = { ...how, to, people: directory.known([to]) }
    const delegateOf = await readDelegates(ctx)
    const moved = await ctx.store.instances.change(id, (current) => {
      if (!current) return { result: undefined }
      const outcome = handOver(current.instance, command, {
        at: ctx.now(),
        by: null,
        via: how.via,
        delegateOf,
      })
      if (outcome.entries.length === 0) return { result: undefined }
      return { next: toRecord(current, outcome), result: outcome.entries }
    })
    if (!moved) continue
    instances += 1
    tasks += moved.filter(({ event }) => event.type === 'seat_moved').length
  }
  return { instances, tasks }
}

/** Whether it is worth looking for who takes over. */
const mayConcern = (instance: Instance, userId: string): boolean =>
  instance.status === 'PENDING' &&
  (ownerOf(instance) === userId ||
    instance.tasks.some(({ assignee }) => assignee === userId) ||
    instance.route.some(
      (node) => node.approvers.includes(userId) || seatsOf(node).some(({ person }) => person === userId),
    ))
