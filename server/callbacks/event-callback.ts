import { z } from 'zod'
import { refuseUnproven, type FeishuEndpoint } from './reply.ts'
import { createSeenEvents } from './seen-events.ts'
import { verifyEvent, type EventSecrets } from './verify-event.ts'

type Deps = {
  secrets: EventSecrets
  notes: Parameters<typeof createSeenEvents>[0]
  now: () => number
  /** Somebody has left: nobody acts in their name any more. By user_id and open_id. */
  onPersonLeft: (left: PersonLeft) => Promise<void>
  /** Contacts changed: what is cached of this person, by user_id and open_id, no longer holds. */
  onPersonChanged: (ids: readonly string[]) => void
}

/** Who left, by all their ids, and whom they reported to. */
export type PersonLeft = { ids: readonly string[]; userId: string | null; manager: string | null }

const LEFT = 'contact.user.deleted_v3'
const PERSON_EVENTS = new Set(['contact.user.updated_v3', LEFT])

const Person = z.object({
  user_id: z.string().optional(),
  open_id: z.string().optional(),
  leader_user_id: z.string().optional(),
})
const PersonEvent = z.object({ object: Person, old_object: Person.optional() })

/** `POST /feishu/event`: each event taken once, and acknowledged when what it asks for is durable. */
export function createEventCallback({
  secrets,
  notes,
  now,
  onPersonChanged,
  onPersonLeft,
}: Deps): FeishuEndpoint {
  const seen = createSeenEvents(notes, now)
  return async (request) => {
    const verified = verifyEvent(request, secrets)
    if (!verified) return refuseUnproven()
    if (verified.type === 'challenge') return { status: 200, body: { challenge: verified.challenge } }
    if (!(await seen.has(verified.eventId)) && PERSON_EVENTS.has(verified.eventType)) {
      const ids = personIds(verified.event)
      if (ids.length > 0) onPersonChanged(ids)
      if (verified.eventType === LEFT) await onPersonLeft({ ids, ...leaverIn(verified.event) })
      await seen.add(verified.eventId)
    }
    return { status: 200, body: {} }
  }
}

/** `POST /feishu/card`: buttons of the app's own cards, of which none has any yet. */
export function createCardCallback({ secrets }: Pick<Deps, 'secrets'>): FeishuEndpoint {
  return async (request) => {
    const verified = verifyEvent(request, secrets)
    if (!verified) return refuseUnproven()
    return { status: 200, body: verified.type === 'challenge' ? { challenge: verified.challenge } : {} }
  }
}

function leaverIn(event: unknown): Omit<PersonLeft, 'ids'> {
  const { data } = PersonEvent.safeParse(event)
  const manager = data?.object.leader_user_id ?? data?.old_object?.leader_user_id
  return { userId: data?.object.user_id || null, manager: manager || null }
}

function personIds(event: unknown): string[] {
  const { data } = PersonEvent.safeParse(event)
  const people = [data?.object, data?.old_object]
  return people.flatMap((person) => [person?.user_id, person?.open_id].filter((id) => id !== undefined))
}
