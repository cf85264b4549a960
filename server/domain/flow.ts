import type { CompleteReason, InstanceStatus } from '../../shared/status.ts'
import { evolve } from './evolve.ts'
import {
  isOpen,
  type Event,
  type HistoryEntry,
  type Instance,
  type RouteNode,
  type Stamp,
} from './instance.ts'

/** Writes a command's events one by one, so that each rule sees the state the earlier ones left. */
export type Recorder = {
  state: () => Instance
  entries: () => readonly HistoryEntry[]
  record: (event: Event, by?: string | null) => void
}

/** Events carry `stamp`; what follows by itself is recorded as the system's. */
export function createRecorder(before: Instance | undefined, stamp: Stamp): Recorder {
  let state = before
  const entries: HistoryEntry[] = []
  return {
    state: () => {
      if (!state) throw new Error('nothing has started yet')
      return state
    },
    entries: () => entries,
    record: (event, by = stamp.by) => {
      const entry: HistoryEntry = { at: stamp.at, by, via: by === null ? 'system' : stamp.via, event }
      state = evolve(state, entry)
      entries.push(entry)
    },
  }
}

const SYSTEM = null

/** Goes on from node to node until somebody has to decide, or the way is at its end. */
export function advance(recorder: Recorder): void {
  for (;;) {
    const node = recorder.state().route.find(({ status }) => status === 'waiting')
    if (!node) return end(recorder, 'APPROVED')
    if (node.skipped) recorder.record({ type: 'node_skipped', nodeId: node.id }, SYSTEM)
    else {
      enterNode(recorder, node)
      if (!passIfDone(recorder, node.id)) return
    }
  }
}

/** After an approval: opens the next task of a sequence, or closes the node. True when the node is passed. */
export function passIfDone(recorder: Recorder, nodeId: string): boolean {
  const node = nodeOf(recorder.state(), nodeId)
  if (node.mode === 'sequential') openNextInSequence(recorder, node)
  if (!isPassed(recorder.state(), node)) return false
  endOpenTasks(recorder, 'others')
  recorder.record({ type: 'node_passed', nodeId }, SYSTEM)
  return true
}

/** Ends the instance and everything in it that is still open. */
export function end(
  recorder: Recorder,
  status: Exclude<InstanceStatus, 'PENDING'>,
  { reason = null, by = SYSTEM }: { reason?: string | null; by?: string | null } = {},
): void {
  endOpenTasks(recorder, status === 'CANCELED' ? 'recall' : status === 'DELETED' ? 'delete' : 'others')
  for (const node of recorder.state().route) {
    if (node.status === 'active') recorder.record({ type: 'node_stopped', nodeId: node.id }, SYSTEM)
  }
  addCc(recorder, recorder.state().ccAtEnd)
  recorder.record({ type: 'ended', status, reason }, by)
}

/** Tells these people, each once per instance. */
export function addCc(recorder: Recorder, userIds: readonly string[]): void {
  for (const userId of userIds) {
    const { id, cc } = recorder.state()
    if (cc.some((known) => known.userId === userId)) continue
    recorder.record({ type: 'cc_added', ccId: `${id}_c${cc.length + 1}`, userId }, SYSTEM)
  }
}

function enterNode(recorder: Recorder, node: RouteNode): void {
  const decidedBefore = approversOfLastNode(recorder.state())
  recorder.record({ type: 'node_entered', nodeId: node.id }, SYSTEM)
  if (node.mode === 'sequential') return

  const again = node.approvers.filter((approver) => decidedBefore.has(approver))
  if (node.mode === 'any' && again[0] !== undefined) return skipRepeated(recorder, node.id, again[0])
  for (const approver of node.approvers) {
    if (decidedBefore.has(approver)) skipRepeated(recorder, node.id, approver)
    else openTask(recorder, node.id, approver)
  }
}

function openNextInSequence(recorder: Recorder, node: RouteNode): void {
  const decidedBefore = approversOfLastNode(recorder.state())
  for (const approver of node.approvers) {
    const { tasks, round } = recorder.state()
    const theirs = tasks.find(
      (task) => task.nodeId === node.id && task.round === round && task.assignee === approver,
    )
    if (theirs && isOpen(theirs)) return
    if (theirs) continue
    if (!decidedBefore.has(approver)) return void openTask(recorder, node.id, approver)
    skipRepeated(recorder, node.id, approver)
  }
}

/** Whoever approved the node just before this one need not do it again (auto_skip). */
function skipRepeated(recorder: Recorder, nodeId: string, approver: string): void {
  const taskId = openTask(recorder, nodeId, approver)
  recorder.record(
    { type: 'task_ended', taskId, status: 'APPROVED', completeReason: 'auto_skip', reason: null },
    SYSTEM,
  )
}

function openTask(recorder: Recorder, nodeId: string, assignee: string): string {
  const { id, tasks } = recorder.state()
  const taskId = `${id}_t${tasks.length + 1}`
  recorder.record({ type: 'task_opened', taskId, nodeId, assignee }, SYSTEM)
  return taskId
}

function endOpenTasks(recorder: Recorder, completeReason: CompleteReason): void {
  for (const task of recorder.state().tasks.filter(isOpen)) {
    recorder.record(
      { type: 'task_ended', taskId: task.id, status: 'DONE', completeReason, reason: null },
      SYSTEM,
    )
  }
}

function isPassed({ tasks, round }: Instance, node: RouteNode): boolean {
  const own = tasks.filter((task) => task.nodeId === node.id && task.round === round)
  const approved = own.filter(({ status }) => status === 'APPROVED').length
  switch (node.mode) {
    case 'any':
      return approved > 0
    case 'all':
    case 'sequential':
      return approved === node.approvers.length
  }
}

/** Those who approved the node that was passed last; a skipped node in between does not count. */
function approversOfLastNode({ route, tasks, round }: Instance): ReadonlySet<string> {
  const last = route.findLast(({ status }) => status === 'passed')
  const approved = tasks.filter(
    (task) => task.nodeId === last?.id && task.round === round && task.status === 'APPROVED',
  )
  return new Set(approved.map(({ assignee }) => assignee))
}

export function nodeOf({ id, route }: Instance, nodeId: string): RouteNode {
  const node = route.find((candidate) => candidate.id === nodeId)
  if (!node) throw new Error(`instance ${id} has no node ${nodeId}`)
  return node
}
