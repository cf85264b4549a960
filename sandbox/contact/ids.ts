import { z } from 'zod'
import { ok, Refusal, type Answer } from '../platform/answer.ts'
import type { WireRequest } from '../platform/route.ts'
import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'
import { inRange } from './contacts.ts'
import { idOf, readUserIdType, type UserIdType } from './lookup.ts'

const BAD = 40001
/** Each of the two lists. */
const MOST = 50

const Body = z.object({
  emails: z.array(z.string()).max(MOST).default([]),
  mobiles: z.array(z.string()).max(MOST).default([]),
  include_resigned: z.boolean().default(false),
})

/**
 * 通过手机号或邮箱获取用户 ID: an entry for each address and each number, in their order, without an id where nobody has
 * it whom the app may see. Who has left is there only when they are asked for.
 */
export function readIds(world: World, { query, body }: WireRequest): Answer {
  const type = readUserIdType(query, BAD)
  const asked = Body.safeParse(body ?? {})
  if (!asked.success) {
    const [first] = asked.error.issues
    throw new Refusal(
      99992402,
      `field validation failed: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`,
    )
  }
  const { emails, mobiles, include_resigned: withResigned } = asked.data
  const find = (isTheirs: (person: Person) => boolean): Person | undefined =>
    [...world.state.people.values()].find(
      (person) => isTheirs(person) && (withResigned || !person.resigned) && inRange(world, person),
    )
  return ok({
    user_list: [
      ...emails.map((email) => ({
        ...found(
          world,
          type,
          find((one) => one.email === email),
        ),
        email,
      })),
      ...mobiles.map((mobile) => ({
        ...found(
          world,
          type,
          find((one) => one.mobile === mobile),
        ),
        mobile,
      })),
    ],
  })
}

/** Fields appear with their permissions. */
function found(world: World, type: UserIdType, person: Person | undefined): object {
  if (!person) return {}
  const { scopes } = world.settings()
  const hasId = type !== 'user_id' || scopes.includes('contact:user.employee_id:readonly')
  const status = {
    is_frozen: person.frozen === true,
    is_resigned: person.resigned,
    is_activated: !person.resigned,
    is_exited: false,
    is_unjoin: false,
  }
  return {
    ...(hasId && { user_id: idOf(person, type) }),
    ...(scopes.includes('contact:user.employee:readonly') && { status }),
  }
}
