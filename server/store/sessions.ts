import type { Session, SessionStore } from './contract.ts'
import { SCHEMA } from './document.ts'
import type { SessionDocument } from './kinds.ts'
import type { Residents } from './residents.ts'

export function createSessionStore(residents: Residents<SessionDocument>): SessionStore {
  const removeWhere = async (isGone: (session: Session) => boolean): Promise<number> => {
    const gone = [...(await residents.all()).values()].filter(({ session }) => isGone(session))
    for (const { session } of gone) await residents.remove(session.tokenHash)
    return gone.length
  }
  return {
    save: (session) => residents.save({ schema: SCHEMA, session }),
    find: async (tokenHash) => (await residents.get(tokenHash))?.session,
    async remove(tokenHash) {
      if (await residents.get(tokenHash)) await residents.remove(tokenHash)
    },
    removeOf: (id) => removeWhere(({ userId, openId }) => userId === id || openId === id),
    async people() {
      const all = [...(await residents.all()).values()].map(({ session }) => session)
      return [...new Map(all.map(({ userId, openId }) => [userId, { userId, openId }])).values()]
    },
    async rename({ userId, openId }) {
      const all = [...(await residents.all()).values()]
      const own = all.filter(({ session }) => session.openId === openId && session.userId !== userId)
      for (const { session } of own) {
        await residents.change(session.tokenHash, (current) =>
          current ? { schema: SCHEMA, session: { ...current.session, userId } } : undefined,
        )
      }
      return own.length
    },
    removeExpired: (now) => removeWhere(({ expiresAt }) => expiresAt <= now),
  }
}
