import type { AdminDefinition } from '../../shared/operator-api.ts'
import type { Locale } from '../../shared/locale.ts'
import type { UseCaseContext } from './context.ts'
import { toAdminDefinition } from './definition-views.ts'

type Input = {
  locale: Locale | undefined
  /** Per code: why Feishu did not take it the last time. */
  registrationErrors: ReadonlyMap<string, string>
}

/** Every definition with what Feishu knows of it. */
export async function listAdminDefinitions(
  ctx: UseCaseContext,
  { locale, registrationErrors }: Input,
): Promise<AdminDefinition[]> {
  const records = await ctx.store.definitions.list()
  return records.map((record) =>
    toAdminDefinition(record, registrationErrors.get(record.code) ?? null, locale),
  )
}
