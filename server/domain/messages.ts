import { INITIATOR_NODE } from '../../shared/nodes.ts'
import type { Locale } from '../../shared/locale.ts'
import type { MessageKind } from '../../shared/settings.ts'
import type { InstanceStatus } from '../../shared/status.ts'
import type { Verb } from '../../shared/verbs/index.ts'
import { eventsOf, type Act } from './act.ts'
import { findTask, mayView, nameOf, ownerOf, type Files, type Instance } from './instance.ts'
import type { InstanceRecord, Message } from './outbox/record.ts'
import type { PersonSettings } from './settings.ts'

/** Who is to be told of an act. */
type Told = Pick<Message, 'kind' | 'to'>

/** What counts of the one who is told, apart from the instance. */
export type Receiver = Pick<PersonSettings, 'muted' | 'locale'> & {
  /** Of the definition as it is now: they may see every instance of it. */
  isManager: boolean
}

/** A message with the words that its act gives it, for the one who gets it. */
export type Notice = Pick<Message, 'kind' | 'to' | 'uuid'> & {
  /** Who did it; null: another system, this one, time, or an operator. */
  by: string | null
  name: string | null
  /** The other system. */
  service?: string | undefined
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

/** What an act asks to be told: to whom, and as which kind. Nobody is told what they did themselves, or the same twice. */
export function messagesOf(act: Act, instance: Instance): Told[] {
  const told: Told[] = []
  for (const { kind, people, isTheirs = false } of wantedBy(act, instance)) {
    const doer = isTheirs || isByItself(act, kind) ? null : act.by
    for (const to of people) {
      if (to !== doer && !told.some((one) => one.to === to && isSame(one.kind, kind))) told.push({ kind, to })
    }
  }
  return told
}

/**
 * What follows from an act without anybody's doing: the copies that a definition gives, and the end of an approval
 * that nobody has to decide on. Nobody's name and nobody's words go with it.
 */
const isByItself = ({ verb }: Act, kind: MessageKind): boolean =>
  kind === 'cc' ? verb !== 'cc' : UNDECIDED.has(verb)

const UNDECIDED: ReadonlySet<Verb> = new Set(['submit', 'resubmit', 'hand-over'])

/** Whoever is mentioned in a comment need not hear that there is one. */
const isSame = (one: MessageKind, other: MessageKind): boolean =>
  one === other || (one === 'mentioned' && other === 'commented')

/** `isTheirs`: something waits for them now, whoever brought that about. */
type Wanted = { kind: MessageKind; people: readonly string[]; isTheirs?: true }

function wantedBy(act: Act, instance: Instance): Wanted[] {
  return [
    ...wantedByVerb(act, instance),
    ...copies(act, instance),
    ...ownSteps(act),
    ...wantedAtEnd(act, instance),
  ]
}

function wantedByVerb(act: Act, instance: Instance): Wanted[] {
  const owner = [ownerOf(instance)]
  switch (act.verb) {
    case 'comment':
      return [
        { kind: 'mentioned', people: act.people },
        { kind: 'commented', people: owner },
      ]
    case 'rollback': {
      // Where it goes back to them, that their own step opens says it.
      const isTold = eventsOf(act, 'rolled_back').some(({ toNode }) => toNode !== INITIATOR_NODE)
      return isTold ? [{ kind: 'rolled_back', people: owner }] : []
    }
    case 'hand-over': {
      const isTheirs = eventsOf(act, 'person_replaced').some(({ asInitiator }) => asInitiator)
      // Where it waits for them, that their own step opens says it.
      return isTheirs && ownStepsOpened(act).length === 0 ? [{ kind: 'handed_over', people: owner }] : []
    }
    case 'press': {
      const late = eventsOf(act, 'press_answered').filter(({ isLate }) => isLate)
      const people = assigneesOf(
        instance,
        late.map(({ taskId }) => taskId),
      )
      return [{ kind: 'press_refused', people, isTheirs: true }]
    }
    case 'urge':
    case 'time-out':
      return [{ kind: 'urged', people: assigneesOf(instance, urgedBy(act)) }]
    default:
      return []
  }
}

/** The tasks whose people are asked to decide. */
const urgedBy = (act: Act): string[] => [
  ...eventsOf(act, 'urged').flatMap(({ taskIds }) => taskIds),
  ...eventsOf(act, 'timed_out').flatMap(({ action, taskId }) => (action === 'remind' ? [taskId] : [])),
]

/** What a definition tells people, it tells them for the initiator. Whoever delegates knows that they do. */
function copies(act: Act, instance: Instance): Wanted[] {
  const people = eventsOf(act, 'cc_added').map(({ userId }) => userId)
  const known = [ownerOf(instance), ...instance.tasks.flatMap(({ consignedBy }) => consignedBy ?? [])]
  return [{ kind: 'cc', people: act.verb === 'cc' ? people : people.filter((one) => !known.includes(one)) }]
}

/** Of whoever has to submit again. */
const ownSteps = (act: Act): Wanted[] =>
  ownStepsOpened(act).map(({ assignee }) => ({
    kind: 'rolled_back',
    people: [assignee],
    isTheirs: true,
  }))

const ownStepsOpened = (act: Act) =>
  eventsOf(act, 'task_opened').filter(({ nodeId }) => nodeId === INITIATOR_NODE)

const ENDED: Record<Exclude<InstanceStatus, 'PENDING'>, MessageKind | null> = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
  TERMINATED: 'terminated',
  CANCELED: 'withdrawn',
  DELETED: null,
  HIDDEN: null,
}

