import type { Box, InstanceItem, ListQuery } from '../../shared/api.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { isOpen, type Instance, type Task } from '../domain/instance.ts'
import type { Page } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'
import { definitionOf } from './stored.ts'
import { toInstanceItem, type Reader } from './views.ts'

/** One page of one of my lists, newest first. */
export async function listInstances(
  ctx: UseCaseContext,
  { locale, ...query }: ListQuery & Reader,
): Promise<Page<InstanceItem>> {
  const { items, nextCursor } = await ctx.store.instances.list(query)
  const definitions = await definitionsOf(
    ctx,
    items.map(({ instance }) => instance),
  )
  return {
    items: items.flatMap(({ instance }) => {
      const record = definitions.get(keyOf(instance))
      const task = taskFor(instance, query)
      return record ? [toInstanceItem(instance, record.definition, { ...query, locale }, task)] : []
    }),
    nextCursor,
  }
}

/** The task that put the instance on this list. */
function taskFor({ tasks }: Instance, { userId, box }: { userId: string; box: Box }): Task | undefined {
  const mine = tasks.filter(({ assignee }) => assignee === userId)
  if (box === 'todo') return mine.findLast(isOpen)
  return box === 'done' ? mine.findLast(({ status }) => status !== 'PENDING' && status !== 'DONE') : undefined
}

async function definitionsOf(
  ctx: UseCaseContext,
  instances: readonly Instance[],
): Promise<ReadonlyMap<string, DefinitionRecord>> {
  const oneOfEach = new Map(instances.map((instance) => [keyOf(instance), instance]))
  const records = [...oneOfEach].map(async ([key, one]) => [key, await definitionOf(ctx, one)] as const)
  return new Map(await Promise.all(records))
}

const keyOf = ({ definition: { code, version } }: Instance): string => `${code} ${version}`
