import type { Channel, CompleteReason } from '../../../shared/status.ts'
import type { Verb } from '../../../shared/verbs/index.ts'
import type { Act } from '../../domain/act.ts'
import type { Event, Files, Instance, People, Task } from '../../domain/instance.ts'

/** Before schema 3 an entry was one event, with the words of its act on it. */
export type OlderEntry = { at: number; by: string | null; via: Channel; event: OlderEvent }

type OlderEvent = Event & {
  reason?: string | null
  files?: Files
  people?: People
  /** Of `commented`. */
  mentions?: readonly string[]
}

/**
 * The acts that older entries came from, and for each entry the place of its act. What one act changed stands together
 * and has one time; of two acts at the same millisecond the second begins where somebody does something.
 */
export function groupEntries(
  entries: readonly OlderEntry[],
  instance: Pick<Instance, 'tasks'>,
): { history: Act[]; placeOf: readonly number[] } {
  const groups: OlderEntry[][] = []
  const placeOf = entries.map((entry) => {
    const group = groups.at(-1)
    if (group && !beginsAct(group, entry)) group.push(entry)
    else groups.push([entry])
    return groups.length - 1
  })
  return { history: groups.map((group) => toAct(group, entries, instance)), placeOf }
}

const BY_DECISION: ReadonlySet<CompleteReason> = new Set([
  'approved',
  'rejected',
  'forward',
  'specific_rollback',
])
const BY_HAND_OVER: ReadonlySet<CompleteReason> = new Set(['forward_resign', 'admin_forward'])

const ALWAYS_FIRST: ReadonlySet<Event['type']> = new Set([
  'started',
  'resubmitted',
  'commented',
  'urged',
  'task_postponed',
  'timed_out',
  'clocks_raised',
  'signers_added',
])

function beginsAct(group: readonly OlderEntry[], { at, by, via, event }: OlderEntry): boolean {
  const previous = group.at(-1)
  if (previous?.at !== at || ALWAYS_FIRST.has(event.type)) return true
  // What follows from an operator's act is the operator's too.
  if ((via === 'admin') !== (previous.via === 'admin')) return true
  const isOver = group.some((one) => one.event.type === 'ended')
  switch (event.type) {
    case 'task_ended':
      if (by !== null) return BY_DECISION.has(event.completeReason)
      if (event.completeReason === 'recall') return !group.some(isEndedBy('recall'))
      return BY_HAND_OVER.has(event.completeReason) && !isHandOver(group)
    case 'cc_added':
    case 'cc_read':
      return by !== null && !(previous.event.type === event.type && previous.by === by)
    case 'person_replaced':
    case 'seat_dropped':
      return !isHandOver(group)
    case 'seat_moved':
      return by === null && !isHandOver(group) && !group.some((one) => one.event.type === 'timed_out')
    default:
      return isOver
  }
}

const isEndedBy = (reason: CompleteReason) => (one: OlderEntry) =>
  one.event.type === 'task_ended' && one.event.completeReason === reason

const isHandOver = (group: readonly OlderEntry[]): boolean =>
  group.every(({ by }) => by === null) && verbOf(group) === 'hand-over'

const OF_EVENT: { [Type in Event['type']]?: Verb } = {
  started: 'submit',
  resubmitted: 'resubmit',
  rolled_back: 'rollback',
  signers_added: 'add-sign',
  timed_out: 'time-out',
  commented: 'comment',
  urged: 'urge',
  task_postponed: 'postpone',
  clocks_raised: 'repair',
}
const OF_DECISION: { [Reason in CompleteReason]?: Verb } = {
  approved: 'approve',
  rejected: 'reject',
  forward: 'transfer',
}

function verbOf(group: readonly OlderEntry[]): Verb {
  for (const { event } of group) {
    const verb = OF_EVENT[event.type]
    if (verb) return verb
    if (event.type === 'ended' && event.status === 'CANCELED') return 'withdraw'
    if (event.type === 'ended' && event.status === 'TERMINATED') return 'terminate'
  }
  for (const { by, event } of group) {
    if (by === null) continue
    if (event.type === 'task_ended') return OF_DECISION[event.completeReason] ?? 'approve'
    if (event.type === 'cc_added') return 'cc'
    if (event.type === 'cc_read') return 'read'
  }
  return 'hand-over'
}

