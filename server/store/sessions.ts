import type { SessionStore } from './contract.ts'
import { SCHEMA } from './document.ts'
import type { SessionDocument } from './kinds.ts'
import type { Residents } from './residents.ts'

export function createSessionStore(residents: Residents<SessionDocument>): SessionStore {
  return {
    save: (session) => residents.save({ schema: SCHEMA, session }),
    find: async (tokenHash) => (await residents.get(tokenHash))?.session,
    async remove(tokenHash) {
      if (await residents.get(tokenHash)) await residents.remove(tokenHash)
    },
    async removeExpired(now) {
      const expired = [...(await residents.all()).values()].filter(({ session }) => session.expiresAt <= now)
      for (const { session } of expired) await residents.remove(session.tokenHash)
      return expired.length
    },
  }
}
