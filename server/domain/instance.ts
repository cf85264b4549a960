import type { NodeStatus } from '../../shared/responses.ts'
import type { NodeMode, ReasonPolicy, TimeoutAction } from '../../shared/flow.ts'
import type { BranchLane } from '../../shared/definition.ts'
import type { DocumentNumber } from '../../shared/document-number.ts'
import type { FormValues } from '../../shared/form/field.ts'
import { textIn, type Language } from '../../shared/languages.ts'
import { own } from '../../shared/own.ts'
import { cleanLine } from '../../shared/person-text.ts'
import type { SignerPosition } from '../../shared/verbs/add-sign.ts'
import type { CompleteReason, InstanceStatus, TaskStatus } from '../../shared/status.ts'
import type { Mirror } from './mirror/mirrored.ts'
import type { Press, Pressed, SourceRefusal } from './mirror/pressed.ts'
import type { Pushed } from './mirror/pushed.ts'

export type Initiator = {
  /** Empty: of an approval of another system, nobody who is known here. */
  userId: string
  openId: string
  name: string
  /** The custom id, which cards want, and the `od-…` id, which instances want; null for someone in no department. */
  department: { departmentId: string; openDepartmentId: string; name: string } | null
}

/** What is kept of everyone named in an instance, so that a decision needs no outside call. */
export type KnownPerson = { openId: string; name: string }

/** People by user_id. */
export type People = Readonly<Record<string, KnownPerson>>

/** What is kept of an uploaded file with the instance that names it. `size` in bytes. */
export type FileInfo = { name: string; size: number; type: string }

/** Files by id, in the order in which they were named. */
export type Files = Readonly<Record<string, FileInfo>>

/** A place at a node that somebody has to fill: an approver's, or one that was added to another. */
export type Seat = {
  id: string
  person: string
  added?: { to: string; position: SignerPosition } | undefined
}

/** A node of the way this instance takes, with the people found for it when it started. */
export type RouteNode = {
  id: string
  mode: NodeMode
  reason: ReasonPolicy
  /** Whoever approved just before is asked all the same. */
  asksRepeated?: true | undefined
  /** Feishu's buttons take files along. */
  asksFiles?: true | undefined
  approvers: readonly string[]
  skipped: 'condition' | 'self_approval' | null
  status: NodeStatus
  /** Nodes of one group run side by side, branch by branch, and the way goes on when all are passed. */
  lane?: BranchLane | undefined
  /** The round in which it was entered last. */
  round?: number | undefined
  /** Absent while they are just the approvers. */
  seats?: readonly Seat[] | undefined
  /** Somebody sent it back here: who approved the node before has to look again all the same. */
  isAskedAnew?: boolean | undefined
}

export type Task = {
  id: string
  nodeId: string
  assignee: string
  /** Whose place its person takes, as their delegate. */
  consignedBy?: string | undefined
  /** Its place at the node, when that is not its person's own. */
  seat?: string | undefined
  status: TaskStatus
  reason: string | null
  completeReason: CompleteReason | null
  round: number
  createdAt: number
  endedAt: number | null
  /** Until then it is not among its person's to-dos; Feishu's own list does not know. */
  postponedUntil?: number | undefined
  /** When its person was last urged. */
  urgedAt?: number | undefined
  /** Ids of the files that came with the decision. */
  attachments?: readonly string[] | undefined
  /** What time has done with it. */
  timeouts?: readonly TimeoutAction[] | undefined
  /** Of another system's: what its person pressed last, while it is open. */
  pressed?: Pressed | undefined
  /** Feishu's update_time: grows with every change, never the wall clock alone. */
  clock: number
}

export type Cc = { id: string; userId: string; createdAt: number; readAt: number | null; clock: number }

/** What another system called an option when it was chosen, and whom it named as its owner. */
export type ChosenOption = { label: Readonly<Partial<Record<Language, string>>>; owner?: string | undefined }

/** By the place of the field (`items.supplier`), then by value. */
export type ChosenOptions = Readonly<Record<string, Readonly<Record<string, ChosenOption>>>>

/** Another approval as it was called when a form named it: whoever sees that form sees this much of it. */
export type LinkedApproval = { title: Readonly<Partial<Record<Language, string>>>; number: string }

/** By the id of the instance. */
export type LinkedApprovals = Readonly<Record<string, LinkedApproval>>