function toAct(
  group: readonly OlderEntry[],
  entries: readonly OlderEntry[],
  instance: Pick<Instance, 'tasks'>,
): Act {
  const [first] = group
  if (!first) throw new Error('an act has at least one entry')
  const verb = verbOf(group)
  const { at, by, via } = group.find((one) => one.by !== null) ?? first
  const known: Record<string, People[string]> = {}
  const files: Record<string, Files[string]> = {}
  for (const { event } of group) {
    for (const [id, person] of Object.entries(event.people ?? {})) known[id] ??= person
    for (const [id, file] of Object.entries(event.files ?? {})) files[id] ??= file
  }
  return {
    at,
    by,
    via,
    verb,
    taskId: taskOf(verb, group, entries),
    reason: group.map(({ event }) => event.reason ?? null).find((reason) => reason !== null) ?? null,
    files,
    people: peopleOf(verb, group, instance),
    known,
    events: group.map(({ event }) => toEvent(event)),
  }
}

/** Without what the act says now. */
function toEvent(event: OlderEvent): Event {
  const { reason, files, people, mentions, ...rest } = event
  return rest
}

const ON_TASK: ReadonlySet<Verb> = new Set([
  'approve',
  'reject',
  'transfer',
  'add-sign',
  'rollback',
  'resubmit',
  'postpone',
  'time-out',
])

function taskOf(verb: Verb, group: readonly OlderEntry[], entries: readonly OlderEntry[]): string | null {
  if (!ON_TASK.has(verb)) return null
  for (const entry of group) {
    const { by, event } = entry
    if (event.type === 'signers_added') return addersTask(event, entries.slice(0, entries.indexOf(entry)))
    if (event.type === 'timed_out' || event.type === 'task_postponed') return event.taskId
    if (event.type === 'task_ended' && by !== null) return event.taskId
  }
  return null
}

/** Whoever adds signers has the task that was opened last at their place. The wall clock may have gone back since. */
function addersTask(
  { nodeId, seat }: Extract<Event, { type: 'signers_added' }>,
  before: readonly OlderEntry[],
): string | null {
  const opened = before
    .flatMap(({ event }) => (event.type === 'task_opened' ? [event] : []))
    .findLast((event) => event.nodeId === nodeId && (event.seat ?? event.assignee) === seat)
  return opened?.taskId ?? null
}

function peopleOf(
  verb: Verb,
  group: readonly OlderEntry[],
  { tasks }: Pick<Instance, 'tasks'>,
): readonly string[] {
  const events = group.map(({ event }) => event)
  switch (verb) {
    case 'transfer':
      return events.flatMap((event) => (event.type === 'seat_moved' ? [event.to] : [])).slice(0, 1)
    case 'add-sign':
      return events.flatMap((event) => (event.type === 'signers_added' ? event.users : []))
    case 'cc':
      return group.flatMap(({ by, event }) =>
        event.type === 'cc_added' && by !== null ? [event.userId] : [],
      )
    case 'comment':
      return events.flatMap((event) => event.mentions ?? [])
    case 'hand-over':
      return leaverOf(events, tasks)
    default:
      return []
  }
}

/** Whose place it was: of a task that a delegate had, theirs, unless it only went back from the delegate. */
function leaverOf(events: readonly OlderEvent[], tasks: readonly Task[]): string[] {
  for (const event of events) {
    if (event.type === 'person_replaced') return [event.from]
    if (event.type === 'cc_dropped') return [event.userId]
  }
  const passed = events.filter((event) => event.type === 'seat_moved' || event.type === 'seat_dropped')
  for (const event of events) {
    if (event.type !== 'task_ended' || event.status !== 'TRANSFERRED') continue
    const task = tasks.find(({ id }) => id === event.taskId)
    if (!task) continue
    const { nodeId, assignee, seat = assignee, consignedBy = assignee } = task
    const isPassed = passed.some((one) => one.nodeId === nodeId && one.seat === seat)
    return [isPassed ? consignedBy : assignee]
  }
  return passed.map(({ seat }) => seat.split('+')[0] ?? seat).slice(0, 1)
}
