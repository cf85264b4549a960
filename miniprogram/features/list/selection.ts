import type { InstanceItem } from '../../../shared/responses.ts'
import { INITIATOR_NODE } from '../../../shared/nodes.ts'
import { keyOf } from './list-state.ts'

/** Which open tasks are selected; null while nothing is being selected. */
export type Selection = ReadonlySet<string> | null

/** What waits to be submitted again, or is another system's, is none that could be approved here. */
export const isSelectable = ({ task, source }: InstanceItem): boolean =>
  task?.status === 'PENDING' && task.nodeId !== INITIATOR_NODE && !source

export function toggled(selection: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selection)
  if (!next.delete(key)) next.add(key)
  return next
}

/** All of what is shown; nothing when it is all selected already. */
export function allOrNone(
  items: readonly InstanceItem[],
  selection: ReadonlySet<string>,
): ReadonlySet<string> {
  const keys = items.filter(isSelectable).map(keyOf)
  return keys.every((key) => selection.has(key)) ? new Set() : new Set(keys)
}

/** Of the selection, what is still there and open. */
export const selectedItems = (items: readonly InstanceItem[], selection: Selection): InstanceItem[] =>
  items.filter((item) => isSelectable(item) && selection?.has(keyOf(item)))