/** One approval: the fold of its history. What is optional is absent until the first of its kind. */
export type Instance = {
  id: string
  definition: { code: string; version: number }
  /** Absent where its definition gives none. */
  number?: DocumentNumber | undefined
  status: InstanceStatus
  initiator: Initiator
  /** Once it is approved, it is written into attendance. */
  attends?: true | undefined
  /** Days in which it can still be withdrawn once it is approved; absent: none. */
  revertDays?: number | undefined
  /** The system that started it in its initiator's name; absent where they did. */
  service?: string | undefined
  /** Who took it over when its initiator had left; absent while it is theirs. */
  successor?: string | undefined
  people: People
  /** Names by open_department_id, of those in the form. */
  departments?: Readonly<Record<string, string>> | undefined
  /** The options of other systems that the form names. */
  chosen?: ChosenOptions | undefined
  /** The approvals that the form names. */
  linked?: LinkedApprovals | undefined
  form: FormValues
  /** Every file that the form, a decision or a comment names. */
  files?: Files | undefined
  route: readonly RouteNode[]
  /** user_ids that are told when it ends, however it does. */
  ccAtEnd: readonly string[]
  /** user_ids that are told once it is approved. */
  ccIfApproved?: readonly string[] | undefined
  round: number
  tasks: readonly Task[]
  cc: readonly Cc[]
  /** The comments themselves are acts. */
  commentCount?: number | undefined
  /** Who came in whose place, for nodes that are gone through anew. */
  replaced?: Readonly<Record<string, string>> | undefined
  startedAt: number
  updatedAt: number
  endedAt: number | null
  /** Feishu's update_time of the instance: strictly above that of every earlier state. */
  clock: number
  /** Of an approval that another system carries on: it has no route here, and only a push changes it. */
  mirror?: Mirror | undefined
}

/** A change of an instance's state. Who made it, and in which words, is said by its act. */
export type Event =
  | {
      type: 'started'
      id: string
      definition: { code: string; version: number }
      number?: DocumentNumber | undefined
      initiator: Initiator
      attends?: true | undefined
      revertDays?: number | undefined
      departments?: Readonly<Record<string, string>> | undefined
      chosen?: ChosenOptions | undefined
      linked?: LinkedApprovals | undefined
      form: FormValues
      route: readonly RouteNode[]
      ccAtEnd: readonly string[]
      ccIfApproved?: readonly string[] | undefined
    }
  | { type: 'node_entered'; nodeId: string }
  | { type: 'node_skipped'; nodeId: string }
  | { type: 'node_passed'; nodeId: string }
  | { type: 'node_stopped'; nodeId: string }
  | {
      type: 'task_opened'
      taskId: string
      nodeId: string
      assignee: string
      seat?: string | undefined
      consignedBy?: string | undefined
    }
  | {
      type: 'task_ended'
      taskId: string
      status: Exclude<TaskStatus, 'PENDING'>
      completeReason: CompleteReason
    }
  | { type: 'task_postponed'; taskId: string; until: number | null }
  | { type: 'timed_out'; taskId: string; action: TimeoutAction }
  | { type: 'urged'; taskIds: readonly string[] }
  | { type: 'seat_moved'; nodeId: string; seat: string; to: string }
  | { type: 'seat_dropped'; nodeId: string; seat: string }
  | {
      type: 'signers_added'
      nodeId: string
      seat: string
      position: SignerPosition
      users: readonly string[]
    }
  | { type: 'rolled_back'; nodeId: string; toNode: string }
  | {
      type: 'resubmitted'
      departments?: Readonly<Record<string, string>> | undefined
      chosen?: ChosenOptions | undefined
      linked?: LinkedApprovals | undefined
      form: FormValues
      route: readonly RouteNode[]
      ccAtEnd: readonly string[]
      ccIfApproved?: readonly string[] | undefined
    }
  /** `asInitiator`: also in what the initiator may do. */
  | { type: 'person_replaced'; from: string; to: string; asInitiator?: true | undefined }
  | { type: 'cc_added'; ccId: string; userId: string }
  /** Whoever was to be told at the end is not there any more. */
  | { type: 'cc_dropped'; userId: string }
  | { type: 'cc_read'; ccId: string }
  | { type: 'commented'; commentId: string; text: string }
  | { type: 'clocks_raised'; above: number }
  | { type: 'ended'; status: Exclude<InstanceStatus, 'PENDING'> }
  /** All there is of an approval of another system: nothing before it counts any more. */
  | { type: 'mirrored'; state: Instance; opened: readonly string[]; ended: readonly string[] }
  | { type: 'mirror_noted'; pushed: Pushed; unknown: readonly string[] }
  | { type: 'pressed'; press: Press }
  /** `isLate`: whoever pressed was told before that it is taken. */
  | {
      type: 'press_answered'
      taskId: string
      number: number
      state: Exclude<Pressed['state'], 'asked'>
      refusal?: SourceRefusal | undefined
      isLate?: true | undefined
    }

