export type Session = {
  token: string
  expiresAt: number
  user: { userId: string; openId: string; name: string }
}

export type LoginCode = { code: string; via: 'requestAccess' | 'login' }

export type SessionParts = {
  read: () => unknown
  write: (session: Session | undefined) => void
  obtainCode: () => Promise<LoginCode>
  exchange: (code: LoginCode) => Promise<Session>
  now: () => number
}

/** A little before its end a session is renewed, so that it does not end on the way. */
const MARGIN_MS = 60_000

export type Sessions = ReturnType<typeof createSessions>

/** The one session of this app. However many calls find it ended, one login renews it for all of them. */
export function createSessions({ read, write, obtainCode, exchange, now }: SessionParts) {
  let current = toSession(read())
  let renewal: Promise<Session> | undefined

  const login = async (): Promise<Session> => {
    const session = await exchange(await obtainCode())
    current = session
    write(session)
    return session
  }
  const renew = (): Promise<Session> => {
    renewal ??= login().finally(() => {
      renewal = undefined
    })
    return renewal
  }

  return {
    /** The session to call with; logs in where there is none. */
    open: (): Promise<Session> =>
      current && current.expiresAt - MARGIN_MS > now() ? Promise.resolve(current) : renew(),
    /** After a 401 under `refused`: the session that took its place meanwhile, else a new one. */
    renewed: (refused: Session): Promise<Session> =>
      current && current.token !== refused.token ? Promise.resolve(current) : renew(),
  }
}

function toSession(stored: unknown): Session | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined
  const { token, expiresAt, user } = stored as Partial<Session>
  return typeof token === 'string' && typeof expiresAt === 'number' && user
    ? { token, expiresAt, user }
    : undefined
}
