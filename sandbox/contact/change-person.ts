import { z } from 'zod'
import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'
import { tellOfChange, tellOfLeaver } from './person-event.ts'
import { renamePerson } from './rename-person.ts'

export const PersonPatch = z.object({
  resigned: z.boolean().optional(),
  frozen: z.boolean().optional(),
  external: z.boolean().optional(),
  userId: z.string().min(1).optional(),
  leaderUserId: z.string().optional(),
  departmentIds: z.array(z.string()).min(1).optional(),
  name: z.string().min(1).optional(),
  /** The app gets no event, as when it was lost. */
  silent: z.boolean().default(false),
})
export type PersonPatch = z.infer<typeof PersonPatch>

/** What this organisation does not allow. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible'
}

/** Changes somebody in contacts, and tells the app with the event that Feishu has for it. */
export async function changePerson(world: World, before: Person, patch: PersonPatch): Promise<Person> {
  const { userId = before.userId, silent } = patch
  if (userId !== before.userId && world.state.people.get(userId))
    throw new NotPossible(`${userId} is the user_id of somebody else`)
  const after: Person = {
    ...before,
    userId,
    resigned: patch.resigned ?? before.resigned,
    frozen: patch.frozen ?? before.frozen ?? false,
    external: patch.external ?? before.external ?? false,
    leaderUserId: patch.leaderUserId ?? before.leaderUserId,
    departmentIds: patch.departmentIds ?? before.departmentIds,
    name: patch.name ?? before.name,
  }
  if (userId !== before.userId) renamePerson(world.state, before.userId, userId)
  world.state.people.put(userId, after)
  if (silent) return after
  if (after.resigned && !before.resigned) await tellOfLeaver(world, after)
  else await tellOfChange(world, before, after)
  return after
}
