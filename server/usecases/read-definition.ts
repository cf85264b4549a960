import type { DefinitionView } from '../../shared/responses.ts'
import type { Locale } from '../../shared/locale.ts'
import type { UseCaseContext } from './context.ts'
import { toDefinitionView } from './definition-views.ts'
import { formBasis } from './form-basis.ts'
import { visibleDefinition } from './visibility.ts'

/** The form to fill. Throws `definition_not_found`, also for what the person may not see. */
export async function readDefinition(
  ctx: UseCaseContext,
  { userId, code, locale }: { userId: string; code: string; locale: Locale | undefined },
): Promise<DefinitionView> {
  const record = await visibleDefinition(ctx, code, userId)
  return toDefinitionView(record, await formBasis(ctx, record.definition, userId), locale)
}
