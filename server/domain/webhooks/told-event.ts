import type { InstanceStatus } from '../../../shared/status.ts'
import type { EventType } from '../../../shared/webhooks/event.ts'
import type { Act } from '../act.ts'
import type { Event } from '../instance.ts'

/**
 * A change that other systems are told of. `sequence` counts those of an approval from 1, whoever takes them: it names
 * the event for ever, as nothing that is counted ever leaves a history. `until`: the length of the history with it.
 */
export type ToldEvent = { sequence: number; type: EventType; act: Act; event: Event; until: number }

const AT_END: Record<Exclude<InstanceStatus, 'PENDING'>, EventType | null> = {
  APPROVED: 'instance.approved',
  REJECTED: 'instance.rejected',
  CANCELED: 'instance.withdrawn',
  TERMINATED: 'instance.terminated',
  DELETED: null,
  HIDDEN: null,
}

/**
 * What a change is called outside; null: nobody is told of it. What begins to be told later must not be counted in
 * histories that are there already, or the numbers of waiting events come to mean others.
 */
function typeOf(event: Event): EventType | null {
  switch (event.type) {
    case 'started':
      return 'instance.started'
    case 'resubmitted':
      return 'instance.resubmitted'
    case 'rolled_back':
      return 'instance.reverted'
    case 'ended':
      return AT_END[event.status]
    case 'task_opened':
      return 'task.opened'
    case 'task_ended':
      return 'task.ended'
    case 'commented':
      return 'comment.added'
    default:
      return null
  }
}

/** All of a history, in the order in which they happened. */
export function toldEvents(history: readonly Act[]): ToldEvent[] {
  const told: ToldEvent[] = []
  history.forEach((act, at) => {
    for (const event of act.events) {
      const type = typeOf(event)
      if (type !== null) told.push({ sequence: told.length + 1, type, act, event, until: at + 1 })
    }
  })
  return told
}

/** `<instance>.e<sequence>`: the same for every attempt and every endpoint. */
export const eventId = (instanceId: string, sequence: number): string => `${instanceId}.e${sequence}`

/** Undefined for what is no such id. */
export function readEventId(id: string): { instanceId: string; sequence: number } | undefined {
  const parts = /^([a-z0-9][a-z0-9-]{0,63})\.e([1-9]\d{0,8})$/.exec(id)
  return parts ? { instanceId: parts[1] ?? '', sequence: Number(parts[2]) } : undefined
}
