import { z } from 'zod'
import type { TakeEvent } from './event-message.ts'
import { createSeenEvents } from './seen-events.ts'

type Deps = {
  notes: Parameters<typeof createSeenEvents>[0]
  now: () => number
  /** Somebody is gone: nobody acts in their name any more. */
  onPersonLeft: (left: PersonLeft) => Promise<void>
  onPersonRenamed: (renamed: PersonRenamed) => Promise<void>
  /** Contacts changed: what is cached of this person, by user_id and open_id, no longer holds. */
  onPersonChanged: (ids: readonly string[]) => void
}

/** Who is gone, by the ids that the event gives, and whom they reported to. */
export type PersonLeft = {
  userId: string | null
  openId: string | null
  manager: string | null
  /** They are suspended, or were when the event was made: it may have come late. */
  isToConfirm: boolean
}

export type PersonRenamed = { from: string; to: string; openId: string }

const LEFT = 'contact.user.deleted_v3'
export const PERSON_EVENTS = ['contact.user.updated_v3', LEFT]

/** Each taken once, and acknowledged when what it asks for is durable. */
export function createPersonEvents(deps: Deps): TakeEvent {
  const seen = createSeenEvents(deps.notes, deps.now)
  return async ({ eventId, type, event }) => {
    if (eventId !== undefined && (await seen.has(eventId))) return { status: 200, body: {} }
    const change = readChange(type, event)
    if (!change) return UNUSABLE
    await follow(deps, change)
    if (eventId !== undefined) await seen.add(eventId)
    return { status: 200, body: {} }
  }
}

/** Nobody is named: Feishu repeats it, and says so in its log of events. */
const UNUSABLE = { status: 422, body: { message: 'The event names nobody.' } }

async function follow(
  { onPersonChanged, onPersonRenamed, onPersonLeft }: Deps,
  change: Change,
): Promise<void> {
  onPersonChanged(change.ids)
  if (change.renamed) await onPersonRenamed(change.renamed)
  if (change.left) await onPersonLeft(change.left)
}

type Change = {
  ids: readonly string[]
  renamed?: PersonRenamed | undefined
  left?: PersonLeft | undefined
}

/** Fields of an event may be absent, null or empty (员工离职, 员工信息变化). */
const Text = z
  .string()
  .nullish()
  .transform((text) => text || null)
  .catch(null)
const Flag = z.boolean().nullish().catch(null)
const Person = z.object({
  user_id: Text,
  open_id: Text,
  leader_user_id: Text,
  status: z
    .object({ is_frozen: Flag, is_resigned: Flag, is_exited: Flag, is_activated: Flag })
    .nullish()
    .catch(null),
})
type Person = z.infer<typeof Person>
const PersonEvent = z.object({ object: Person, old_object: Person.nullish().catch(null) })

/** Undefined when it names nobody. `old_object` has what was before, and only what changed. */
function readChange(type: string, event: unknown): Change | undefined {
  const { data } = PersonEvent.safeParse(event)
  if (!data) return undefined
  const { object: person, old_object: before } = data
  const userId = person.user_id ?? (type === LEFT ? (before?.user_id ?? null) : null)
  const openId = person.open_id ?? before?.open_id ?? null
  if (userId === null && openId === null) return undefined
  const ids = [person.user_id, person.open_id, before?.user_id, before?.open_id].filter((id) => !!id)
  const manager = person.leader_user_id ?? before?.leader_user_id ?? null
  const isGone = type === LEFT || isAway(person)
  return {
    ids: ids.filter((id) => id !== null && id !== undefined),
    renamed: type === LEFT ? undefined : renamedIn(person, before),
    left: isGone ? { userId, openId, manager, isToConfirm: type !== LEFT } : undefined,
  }
}

function renamedIn(person: Person, before: Person | null | undefined): PersonRenamed | undefined {
  const { user_id: to, open_id: openId } = person
  const from = before?.user_id ?? null
  if (to === null || openId === null || from === null || from === to) return undefined
  return { from, to, openId }
}

/** Suspended, resigned, out of the company, or not in Feishu. */
function isAway({ status }: Person): boolean {
  const { is_frozen, is_resigned, is_exited, is_activated } = status ?? {}
  return [is_frozen, is_resigned, is_exited].includes(true) || is_activated === false
}
