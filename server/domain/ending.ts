import { findTask, isDecidedByTime, type HistoryEntry, type Instance } from './instance.ts'

/**
 * What ended an approval: somebody's `decision`, a `timeout` at a node, the initiator who withdrew it, an operator.
 * `handed_over`: whoever was to decide left, and nobody else had to.
 */
export type Ending = {
  how: 'decision' | 'timeout' | 'withdrawn' | 'terminated' | 'handed_over' | 'deleted'
  /** null: the system, or an operator. */
  by: string | null
  reason: string | null
  at: number
}

type Told = { instance: Instance; history: readonly HistoryEntry[] }

/** Null while it goes on. What it follows from stands right before it in the history. */
export function endingOf({ instance, history }: Told): Ending | null {
  const place = history.findLastIndex(({ event }) => event.type === 'ended')
  const last = history[place]
  if (last?.event.type !== 'ended') return null
  const { at, by, event } = last
  const { reason } = event
  switch (event.status) {
    case 'CANCELED':
      return { how: 'withdrawn', by, reason, at }
    case 'TERMINATED':
      return { how: 'terminated', by, reason, at }
    case 'DELETED':
      return { how: 'deleted', by, reason, at }
    case 'APPROVED':
    case 'REJECTED':
      return { ...decidedBefore(instance, history.slice(0, place)), at }
  }
}

/** The decision that it all follows from: what the flow skipped by itself lies between. */
function decidedBefore(
  instance: Instance,
  history: readonly HistoryEntry[],
): Pick<Ending, 'how' | 'by' | 'reason'> {
  for (const { by, event } of [...history].reverse()) {
    if (event.type === 'seat_moved' || event.type === 'seat_dropped') break
    if (event.type !== 'task_ended' || event.status === 'DONE' || event.completeReason === 'auto_skip')
      continue
    if (event.status === 'TRANSFERRED') break
    const task = findTask(instance, event.taskId)
    return { how: task && isDecidedByTime(task) ? 'timeout' : 'decision', by, reason: event.reason }
  }
  return { how: 'handed_over', by: null, reason: null }
}
