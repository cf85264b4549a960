import type { NodeStatus } from '../../shared/api.ts'
import type { NodeMode, ReasonPolicy } from '../../shared/definition.ts'
import type { FormValues } from '../../shared/field.ts'
import type { Channel, CompleteReason, InstanceStatus, TaskStatus } from '../../shared/status.ts'

/** The node that the flow adds when nobody else would decide; `_` keeps it apart from every node of a file. */
export const MANAGERS_NODE = '_managers'

export type Initiator = {
  userId: string
  openId: string
  name: string
  /** The custom id, which cards want, and the `od-…` id, which instances want; null for someone in no department. */
  department: { departmentId: string; openDepartmentId: string; name: string } | null
}

/** What is kept of everyone named in an instance, so that a decision needs no outside call. */
export type KnownPerson = { openId: string; name: string }

/** A node of the way this instance takes, with the people found for it when it started. */
export type RouteNode = {
  id: string
  mode: NodeMode
  reason: ReasonPolicy
  approvers: readonly string[]
  skipped: 'condition' | 'self_approval' | null
  status: NodeStatus
}

export type Task = {
  id: string
  nodeId: string
  assignee: string
  status: TaskStatus
  reason: string | null
  completeReason: CompleteReason | null
  round: number
  createdAt: number
  endedAt: number | null
  /** Feishu's update_time: grows with every change, never the wall clock alone. */
  clock: number
}

export type Cc = { id: string; userId: string; createdAt: number; readAt: number | null; clock: number }

/** One approval: the fold of its history. */
export type Instance = {
  id: string
  definition: { code: string; version: number }
  status: InstanceStatus
  initiator: Initiator
  people: Readonly<Record<string, KnownPerson>>
  form: FormValues
  route: readonly RouteNode[]
  /** user_ids that are told when it ends. */
  ccAtEnd: readonly string[]
  round: number
  tasks: readonly Task[]
  cc: readonly Cc[]
  startedAt: number
  updatedAt: number
  endedAt: number | null
  /** Feishu's update_time of the instance: strictly above that of every earlier state. */
  clock: number
}

/** What can happen to an instance. */
export type Event =
  | {
      type: 'started'
      id: string
      definition: { code: string; version: number }
      initiator: Initiator
      people: Readonly<Record<string, KnownPerson>>
      form: FormValues
      route: readonly RouteNode[]
      ccAtEnd: readonly string[]
    }
  | { type: 'node_entered'; nodeId: string }
  | { type: 'node_skipped'; nodeId: string }
  | { type: 'node_passed'; nodeId: string }
  | { type: 'node_stopped'; nodeId: string }
  | { type: 'task_opened'; taskId: string; nodeId: string; assignee: string }
  | {
      type: 'task_ended'
      taskId: string
      status: Exclude<TaskStatus, 'PENDING'>
      completeReason: CompleteReason
      reason: string | null
    }
  | { type: 'cc_added'; ccId: string; userId: string }
  | { type: 'clocks_raised'; above: number }
  | { type: 'ended'; status: Exclude<InstanceStatus, 'PENDING'>; reason: string | null }

/** Who made a change, from where and when. `by` null: the system. */
export type Stamp = { at: number; by: string | null; via: Channel }

export type HistoryEntry = Stamp & { event: Event }

export const isOpen = (task: Task): boolean => task.status === 'PENDING'

export function findTask(instance: Instance, taskId: string): Task | undefined {
  return instance.tasks.find(({ id }) => id === taskId)
}

/** Whether this person may see the instance: it is theirs, or was ever put before them. */
export function mayView(instance: Instance, userId: string): boolean {
  return (
    instance.initiator.userId === userId ||
    instance.tasks.some(({ assignee }) => assignee === userId) ||
    instance.cc.some((cc) => cc.userId === userId)
  )
}

/** The name stored with the instance, or the bare id. */
export function nameOf(instance: Pick<Instance, 'people'>, userId: string): string {
  return knownName(instance, userId) ?? userId
}

/** The name stored with the instance. An id like "constructor" names nobody. */
export function knownName({ people }: Pick<Instance, 'people'>, id: string): string | undefined {
  return Object.hasOwn(people, id) ? people[id]?.name : undefined
}
