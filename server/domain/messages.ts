import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { Locale } from '../../shared/locale.ts'
import type { MessageKind } from '../../shared/settings.ts'
import type { InstanceStatus } from '../../shared/status.ts'
import {
  findTask,
  isOpen,
  mayView,
  nameOf,
  ownerOf,
  type Files,
  type HistoryEntry,
  type Instance,
} from './instance.ts'
import type { InstanceRecord, Message } from './record.ts'
import type { PersonSettings } from './settings.ts'

/** Who is to be told of a change, and by which entry of the history. */
export type Told = Pick<Message, 'kind' | 'to' | 'entry'>

/** What counts of the one who is told, apart from the instance. */
export type Receiver = Pick<PersonSettings, 'muted' | 'locale'> & {
  /** Of the definition as it is now: they may see every instance of it. */
  isManager: boolean
}

/** A message with the words that its entry gives it, for the one who gets it. */
export type Notice = Pick<Message, 'kind' | 'to' | 'uuid'> & {
  /** Who did it; null: the system, time, or an operator. */
  by: string | null
  name: string | null
  /** Their reason, or their comment. */
  said: string | null
  /** Where nobody acted in time, when that is what brought it about. */
  overdueNode: string | null
  /** It waits for its receiver to submit it again. */
  isOwnStep: boolean
  locale: Locale | undefined
  /** Being mentioned gives nobody access. */
  mayOpen: boolean
}

/** The entries of one change, and the state after it. */
type Change = { entries: readonly HistoryEntry[]; instance: Instance }

/** `at`: the entry among those of the change that says who did it, and why. */
type Wanted = { kind: MessageKind; people: readonly string[]; at: number }

/**
 * The messages that a change asks for; `first` is the place of its first entry in the history. Nobody is told what
 * they did themselves, nor the same twice: whoever is mentioned in a comment need not hear that there is one.
 */
export function messagesOf(change: Change, first: number): Told[] {
  const told: Told[] = []
  for (const { kind, people, at } of change.entries.flatMap((_, place) => wantedBy(change, place))) {
    for (const to of people) {
      const isKnown = told.some((one) => one.to === to && one.entry === first + at)
      if (!isKnown && change.entries[at]?.by !== to) told.push({ kind, to, entry: first + at })
    }
  }
  return told
}

function wantedBy({ entries, instance }: Change, at: number): Wanted[] {
  const owner = [ownerOf(instance)]
  const { by, event } = entries[at] as HistoryEntry
  switch (event.type) {
    case 'commented':
      return [
        { kind: 'mentioned', people: event.mentions, at },
        { kind: 'commented', people: owner, at },
      ]
    case 'rolled_back':
      // Where it goes back to them, that their own step opens says it.
      if (event.toNode === INITIATOR_NODE) return []
      return [{ kind: 'rolled_back', people: owner, at: decisionIn(entries) ?? at }]
    case 'task_opened':
      return event.nodeId === INITIATOR_NODE ? [{ kind: 'rolled_back', people: [event.assignee], at }] : []
    case 'urged':
      return [{ kind: 'urged', people: assigneesOf(instance, event.taskIds), at }]
    case 'timed_out':
      return event.action === 'remind'
        ? [{ kind: 'urged', people: assigneesOf(instance, [event.taskId]), at }]
        : []
    case 'cc_added': {
      // What a definition tells people, it tells them for the initiator. Whoever delegates knows that they do.
      const known = [...owner, ...instance.tasks.flatMap(({ consignedBy }) => consignedBy ?? [])]
      const people = [event.userId].filter((one) => by !== null || !known.includes(one))
      return [{ kind: 'cc', people, at: copiesIn(entries, by) ?? at }]
    }
    case 'ended':
      return wantedAtEnd({ entries, instance }, event.status, at)
    default:
      return []
  }
}

