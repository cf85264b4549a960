import type { DefinitionSummary } from '../../shared/responses.ts'
import type { Locale } from '../../shared/locale.ts'
import type { UseCaseContext } from './context.ts'
import { toDefinitionSummary } from './definition-views.ts'
import { createDirectory } from './directory.ts'
import { maySee } from './visibility.ts'

/** What the person may start, by group and name. */
export async function listDefinitions(
  ctx: UseCaseContext,
  { userId, locale }: { userId: string; locale: Locale | undefined },
): Promise<DefinitionSummary[]> {
  const directory = createDirectory(ctx.people)
  const records = await ctx.store.definitions.list()
  const visible = await Promise.all(records.map((record) => maySee(ctx, directory, record, userId)))
  return records
    .filter((_, at) => visible[at])
    .map(({ definition }) => toDefinitionSummary(definition, locale))
    .sort((a, b) => compare(a.group.code, b.group.code) || compare(a.code, b.code))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
