import type { CompleteReason } from '../shared/status.ts'
import type { Event, HistoryEntry } from './domain/instance.ts'
import type { InstanceRecord } from './domain/record.ts'
import type { Log } from './runtime/logger.ts'
import type { Origin } from './runtime/origin.ts'
import type { InstanceStore, Store } from './store/contract.ts'

/**
 * The store, with a line in the log for each act on an approval, once it is durable: which one, what, by whom and from
 * where. Every act is a change of an instance, so no verb can forget it, nor what time and the system do. No name, no
 * reason and nothing of a form is in a line.
 */
export function withActLog<S extends Pick<Store, 'instances'>>(
  store: S,
  log: Pick<Log, 'info'>,
  currentOrigin: () => Origin | undefined,
): S {
  const { instances } = store
  const change: InstanceStore['change'] = async (id, decide, lease) => {
    const seen: { record?: InstanceRecord; entries: readonly HistoryEntry[] } = { entries: [] }
    const result = await instances.change(
      id,
      (current) => {
        const decided = decide(current)
        if (decided.next) seen.record = decided.next
        seen.entries = newEntries(current, decided.next)
        return decided
      },
      lease,
    )
    const { record, entries } = seen
    if (record && entries.length > 0) log.info(toFacts(record, entries, currentOrigin()), 'act')
    return result
  }
  return { ...store, instances: { ...instances, change } }
}

/** Most changes are deliveries, which add nothing. */
function newEntries(
  current: InstanceRecord | undefined,
  next: InstanceRecord | undefined,
): readonly HistoryEntry[] {
  if (!next || next.history === current?.history) return []
  // How it began is never replaced: the record was written anew under another user_id, and nobody did anything.
  if (current && next.history[0] !== current.history[0]) return []
  const known = new Set(current?.history)
  return next.history.filter((entry) => !known.has(entry))
}

function toFacts({ instance }: InstanceRecord, entries: readonly HistoryEntry[], origin: Origin | undefined) {
  // A task that ends by what somebody did has nobody of its own.
  const telling = entries.find(({ by }) => by !== null) ?? entries[0]
  const people = [...new Set(entries.flatMap(({ event }) => peopleIn(event)))]
  const tasks = [...new Set(entries.flatMap(({ event }) => ('taskId' in event ? [event.taskId] : [])))]
  return {
    instance: instance.id,
    definition: instance.definition.code,
    act: actOf(entries),
    by: telling?.by ?? null,
    via: telling?.via,
    ...(tasks.length > 0 && { tasks }),
    ...(people.length > 0 && { people }),
    status: instance.status,
    ...origin,
  }
}

/** Of several events at once, the first of these says what was done; the others follow from it. */
const TELLING: readonly Event['type'][] = [
  ...(['started', 'resubmitted', 'rolled_back', 'signers_added', 'person_replaced', 'timed_out'] as const),
  ...(['commented', 'urged', 'task_postponed', 'seat_moved', 'seat_dropped', 'ended', 'task_ended'] as const),
  ...(['cc_added', 'cc_read', 'clocks_raised'] as const),
]

function actOf(entries: readonly HistoryEntry[]): string {
  const names = TELLING.flatMap((type) =>
    entries.map(({ event }) => (event.type === type ? nameOf(event) : null)),
  )
  return names.find((name) => name !== null) ?? entries[0]?.event.type ?? 'nothing'
}

/** The verb that it was; null: it follows from another event. */
function nameOf(event: Event): string | null {
  switch (event.type) {
    case 'task_ended':
      return OF_TASK[event.completeReason] ?? event.completeReason
    case 'ended':
      return event.status === 'CANCELED' ? 'withdraw' : event.status === 'TERMINATED' ? 'terminate' : null
    case 'timed_out':
      return `time-out ${event.action}`
    default:
      return OF_EVENT[event.type] ?? null
  }
}

const OF_TASK: Partial<Record<CompleteReason, string>> = {
  approved: 'approve',
  rejected: 'reject',
  forward: 'transfer',
  forward_resign: 'hand-over',
  admin_forward: 'hand-over',
}

const OF_EVENT: Partial<Record<Event['type'], string>> = {
  started: 'submit',
  resubmitted: 'resubmit',
  rolled_back: 'rollback',
  signers_added: 'add-sign',
  person_replaced: 'hand-over',
  commented: 'comment',
  urged: 'urge',
  task_postponed: 'postpone',
  seat_dropped: 'hand-over',
  cc_added: 'cc',
  cc_read: 'read',
  clocks_raised: 'repair',
}

function peopleIn(event: Event): readonly string[] {
  switch (event.type) {
    case 'seat_moved':
      return [event.to]
    case 'signers_added':
      return event.users
    case 'person_replaced':
      return [event.from, event.to]
    case 'cc_added':
      return [event.userId]
    case 'task_opened':
      return [event.assignee]
    default:
      return []
  }
}
