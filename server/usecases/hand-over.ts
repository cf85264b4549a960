import type { HandOverResponse } from '../../shared/operator-api.ts'
import { toRecord } from '../domain/effects.ts'
import { AppError } from '../domain/errors.ts'
import { handOver, type HandOver } from '../domain/operate.ts'
import type { Channel } from '../../shared/status.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, resolveNamed } from './directory.ts'

type Input = Pick<HandOver, 'from' | 'to' | 'reason' | 'completeReason'> & { via: Channel }

/**
 * Puts somebody else in a person's place in every approval that is under way: in their open tasks, and where their
 * turn is still to come. Throws `person_not_found` for `to`, `person_not_allowed` when both are the same,
 * `feishu_unavailable`.
 */
export async function handOverPerson(ctx: UseCaseContext, input: Input): Promise<HandOverResponse> {
  const directory = createDirectory(ctx.people)
  const [to = input.to] = await resolveNamed(directory, 'to', [input.to])
  const { from, reason, completeReason, via } = input
  if (to === from) throw new AppError('person_not_allowed', `${to} cannot take over from themselves.`)
  const command = { from, to, reason, completeReason, people: directory.known([to]) }
  const everything = await ctx.store.instances.changedSince(0, Number.MAX_SAFE_INTEGER)
  let [instances, tasks] = [0, 0]
  for (const { id } of everything) {
    const moved = await ctx.store.instances.change(id, (current) => {
      if (!current) return { result: 0 }
      const outcome = handOver(current.instance, command, { at: ctx.now(), by: null, via })
      if (outcome.entries.length === 0) return { result: 0 }
      tasks += outcome.entries.filter(({ event }) => event.type === 'seat_moved').length
      return { next: toRecord(current, outcome), result: 1 }
    })
    instances += moved
  }
  return { from, to, instances, tasks }
}
