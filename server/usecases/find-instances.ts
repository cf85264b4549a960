import type { FindInstancesQuery, FoundInstance, FoundInstances } from '../../shared/operator-finds.ts'
import { textIn } from '../../shared/locale.ts'
import { isOpen, numberOf, type Instance } from '../domain/instance.ts'
import { toWords } from '../domain/search-text.ts'
import { titleOf } from '../domain/title.ts'
import type { UseCaseContext } from './context.ts'
import { localeFor } from './definition-views.ts'
import { valueOf } from './feishu-answer.ts'
import { beginningWith } from './instance-number.ts'
import { definitionOf } from './stored.ts'
import { toPerson } from './views.ts'

/**
 * Approvals by number (or its beginning), by a person's user_id or open_id, or by words of the title in any
 * language, the names of those concerned and the summary; the latest changed first. Throws `bad_request` for a cursor that is none.
 */
export async function findInstances(ctx: UseCaseContext, query: FindInstancesQuery): Promise<FoundInstances> {
  const { q, cursor, limit } = query
  const numbered = cursor === undefined ? await withNumber(ctx, q, limit) : []
  const found =
    numbered.length > 0
      ? { items: numbered, nextCursor: null }
      : await ctx.store.instances.find({ words: toWords(await nameFor(ctx, q)), cursor, limit })
  const records = await Promise.all(found.items.map((id) => ctx.store.instances.read(id)))
  const items = records.flatMap((record) => (record ? [toFound(ctx, record.instance)] : []))
  return { items: await Promise.all(items), nextCursor: found.nextCursor }
}

/** Those whose number begins so; also by the id of one of its tasks or effects. */
async function withNumber(ctx: UseCaseContext, q: string, limit: number): Promise<readonly string[]> {
  const found = await beginningWith(ctx, q, limit)
  return found.length > 0 ? found : beginningWith(ctx, q.replace(/[_.].*$/, ''), limit)
}

/** An open_id stands for the user_id by which people are stored. */
async function nameFor(ctx: UseCaseContext, q: string): Promise<string> {
  if (!q.startsWith('ou_')) return q
  return valueOf(await ctx.people.person(q))?.userId ?? q
}

export async function toFound(ctx: UseCaseContext, instance: Instance): Promise<FoundInstance> {
  const { definition } = await definitionOf(ctx, instance)
  const locale = localeFor(definition, undefined)
  return {
    id: instance.id,
    number: numberOf(instance),
    definition: { code: definition.code, name: textIn(definition.name, locale) },
    title: titleOf(instance, definition, locale),
    status: instance.status,
    initiator: toPerson(instance, instance.initiator.userId),
    waitsFor: [...new Set(instance.tasks.filter(isOpen).map(({ assignee }) => assignee))].map((userId) =>
      toPerson(instance, userId),
    ),
    createdAt: instance.startedAt,
    updatedAt: instance.updatedAt,
  }
}