/** Whether Feishu shows anything of it: only then clocks move, and only then Feishu is told. */
export const SHOWN_IN_FEISHU: Record<Event['type'], boolean> = {
  started: true,
  node_entered: true,
  node_skipped: true,
  node_passed: true,
  node_stopped: true,
  task_opened: true,
  task_ended: true,
  task_postponed: false,
  timed_out: false,
  urged: false,
  seat_moved: true,
  seat_dropped: true,
  signers_added: true,
  rolled_back: true,
  resubmitted: true,
  person_replaced: true,
  cc_added: true,
  cc_dropped: false,
  cc_read: true,
  commented: false,
  clocks_raised: true,
  ended: true,
  mirrored: true,
  mirror_noted: false,
  pressed: false,
  press_answered: false,
}

/** Who may withdraw, urge and submit again: the initiator, or whoever took over from them. */
export const ownerOf = ({ initiator, successor }: Pick<Instance, 'initiator' | 'successor'>): string =>
  successor ?? initiator.userId

export const isOpen = (task: Pick<Task, 'status'>): boolean => task.status === 'PENDING'

/** Whether time decided it in its person's place. */
export const isDecidedByTime = ({ status, timeouts = [] }: Pick<Task, 'status' | 'timeouts'>): boolean =>
  (status === 'APPROVED' && timeouts.includes('approve')) ||
  (status === 'REJECTED' && timeouts.includes('reject'))

/** What another system took from its person again, and so was not theirs. */
export const isTakenBack = ({ status, completeReason }: Pick<Task, 'status' | 'completeReason'>): boolean =>
  status === 'DONE' && (completeReason === 'delete_assignee' || completeReason === 'delete')

export function findTask(instance: Instance, taskId: string): Task | undefined {
  return instance.tasks.find(({ id }) => id === taskId)
}

export function nodeOf({ id, route }: Instance, nodeId: string): RouteNode {
  const node = route.find((candidate) => candidate.id === nodeId)
  if (!node) throw new Error(`instance ${id} has no node ${nodeId}`)
  return node
}

/** Whether this person may see the instance: it is theirs, or was ever put before them and not taken back. */
export function mayView(instance: Instance, userId: string): boolean {
  return (
    instance.initiator.userId === userId ||
    instance.successor === userId ||
    instance.tasks.some(
      (task) => [task.assignee, task.consignedBy].includes(userId) && !(instance.mirror && isTakenBack(task)),
    ) ||
    instance.cc.some((cc) => cc.userId === userId)
  )
}

/** The name stored with the instance, or the bare id. */
export function nameOf(instance: Pick<Instance, 'people'>, userId: string): string {
  return storedName(instance, userId) ?? userId
}

/** The names that are stored with the instance, for whoever reads its form in a language. */
export function namesFor(
  instance: Pick<Instance, 'people' | 'departments' | 'chosen' | 'linked'>,
  locale: Language,
): (id: string, place: string) => string | undefined {
  return (id, place) =>
    chosenLabel(instance, locale, place, id) ?? storedName(instance, id) ?? linkedName(instance, locale, id)
}

function linkedName(
  { linked = {} }: Pick<Instance, 'linked'>,
  locale: Language,
  id: string,
): string | undefined {
  const approval = own(linked, id)
  return approval && linkText(approval, locale)
}

/** With its number, which its title may say already: people start many of one kind. */
export function linkText({ title, number }: LinkedApproval, locale: Language): string {
  const text = cleanLine(textIn(title, locale))
  return text.includes(number) ? text : `${text} · ${number}`
}

/** What an option was called when it was chosen. */
function chosenLabel(
  { chosen = {} }: Pick<Instance, 'chosen'>,
  locale: Language,
  place: string,
  value: string,
): string | undefined {
  const option = own(own(chosen, place) ?? {}, value)
  return option && textIn(option.label, locale)
}

/** The stored name of a person or department. A value like "constructor" names nobody. */
function storedName(
  { people, departments = {} }: Pick<Instance, 'people' | 'departments'>,
  id: string,
): string | undefined {
  const name = Object.hasOwn(people, id) ? people[id]?.name : departmentIn(departments, id)
  return name === undefined ? undefined : cleanLine(name) || id
}

const departmentIn = (departments: Readonly<Record<string, string>>, id: string): string | undefined =>
  Object.hasOwn(departments, id) ? departments[id] : undefined
