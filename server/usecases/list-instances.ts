import type { Box, ListQuery } from '../../shared/requests.ts'
import type { ListResponse } from '../../shared/responses.ts'
import type { DefinitionRecord } from '../domain/definition.ts'
import { pictureOf } from '../domain/picture-of.ts'
import { isOpen } from '../domain/instance.ts'
import type { Listed, ListedTask } from '../domain/listed.ts'
import { toWords } from '../domain/search-text.ts'
import { isPostponed } from '../domain/verbs/postpone.ts'
import type { TaskFilter } from '../store/contract.ts'
import type { UseCaseContext } from './context.ts'
import { listGroups } from './list-groups.ts'
import { definitionOf } from './stored.ts'
import { toInstanceItem, type Reader } from './views.ts'

/** One page of one of my lists, newest first; the first one of my to-dos comes with all of them by group. */
export async function listInstances(
  ctx: UseCaseContext,
  { q = '', ...asked }: ListQuery & Reader,
): Promise<ListResponse> {
  const { userId, locale, box, definition, node, postponed, cursor, limit } = asked
  const now = ctx.now()
  const tasks: TaskFilter = { node, postponed: { at: now, show: postponed } }
  const words = toWords(q)
  const { items, nextCursor } = await ctx.store.instances.list({
    userId,
    box,
    definitions: definition === undefined ? undefined : [definition],
    tasks,
    cursor,
    limit,
    text: words.length > 0 ? { words, locale } : undefined,
  })
  const definitionFor = await definitionsOf(ctx, items)
  const groups = box === 'todo' && cursor === undefined ? await listGroups(ctx, asked, tasks) : undefined
  return {
    items: items.flatMap((listed) => {
      const record = definitionFor(listed)
      const shown = { task: taskFor(listed, userId, box, tasks), isCc: box === 'cc' }
      return record ? [toInstanceItem(pictureOf(listed, record), { userId, locale, now }, shown)] : []
    }),
    nextCursor,
    ...(groups && { groups }),
  }
}

/** The task that put the instance on this list. */
function taskFor(
  { tasks }: Listed,
  userId: string,
  box: Box,
  { node, postponed }: TaskFilter,
): ListedTask | undefined {
  const mine = tasks.filter(({ assignee }) => assignee === userId)
  if (box === 'done') return mine.findLast(({ status }) => status !== 'PENDING' && status !== 'DONE')
  if (box !== 'todo') return undefined
  return mine.findLast((task) => {
    const isShown = !postponed || isPostponed(task, postponed.at) === (postponed.show === 'only')
    return isOpen(task) && isShown && (node === undefined || task.nodeId === node)
  })
}

/** The version that each of them began with, read once. */
export async function definitionsOf(
  ctx: UseCaseContext,
  items: readonly Listed[],
): Promise<(listed: Listed) => DefinitionRecord | undefined> {
  const oneOfEach = new Map(items.map((listed) => [keyOf(listed), listed]))
  const records = [...oneOfEach].map(async ([key, one]) => [key, await definitionOf(ctx, one)] as const)
  const known = new Map(await Promise.all(records))
  return (listed) => known.get(keyOf(listed))
}

const keyOf = ({ definition: { code, version } }: Listed): string => `${code} ${version}`
