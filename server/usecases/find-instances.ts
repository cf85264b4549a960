import type { FindInstancesQuery, FoundInstance, FoundInstances } from '../../shared/operator-finds.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { flowPicture } from '../domain/flow-picture.ts'
import { isOpen, type Instance } from '../domain/instance.ts'
import { toWords } from '../domain/search-text.ts'
import type { UseCaseContext } from './context.ts'
import { valueOf } from './feishu-answer.ts'
import { beginningWith } from './instance-number.ts'
import { definitionOf } from './stored.ts'
import { toHeading, toPerson } from './views.ts'

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
  const instances = records.flatMap((record) => record?.instance ?? [])
  const items = instances.map(async (one) => toFound(one, await definitionOf(ctx, one)))
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

export function toFound(instance: Instance, definition: DefinitionRecord): FoundInstance {
  const picture = flowPicture(instance, definition)
  const waiting = new Set(picture.tasks.filter(isOpen).map(({ assignee }) => assignee))
  return {
    ...toHeading(picture, picture.language),
    waitsFor: [...waiting].map((userId) => toPerson(instance, userId)),
  }
}
