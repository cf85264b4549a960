import type { InitiatorRef } from '../../shared/services.ts'
import { AppError } from '../domain/errors.ts'
import type { UseCaseContext } from './context.ts'
import { resolveNamed, type Directory } from './directory.ts'
import { valueOf } from './feishu-answer.ts'
import { personNotFound } from './person-not-found.ts'

/** As contacts have it: a number without signs, one of mainland China without its code (通过手机号或邮箱获取用户 ID). */
const toContactNumber = (mobile: string): string =>
  mobile.replace(/[ ()-]/g, '').replace(/^\+86(?=1\d{10}$)/, '')

type Way = { by: 'id' | 'mail' | 'mobile'; value: string }

function wayTo(initiator: InitiatorRef): Way {
  if (typeof initiator === 'string') return { by: 'id', value: initiator }
  if ('user_id' in initiator) return { by: 'id', value: initiator.user_id }
  if ('open_id' in initiator) return { by: 'id', value: initiator.open_id }
  if ('mail' in initiator) return { by: 'mail', value: initiator.mail }
  return { by: 'mobile', value: toContactNumber(initiator.mobile) }
}

/** In what is kept of a request, so that it is known when it comes again: an id, or an address that is none. */
export function initiatorKey(initiator: InitiatorRef): string {
  const { by, value } = wayTo(initiator)
  return by === 'id' ? value : `${by} ${value}`
}

/**
 * The user_id of the person in whose name a system acts. Throws `person_not_found` for who is not there, and
 * `feishu_unavailable`.
 */
export async function findInitiator(
  { people }: Pick<UseCaseContext, 'people'>,
  directory: Directory,
  initiator: InitiatorRef,
): Promise<string> {
  const { by, value } = wayTo(initiator)
  const id = by === 'id' ? value : await idBy(people, by, value)
  if (id === undefined) throw personNotFound('initiator', [{ person: value, name: value, why: 'unknown' }])
  const [userId = id] = await resolveNamed(directory, 'initiator', [id])
  return userId
}

async function idBy(
  people: UseCaseContext['people'],
  by: 'mail' | 'mobile',
  value: string,
): Promise<string | undefined> {
  const answer = await people.idBy(by, value)
  if (answer.ok || answer.failure.class !== 'configuration') return valueOf(answer)
  throw new AppError(
    'feishu_unavailable',
    `Feishu does not let the app find people by ${by}: it needs the scope contact:user.id:readonly (see doctor). Name the initiator by user_id, or add the scope.`,
    { cause: answer.failure },
  )
}
