import { z } from 'zod'
import { ok, Refusal, type Answer } from '../platform/answer.ts'
import type { WireRequest } from '../platform/route.ts'
import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'
import { inRange } from './contacts.ts'
import { idOf, readUserIdType } from './lookup.ts'

const BAD = 40001
const MOST = 50

const keys = z.array(z.string()).max(MOST, `at most ${MOST}`).optional()
const Body = z.object({ emails: keys, mobiles: keys, include_resigned: z.boolean().optional() })

/** 通过手机号或邮箱获取用户 ID: a line for each key, without a user_id for whom it does not find or may not show. */
export function findUserIds(world: World, request: WireRequest): Answer {
  const body = Body.safeParse(request.body)
  if (!body.success) throw new Refusal(BAD, body.error.issues.map(({ message }) => message).join('; '))
  const type = readUserIdType(request.query, BAD)
  const may = (scope: string): boolean => world.settings().scopes.includes(scope)
  const { emails = [], mobiles = [], include_resigned: resignedToo = false } = body.data
  const lineFor = (key: 'email' | 'mobile', value: string): Record<string, unknown> => {
    const person = [...world.state.people.values()].find((one) => hasKey(one, key, value))
    const isShown = person && inRange(world, person) && (resignedToo || !person.resigned)
    const mayShowId = type !== 'user_id' || may('contact:user.employee_id:readonly')
    return {
      ...(isShown && mayShowId && { user_id: idOf(person, type) }),
      [key]: value,
      ...(isShown && may('contact:user.employee:readonly') && { status: statusOf(person) }),
    }
  }
  return ok({
    user_list: [
      ...emails.map((email) => lineFor('email', email)),
      ...mobiles.map((mobile) => lineFor('mobile', mobile)),
    ],
  })
}

/** What people have besides their ids; of the sample company by a rule. A company's own address finds nobody. */
const keysOf = ({ userId }: Person) => ({
  email: `${userId}@mail.example`,
  mobile: `138${String(Array.from(userId).reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 100_000_000, 7)).padStart(8, '0')}`,
})

/** A number of the mainland may come with its country or without; any other needs it. */
function hasKey(person: Person, key: 'email' | 'mobile', value: string): boolean {
  const own = keysOf(person)[key]
  return key === 'email' ? own.toLowerCase() === value.toLowerCase() : own === value.replace(/^\+86/, '')
}

const statusOf = (person: Person) => ({
  is_frozen: person.frozen === true,
  is_resigned: person.resigned,
  is_activated: !person.resigned,
  is_exited: false,
  is_unjoin: false,
})
