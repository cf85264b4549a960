import { personChanged } from './failure.ts'

export type Session = {
  token: string
  expiresAt: number
  user: { userId: string; openId: string; name: string }
}

export type LoginCode =
  { code: string; via: 'requestAccess' | 'login' } | { code: string; via: 'redirect'; verifier: string }

export type SessionParts = {
  obtainCode: () => Promise<LoginCode>
  /** `before`: the session that the new one takes the place of; the server goes on with it where its person is the same. */
  exchange: (code: LoginCode, before: Session | undefined) => Promise<Session>
  now: () => number
  /** Somebody else is at the device: what is on its pages has to go. */
  changed: () => void
}

/** A little before its end a session is renewed, so that it does not end on the way. */
const MARGIN_MS = 60_000
/** In less than that nobody changes the account of a client, or gives the device away. */
const AWAY_MS = 3_000

export type Sessions = ReturnType<typeof createSessions>

/**
 * The session of whoever is at the device, kept nowhere else: each opening asks the client anew who that is, and so
 * does each return to pages that were left for a while. However many calls wait for it, one login serves them all.
 * Throws `person_changed` for whatever was begun under another person, until a page of the new one opens.
 */
export function createSessions({ obtainCode, exchange, now, changed }: SessionParts) {
  let current: Session | undefined
  let isConfirmed = false
  let isOver = false
  let leftAt: number | undefined
  let returns = 0
  let renewal: Promise<Session> | undefined

  const logIn = async (): Promise<Session> => {
    const asked = returns
    const before = current
    const session = await exchange(await obtainCode(), before)
    // Left and come back to meanwhile: the code may have named who was here before.
    if (asked !== returns) return logIn()
    current = session
    isConfirmed = true
    if (before && before.user.openId !== session.user.openId) {
      isOver = true
      changed()
      throw personChanged()
    }
    return session
  }
  const renew = (): Promise<Session> => {
    renewal ??= logIn().finally(() => {
      renewal = undefined
    })
    return renewal
  }
  const isGood = (session: Session): boolean => isConfirmed && session.expiresAt - MARGIN_MS > now()
  const open = async (): Promise<Session> => {
    if (isOver) throw personChanged()
    return current && isGood(current) ? current : renew()
  }

  return {
    /** The session to call with; logs in where there is none. */
    open,
    /** After a 401 under `refused`: the session that took its place meanwhile, else a new one. */
    renewed: async (refused: Session): Promise<Session> => {
      if (isOver) throw personChanged()
      return current && isGood(current) && current.token !== refused.token ? current : renew()
    },
    /** The pages are out of sight. */
    left: (): void => {
      leftAt ??= now()
    },
    /** They are in sight again. */
    returned: (): void => {
      if (leftAt === undefined) return
      const isShort = now() >= leftAt && now() - leftAt < AWAY_MS
      leftAt = undefined
      if (isShort) return
      returns += 1
      isConfirmed = false
    },
    /** Whether nobody else can have come since the person was last asked for. */
    isSure: (): boolean => !isOver && (isConfirmed || current === undefined),
    /** A page opens: what it does is done by who is here now. */
    begin: (): void => {
      isOver = false
    },
  }
}
