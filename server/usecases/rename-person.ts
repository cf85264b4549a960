import { renamePerson as renameIn, type Renamed } from '../domain/rename.ts'
import type { PersonSettings } from '../domain/settings.ts'
import type { UseCaseContext } from './context.ts'
import { definitionOf } from './stored.ts'

/**
 * Everything of a person goes on under their new user_id: approvals, ended ones too, sessions, what they chose and
 * who chose them as a delegate, the reminder, uploads on their way. Done again it changes nothing. Answers in how many
 * approvals. False: somebody else is still known by the new id, whose own change has to come first.
 */
export async function renamePerson(ctx: UseCaseContext, renamed: Renamed): Promise<number | false> {
  const { store } = ctx
  const { from, to, openId } = renamed
  const holder = (await store.instances.identitiesOf(to)).find((one) => one.openId !== openId)
  if (holder) return false
  await ctx.identities.add(renamed)
  await renameSettings(ctx, renamed)
  await renameReminder(ctx, renamed)
  await renameUploads(ctx, renamed)
  let count = 0
  for (const id of await store.instances.naming(from)) count += await renameInstance(ctx, id, renamed)
  await store.sessions.rename({ userId: to, openId })
  return count
}

async function renameInstance(ctx: UseCaseContext, id: string, renamed: Renamed): Promise<number> {
  const seen = await ctx.store.instances.read(id)
  if (!seen) return 0
  const { definition } = await definitionOf(ctx, seen.instance)
  return ctx.store.instances.change(id, (current) => {
    const next = current && renameIn(current, renamed, definition.form, ctx.now())
    return { next, result: next ? 1 : 0 }
  })
}

/** With the delegate's new id; undefined where they are nobody's. */
function renamedIn(settings: PersonSettings, { from, to, openId }: Renamed): PersonSettings | undefined {
  const { delegation } = settings
  const isTheirs = delegation?.to === from && delegation.person.openId === openId
  return isTheirs ? { ...settings, delegation: { ...delegation, to } } : undefined
}

async function renameSettings({ store, now }: UseCaseContext, renamed: Renamed): Promise<void> {
  const { from, to } = renamed
  for (const settings of await store.settings.delegating(now())) {
    if (!renamedIn(settings, renamed)) continue
    await store.settings.change(settings.userId, (current) => current && renamedIn(current, renamed))
  }
  const own = await store.settings.read(from)
  if (!own) return
  await store.settings.change(to, (current) => (current ? undefined : { ...own, userId: to }))
  await store.settings.change(from, () => ({ userId: from, muted: [] }))
}

/** The day's reminder was had, and its card is followed, under the new id alone. */
async function renameReminder({ store }: UseCaseContext, { from, to }: Renamed): Promise<void> {
  const own = await store.reminders.read(from)
  if (!own) return
  await store.reminders.change(to, (current) => (current ? undefined : { ...own, userId: to }))
  await store.reminders.change(from, (current) => current && { ...current, tasks: [], nextTryAt: null })
}

async function renameUploads({ store }: UseCaseContext, { from, to }: Renamed): Promise<void> {
  for (const { id, uploadedBy } of await store.attachments.unclaimed()) {
    if (uploadedBy !== from) continue
    await store.attachments.change(id, (current) => current && { ...current, uploadedBy: to })
  }
}