function wantedAtEnd(act: Act, instance: Instance): Wanted[] {
  return eventsOf(act, 'ended').flatMap(({ status }) => {
    const kind = ENDED[status]
    if (kind === null) return []
    const ended = [...eventsOf(act, 'task_ended').map(({ taskId }) => taskId), ...approvedIn(act, instance)]
    // Whoever withdraws knows; those who had to decide are told, and whose it is where a system did it.
    const owner = [ownerOf(instance)]
    if (status !== 'CANCELED') return [{ kind, people: owner }]
    return [{ kind, people: [...assigneesOf(instance, ended), ...(act.by === null ? owner : [])] }]
  })
}

/** Where nobody had to decide any more, it had been approved: whoever did so is told. */
function approvedIn(act: Act, { tasks }: Instance): string[] {
  if (eventsOf(act, 'task_ended').length > 0) return []
  return tasks.flatMap(({ id, status }) => (status === 'APPROVED' ? [id] : []))
}

/** Undefined for what its receiver does not want to be told. */
export function noticeOf(
  { history, instance }: InstanceRecord,
  { kind, to, uuid, act: at }: Message,
  { muted, locale, isManager }: Receiver,
): Notice | undefined {
  const caused = history[at]
  const isOwnStep = kind === 'rolled_back' && caused !== undefined && ownStepOf(caused, to) !== undefined
  const told = isOwnStep ? rollbackUpTo(history, at) : caused
  // What one has to do oneself is no news that one could do without: no card says it.
  if (!told || (!isOwnStep && muted.some((one) => one === kind))) return undefined
  const mayOpen = isManager || mayView(instance, to)
  return { kind, to, uuid, ...causeOf(instance, told, kind, mayOpen), isOwnStep, locale, mayOpen }
}

type Cause = Pick<Notice, 'by' | 'name' | 'service' | 'said' | 'overdueNode'>

function causeOf(instance: Instance, act: Act, kind: MessageKind, mayOpen: boolean): Cause {
  if (isByItself(act, kind)) return { by: null, name: null, said: null, overdueNode: null }
  const { by, service } = act
  const name = by === null ? null : nameOf(instance, by)
  return {
    by,
    name,
    ...(service !== undefined && { service }),
    said: wordsOf(act, mayOpen),
    overdueNode: overdueIn(instance, act),
  }
}

/** Whether it still says what holds: nobody is urged to do what is done. */
export function isTimely({ history, instance }: InstanceRecord, { kind, act: at, to }: Message): boolean {
  const act = history[at]
  if (!act) return false
  const isOpenTask = (id: string) => findTask(instance, id)?.status === 'PENDING'
  const ownStep = kind === 'rolled_back' ? ownStepOf(act, to) : undefined
  if (ownStep) return isOpenTask(ownStep.taskId)
  if (kind === 'press_refused') return !isPressedSince(instance, act)
  if (kind !== 'urged') return true
  return urgedBy(act).some((id) => isOpenTask(id) && findTask(instance, id)?.assignee === to)
}

/** They have pressed something else by now. */
const isPressedSince = (instance: Instance, act: Act): boolean =>
  eventsOf(act, 'press_answered').some(({ taskId, number }) => {
    const pressed = findTask(instance, taskId)?.pressed
    return pressed !== undefined && pressed.number !== number
  })

const ownStepOf = (act: Act, to: string) => ownStepsOpened(act).find(({ assignee }) => assignee === to)

/** The rollback by which somebody's own step was reached, also when it then passed to whoever took over. */
const rollbackUpTo = (history: readonly Act[], at: number): Act | undefined =>
  history.slice(0, at + 1).findLast(({ verb }) => verb === 'rollback')

function overdueIn(instance: Instance, { verb, taskId }: Act): string | null {
  return verb === 'time-out' && taskId !== null ? (findTask(instance, taskId)?.nodeId ?? null) : null
}

/** A comment without words is told by the names of its files, to whoever may open them. */
function wordsOf(act: Act, mayOpen: boolean): string | null {
  if (act.verb !== 'comment') return act.reason
  const [said] = eventsOf(act, 'commented')
  return said?.text || (mayOpen ? namesOf(act.files) : null)
}

const namesOf = (files: Files): string =>
  Object.values(files)
    .map(({ name }) => name)
    .join(', ')

function assigneesOf(instance: Instance, taskIds: readonly string[]): string[] {
  return taskIds.flatMap((id) => findTask(instance, id)?.assignee ?? [])
}
