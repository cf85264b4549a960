import type { SettingsView } from '../../shared/settings.ts'
import type { PersonSettings } from '../domain/settings.ts'
import type { UseCaseContext } from './context.ts'

/** What this person chose; who never did has nothing set. */
export async function readSettings(ctx: UseCaseContext, userId: string): Promise<SettingsView> {
  return viewSettings((await ctx.store.settings.read(userId)) ?? { userId, muted: [] })
}

export function viewSettings({ delegation, muted, locale }: PersonSettings): SettingsView {
  const chosen = { muted: [...muted], ...(locale && { locale }) }
  if (!delegation) return chosen
  const { to, person, from, until, definitions } = delegation
  return {
    ...chosen,
    delegation: { to, from, until, ...(definitions && { definitions: [...definitions] }) },
    delegate: { userId: to, name: person.name },
  }
}
