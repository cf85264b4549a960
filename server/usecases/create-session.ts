import type { SessionRequest } from '../../shared/requests.ts'
import { RETURN_PAGE } from '../../shared/web-login.ts'
import { REQUEST_TEXTS } from '../../shared/request-texts.ts'
import { AppError } from '../domain/errors.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { Contact } from '../feishu/port.ts'
import type { UseCaseContext } from './context.ts'
import { endSession } from './end-session.ts'
import { valueOf } from './feishu-answer.ts'
import { findSession } from './find-session.ts'

export const SESSION_MS = 8 * 60 * 60_000
/** Of one person at once: several devices with several windows, for each opening of the pages makes one. */
export const MOST_SESSIONS = 10

export type NewSession = {
  /** Known only to whoever logged in: the store has its SHA-256. */
  token: string
  expiresAt: number
  user: { userId: string; openId: string; name: string }
}

type Input = SessionRequest & {
  /** The token that the device goes on with, or gives up. */
  before?: string | undefined
}

/**
 * Exchanges a login code for a session; one of a redirect comes with its `verifier`. A device that shows the one it has goes on with that while it is the same
 * person's; one that is somebody else's ends, as they are no longer there. The oldest beyond `MOST_SESSIONS` end, too:
 * a page that is still open with one of them logs in again by itself. Throws `login_code_invalid`,
 * `login_not_allowed`, `feishu_unavailable`.
 */
export async function createSession(ctx: UseCaseContext, input: Input): Promise<NewSession> {
  const { before } = input
  const { userId, openId, name, active } = contactOf(await logIn(ctx, input))
  if (!active) throw new AppError('login_not_allowed', 'This account is not active.')
  const user = { userId, openId, name }
  const known = before === undefined ? undefined : await findSession(ctx, before)
  if (before !== undefined && known) {
    const isSame = known.userId === userId && known.openId === openId
    if (isSame && known.expiresAt - ctx.now() > SESSION_MS / 2)
      return { token: before, expiresAt: known.expiresAt, user }
    await endSession(ctx, before)
  }
  const token = ctx.randomToken()
  const expiresAt = ctx.now() + SESSION_MS
  await ctx.store.sessions.save({ tokenHash: ctx.hash(token), userId, openId, name, expiresAt })
  await ctx.store.sessions.keepNewest(openId, MOST_SESSIONS)
  return { token, expiresAt, user }
}

/** The address that a login leads back to is ours to name: whoever shows a code has no say in it. */
function logIn(ctx: UseCaseContext, { code, via, verifier }: Input): Promise<Answer<Contact>> {
  if (via !== 'redirect') return ctx.people.login(code, via)
  if (verifier === undefined) {
    throw new AppError('bad_request', 'verifier: is missing. A login by redirect is proven with it.', {
      details: [{ field: 'verifier', rule: 'missing' }],
      words: REQUEST_TEXTS.missing,
    })
  }
  return ctx.people.login(code, via, { uri: `${ctx.publicUrl}/m/${RETURN_PAGE}`, verifier })
}

function contactOf(answer: Answer<Contact>): Contact {
  if (answer.ok) return answer.value
  switch (answer.failure.class) {
    case 'login_code_dead':
      throw new AppError('login_code_invalid', 'The login code was used before, has expired or is wrong.')
    case 'login_not_allowed':
      throw new AppError('login_not_allowed', 'This account may not use the app.')
    default:
      return valueOf(answer)
  }
}
