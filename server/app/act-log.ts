import type { Act } from '../domain/act.ts'
import type { Event } from '../domain/instance.ts'
import { newActs } from '../domain/outbox/new-acts.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { Log } from '../runtime/logger.ts'
import type { Origin } from '../runtime/origin.ts'
import type { InstanceStore, Store } from '../store/contract.ts'

/**
 * The store, with a line in the log for each act on an approval, once it is durable: which one, what, by whom and from
 * where. Every act is a change of an instance, so no verb can forget it, nor what time and the system do. No name, no
 * reason and nothing of a form is in a line.
 */
export function withActLog<S extends Pick<Store, 'instances'>>(
  store: S,
  log: Pick<Log, 'info'>,
  currentOrigin: () => Origin | undefined,
  onAct: (act: Act) => void = () => undefined,
): S {
  const { instances } = store
  const change: InstanceStore['change'] = async (id, decide, lease) => {
    const seen: { record?: InstanceRecord; acts: readonly Act[] } = { acts: [] }
    const result = await instances.change(
      id,
      (current, nextNumber) => {
        const decided = decide(current, nextNumber)
        if (decided.next) seen.record = decided.next
        seen.acts = newActs(current, decided.next)
        return decided
      },
      lease,
    )
    const { record, acts } = seen
    for (const act of acts) {
      if (record) log.info(toFacts(record, act, currentOrigin()), 'act')
      onAct(act)
    }
    return result
  }
  return { ...store, instances: { ...instances, change } }
}

function toFacts({ instance }: InstanceRecord, act: Act, origin: Origin | undefined) {
  const { verb, by, via, service, events } = act
  const people = [...new Set([...act.people, ...events.flatMap(peopleIn)])]
  const tasks = [...new Set(events.flatMap((event) => ('taskId' in event ? [event.taskId] : [])))]
  return {
    instance: instance.id,
    definition: instance.definition.code,
    act: verb,
    by,
    via,
    ...(service !== undefined && { service }),
    ...(tasks.length > 0 && { tasks }),
    ...(people.length > 0 && { people }),
    status: instance.status,
    ...origin,
  }
}

/** Whoever comes in. */
function peopleIn(event: Event): readonly string[] {
  switch (event.type) {
    case 'seat_moved':
      return [event.to]
    case 'person_replaced':
      return [event.from, event.to]
    case 'task_opened':
      return [event.assignee]
    case 'cc_added':
      return [event.userId]
    default:
      return []
  }
}
