import type { Session, SessionStore } from '../contract.ts'
import { SCHEMA } from './disk/document.ts'
import type { SessionDocument } from './document-schemas.ts'
import type { DocumentsInMemory } from './documents-in-memory.ts'

export function createSessionStore(documents: DocumentsInMemory<SessionDocument>): SessionStore {
  const sessionsWhere = async (isMeant: (session: Session) => boolean): Promise<Session[]> =>
    [...(await documents.all()).values()].map(({ session }) => session).filter(isMeant)
  const removeAll = async (gone: readonly Session[]): Promise<number> => {
    // Others may have removed some meanwhile.
    for (const { tokenHash } of gone)
      await documents.change(tokenHash, (current) => (current ? null : undefined))
    return gone.length
  }
  return {
    save: (session) => documents.save({ schema: SCHEMA, session }),
    find: async (tokenHash) => (await documents.get(tokenHash))?.session,
    async remove(tokenHash) {
      if (await documents.get(tokenHash)) await documents.remove(tokenHash)
    },
    removeOf: async (id) =>
      removeAll(await sessionsWhere(({ userId, openId }) => userId === id || openId === id)),
    async people() {
      const all = await sessionsWhere(() => true)
      return [...new Map(all.map(({ userId, openId }) => [userId, { userId, openId }])).values()]
    },
    async rename({ userId, openId }) {
      const own = await sessionsWhere((session) => session.openId === openId && session.userId !== userId)
      for (const { tokenHash } of own) {
        await documents.change(tokenHash, (current) =>
          current ? { schema: SCHEMA, session: { ...current.session, userId } } : undefined,
        )
      }
      return own.length
    },
    async keepNewest(openId, count) {
      const theirs = await sessionsWhere((session) => session.openId === openId)
      // Of those that end at once the one saved last stands last: the order stays.
      theirs.sort((one, other) => one.expiresAt - other.expiresAt)
      return removeAll(theirs.slice(0, -count))
    },
    removeExpired: async (now) => removeAll(await sessionsWhere(({ expiresAt }) => expiresAt <= now)),
  }
}
