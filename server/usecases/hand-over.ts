import type { HandOverResponse } from '../../shared/operator-api.ts'
import type { Channel } from '../../shared/status.ts'
import { eventsOf } from '../domain/act.ts'
import { AppError } from '../domain/errors.ts'
import { isAwaited } from '../domain/engine/concerned.ts'
import { handOver, type HandOver } from '../domain/verbs/hand-over.ts'
import type { Instance } from '../domain/instance.ts'
import type { PersonSettings } from '../domain/settings.ts'
import { commit } from './commit.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, resolveNamed, type Directory } from './directory.ts'
import { valueOf } from './feishu-answer.ts'
import { personNotFound } from './person-not-found.ts'
import { noInstance } from './stored.ts'
import { findSuccessors } from './successors.ts'

type Input = { from: string; to: string; reason: string }

/** What a hand-over came to. */
export type HandedOver = Pick<HandOverResponse, 'instances' | 'tasks' | 'passedOver'>

/**
 * Puts somebody else in a person's place in every approval that is under way: in their open tasks, where their turn
 * is still to come, and, once they have left, in what they started; then they are logged out, and nobody stands in
 * for them or they for anybody. Both are looked up as they are now. Throws `person_not_found` for `to`, and for a
 * `from` who was never there; `person_not_allowed` when both are the same; `feishu_unavailable`.
 */
export async function handOverPerson(
  ctx: UseCaseContext,
  { from: given, to: named, reason }: Input,
): Promise<HandOverResponse> {
  ctx.people.forget([given, named])
  const directory = createDirectory(ctx.people)
  const [to = named] = await resolveNamed(directory, 'to', [named])
  const { userId: from, openId, hasLeft } = await whoGoes(ctx, given)
  if (to === from) throw new AppError('person_not_allowed', `${to} cannot take over from themselves.`)
  if (hasLeft) await endPowers(ctx, { userId: from, openId })
  const how = { from, hasLeft, reason, completeReason: 'admin_forward' } as const
  const successors = () => Promise.resolve([to])
  return { from, to, ...(await replaceEverywhere(ctx, directory, { ...how, via: 'admin', successors })) }
}

/** Somebody who is gone may be unknown to contacts by now, but never to us and to them. */
async function whoGoes(
  ctx: UseCaseContext,
  given: string,
): Promise<{ userId: string; openId: string | null; hasLeft: boolean }> {
  const id = ctx.identities.presentIdOf(given)
  const sight = valueOf(await ctx.people.look([id])).get(id) ?? 'nobody'
  if (typeof sight === 'object') return { ...sight, hasLeft: !sight.active }
  const userId = (await ctx.store.instances.userIdOf(id)) ?? id
  const [known] = await ctx.store.instances.identitiesOf(userId)
  const isNamed = known !== undefined || (await delegationsOf(ctx, userId)).length > 0
  if (!isNamed) throw personNotFound('from', [{ person: given, name: given, why: 'unknown' }])
  return { userId, openId: known?.openId ?? null, hasLeft: sight === 'nobody' }
}

/**
 * Puts a leaver's manager in their place, or else a manager of the definition, who is never the leaver. Where there
 * is nobody, the task stays. Throws `feishu_unavailable`.
 */
export async function handOverLeaver(
  ctx: UseCaseContext,
  { userId: from, manager }: { userId: string; manager: string | null },
): Promise<HandedOver> {
  const directory = createDirectory(ctx.people)
  return replaceEverywhere(ctx, directory, {
    from,
    hasLeft: true,
    reason: null,
    completeReason: 'forward_resign',
    via: 'system',
    successors: (instance) => findSuccessors(ctx, directory, { from, manager }, instance),
  })
}

/** Whoever is gone is logged out. Nobody's tasks go to them, and they name nobody. */
export async function endPowers(
  ctx: UseCaseContext,
  { userId, openId }: { userId: string; openId: string | null },
): Promise<void> {
  for (const id of [userId, openId]) if (id !== null) await ctx.store.sessions.removeOf(id)
  for (const { userId: principal } of await delegationsOf(ctx, userId)) {
    await ctx.store.settings.change(principal, (current) => current && withoutDelegation(current))
  }
}

const withoutDelegation = ({ delegation, ...others }: PersonSettings): PersonSettings => others

/** Those that they gave, and those that name them. */
async function delegationsOf({ store, now }: UseCaseContext, userId: string): Promise<PersonSettings[]> {
  const all = await store.settings.delegating(now())
  return all.filter((one) => one.userId === userId || one.delegation?.to === userId)
}

type Replacement = Omit<HandOver, 'candidates' | 'people'> & {
  via: Channel
  successors: (instance: Instance) => Promise<readonly string[]>
}

async function replaceEverywhere(
  ctx: UseCaseContext,
  directory: Directory,
  { via, successors, ...how }: Replacement,
): Promise<HandedOver> {
  const passedOver: HandedOver['passedOver'] = []
  let [instances, tasks] = [0, 0]
  for (const id of await ctx.store.instances.concerning(how.from)) {
    const seen = (await ctx.store.instances.read(id))?.instance
    if (!seen) continue
    const candidates = await successors(seen)
    const command = { ...how, candidates, people: directory.known(candidates) }
    const absent = () => noInstance(id)
    const result: { isFull: boolean } = { isFull: false }
    const { act, record } = await commit(ctx, id, absent, (instance, delegateOf) => {
      const outcome = handOver(instance, command, { at: ctx.now(), by: null, via, delegateOf })
      result.isFull = outcome.isFull
      return outcome
    })
    if (isAwaited(record.instance, how.from)) {
      passedOver.push({ instance: id, reason: result.isFull ? 'too_many_tasks' : 'nobody_may_take' })
    }
    instances += act ? 1 : 0
    tasks += act ? eventsOf(act, 'seat_moved').length + eventsOf(act, 'seat_dropped').length : 0
  }
  return { instances, tasks, passedOver }
}
