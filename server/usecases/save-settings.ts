import type { SettingsRequest, SettingsView } from '../../shared/settings.ts'
import { FORM_RULE_TEXTS, TEXTS } from '../../shared/texts.ts'
import { AppError } from '../domain/errors.ts'
import type { Delegation } from '../domain/settings.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory, resolveNamed } from './directory.ts'
import { viewSettings } from './read-settings.ts'

/**
 * Replaces all that this person chose. Throws `person_not_found`, `person_not_allowed` for oneself as delegate,
 * `definition_not_found`, `bad_request` for a period that ends before it begins.
 */
export async function saveSettings(
  ctx: UseCaseContext,
  { userId, delegation: given, muted, locale }: SettingsRequest & { userId: string },
): Promise<SettingsView> {
  const delegation = given && (await toDelegation(ctx, userId, given))
  const chosen = { muted: [...new Set(muted)], ...(locale && { locale }), ...(delegation && { delegation }) }
  const settings = { userId, ...chosen }
  await ctx.store.settings.change(userId, () => settings)
  return viewSettings(settings)
}

async function toDelegation(
  ctx: UseCaseContext,
  userId: string,
  { to: given, from, until, definitions }: NonNullable<SettingsRequest['delegation']>,
): Promise<Delegation> {
  if (from >= until) {
    throw new AppError('bad_request', 'delegation.until: is not after its beginning.', {
      details: [{ field: 'delegation.until', rule: 'ends_before_start' }],
      words: FORM_RULE_TEXTS.ends_before_start,
    })
  }
  await assertDefinitions(ctx, definitions ?? [])
  const directory = createDirectory(ctx.people)
  const [to = given] = await resolveNamed(directory, 'delegation.to', [given])
  const person = directory.known([to])[to]
  if (to === userId || !person) {
    throw new AppError('person_not_allowed', 'delegation.to: nobody stands in for themselves.', {
      details: [{ field: 'delegation.to', rule: 'not_an_option' }],
      words: TEXTS.delegateNotSelf,
    })
  }
  return { to, person, from, until, ...(definitions && { definitions: [...new Set(definitions)] }) }
}

async function assertDefinitions(ctx: UseCaseContext, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    if (await ctx.store.definitions.read(code)) continue
    throw new AppError('definition_not_found', `Definition ${code} does not exist.`, {
      details: [{ field: 'delegation.definitions', rule: 'not_an_option' }],
    })
  }
}
