import type { FindInstancesQuery, FoundInstance, FoundInstances } from '../../shared/operator-finds.ts'
import { AppError } from '../domain/errors.ts'
import { isOpen, type Instance } from '../domain/instance.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor } from './definition-views.ts'
import { valueOf } from './feishu-answer.ts'
import { beginningWith } from './instance-number.ts'
import { matches, toWords } from './search-text.ts'
import { definitionOf } from './stored.ts'
import { titleOf, toPerson } from './views.ts'

/** As many as one request reads: it takes as long and as much memory whatever is stored. */
const MOST_LOOKED_AT = 1_000

/**
 * Approvals by number (or its beginning), by a person's user_id or open_id, or by words of the title, the names of
 * those concerned and the summary; the latest changed first. Throws `bad_request` for a cursor that is none.
 */
export async function findInstances(ctx: UseCaseContext, query: FindInstancesQuery): Promise<FoundInstances> {
  const all = await ctx.store.instances.changedSince(0, Number.MAX_SAFE_INTEGER)
  const from = query.cursor === undefined ? all.length : placeOf(query.cursor, all)
  const numbered = query.cursor === undefined ? withNumber(query.q, all) : []
  if (numbered.length > 0) {
    const records = await Promise.all(
      numbered.slice(0, query.limit).map((id) => ctx.store.instances.read(id)),
    )
    const items = await Promise.all(
      records.flatMap((record) => (record ? [toFound(ctx, record.instance)] : [])),
    )
    return { items, nextCursor: null }
  }
  const words = toWords(await nameFor(ctx, query.q))
  const items: FoundInstance[] = []
  let at = from
  const last = Math.max(0, from - MOST_LOOKED_AT)
  for (; at > last && items.length < query.limit; at -= 1) {
    const record = await ctx.store.instances.read(all[at - 1]?.id ?? '')
    if (record && (await isMeant(ctx, record, words))) items.push(await toFound(ctx, record.instance))
  }
  const before = all[at]
  return { items, nextCursor: at > 0 && before ? `${before.updatedAt}.${before.id}` : null }
}

type Changed = readonly { id: string; updatedAt: number }[]

/** Those whose number begins so; also by the id of one of its tasks or effects. */
function withNumber(q: string, all: Changed): string[] {
  return beginningWith(q.toLowerCase().replace(/[_.].*$/, ''), all)
}

/** How many come before the one that a page ended with, oldest change first. */
function placeOf(cursor: string, all: Changed): number {
  const [, at, id] = /^(\d{1,16})\.([a-z0-9-]{1,64})$/.exec(cursor) ?? []
  if (at === undefined || id === undefined)
    throw new AppError('bad_request', 'cursor: is none that a page has given. Begin without one.')
  const isBefore = (one: Changed[number]) =>
    one.updatedAt < Number(at) || (one.updatedAt === Number(at) && one.id < id)
  return all.findLastIndex(isBefore) + 1
}

/** An open_id stands for the user_id by which people are stored. */
async function nameFor(ctx: UseCaseContext, q: string): Promise<string> {
  if (!q.startsWith('ou_')) return q
  return valueOf(await ctx.people.person(q))?.userId ?? q
}

async function isMeant(
  ctx: UseCaseContext,
  { instance }: InstanceRecord,
  words: readonly string[],
): Promise<boolean> {
  return matches(words, instance, await definitionOf(ctx, instance), undefined, peopleOf(instance))
}

/** Everybody whom it names, by id and name. */
const peopleOf = ({ people }: Instance): string[] =>
  Object.entries(people).map(([userId, { name }]) => `${userId} ${name}`)

export async function toFound(ctx: UseCaseContext, instance: Instance): Promise<FoundInstance> {
  const { definition } = await definitionOf(ctx, instance)
  const title = titleOf(definition, localeFor(definition, undefined))
  return {
    id: instance.id,
    definition: { code: definition.code, name: title },
    title,
    status: instance.status,
    initiator: toPerson(instance, instance.initiator.userId),
    waitsFor: [...new Set(instance.tasks.filter(isOpen).map(({ assignee }) => assignee))].map((userId) =>
      toPerson(instance, userId),
    ),
    createdAt: instance.startedAt,
    updatedAt: instance.updatedAt,
  }
}