function wantedAtEnd(
  { entries, instance }: Change,
  status: Exclude<InstanceStatus, 'PENDING'>,
  at: number,
): Wanted[] {
  const people = [ownerOf(instance)]
  switch (status) {
    case 'APPROVED':
      return [{ kind: 'approved', people, at: decisionIn(entries) ?? timeoutIn(entries) ?? at }]
    case 'REJECTED':
      return [{ kind: 'rejected', people, at: decisionIn(entries) ?? timeoutIn(entries) ?? at }]
    case 'TERMINATED':
      return [{ kind: 'terminated', people, at }]
    case 'CANCELED':
      return [{ kind: 'withdrawn', people: assigneesOf(instance, endedIn(entries)), at }]
    case 'DELETED':
      return []
  }
}

/** Undefined for what its receiver does not want to be told. */
export function noticeOf(
  { history, instance }: InstanceRecord,
  { kind, to, uuid, entry }: Message,
  { muted, locale, isManager }: Receiver,
): Notice | undefined {
  const opened = history[entry]
  const isOwnStep = opened?.event.type === 'task_opened'
  const told = isOwnStep ? rollbackBefore(history, entry) : opened
  // What one has to do oneself is no news that one could do without: no card says it.
  if (!told || (!isOwnStep && muted.some((one) => one === kind))) return undefined
  const mayOpen = isManager || mayView(instance, to)
  const { by } = told
  const name = by === null ? null : nameOf(instance, by)
  const overdueNode = overdueIn(instance, told)
  return { kind, to, uuid, by, name, said: wordsOf(told, mayOpen), overdueNode, isOwnStep, locale, mayOpen }
}

/** Whether it still says what holds: nobody is urged to do what is done. */
export function isTimely({ history, instance }: InstanceRecord, { kind, entry, to }: Message): boolean {
  const event = history[entry]?.event
  if (event?.type === 'task_opened') return findTask(instance, event.taskId)?.status === 'PENDING'
  if (kind !== 'urged' || (event?.type !== 'urged' && event?.type !== 'timed_out')) return true
  const taskIds = event.type === 'urged' ? event.taskIds : [event.taskId]
  return instance.tasks.some((task) => taskIds.includes(task.id) && task.assignee === to && isOpen(task))
}

/** The rollback by which somebody's own step was reached, also when it then passed to whoever took over. */
const rollbackBefore = (history: readonly HistoryEntry[], at: number): HistoryEntry | undefined =>
  history
    .slice(0, at)
    .findLast(({ event }) => event.type === 'task_ended' && event.completeReason === 'specific_rollback')

function overdueIn(instance: Instance, { event }: HistoryEntry): string | null {
  return event.type === 'timed_out' ? (findTask(instance, event.taskId)?.nodeId ?? null) : null
}

/** A comment without words is told by the names of its files, to whoever may open them. */
function wordsOf({ event }: HistoryEntry, mayOpen: boolean): string | null {
  if (event.type === 'commented') return event.text || (mayOpen ? namesOf(event.files) : null)
  return 'reason' in event ? (event.reason ?? null) : null
}

const namesOf = (files: Files): string =>
  Object.values(files)
    .map(({ name }) => name)
    .join(', ')

/** Where a person ended their own task, which brought the rest of the change about. */
function decisionIn(entries: readonly HistoryEntry[]): number | undefined {
  const at = entries.findIndex(({ by, event }) => by !== null && event.type === 'task_ended')
  return at < 0 ? undefined : at
}

/** The first of the copies that somebody gave in one go, which has their reason. */
function copiesIn(entries: readonly HistoryEntry[], giver: string | null): number | undefined {
  const at = entries.findIndex(({ by, event }) => by === giver && event.type === 'cc_added')
  return at < 0 ? undefined : at
}

/** Where time decided in a person's place. */
function timeoutIn(entries: readonly HistoryEntry[]): number | undefined {
  const at = entries.findIndex(({ event }) => event.type === 'timed_out')
  return at < 0 ? undefined : at
}

function endedIn(entries: readonly HistoryEntry[]): string[] {
  return entries.flatMap(({ event }) => (event.type === 'task_ended' ? [event.taskId] : []))
}

function assigneesOf(instance: Instance, taskIds: readonly string[]): string[] {
  return taskIds.flatMap((id) => findTask(instance, id)?.assignee ?? [])
}
