import type { StoredCc, StoredInstance, StoredTask } from '../store/records.ts'
import type { Push } from './read-push.ts'

export type Applied = {
  /** Undefined when the push changed nothing. */
  next: StoredInstance | undefined
  /** What was pushed and may not change with UPDATE: kept as it was. */
  kept: string[]
}

const clockOf = (wire: { update_time?: string | undefined }): number => Number(wire.update_time ?? 0)

/**
 * 三方审批实例常见问题: REPLACE takes the push as it is, UPDATE compares every clock for itself. 审批常见问题: the
 * outer one has to be greater than the last, or nothing of the push counts.
 */
export function applyPush(held: StoredInstance | undefined, push: Push): Applied {
  const { mode, modeDefaulted: _, lost: __, ...pushed } = push
  if (!held) return { next: pushed, kept: [] }
  if (mode === 'REPLACE') {
    const kept = pushed.approvalCode === held.approvalCode ? [] : ['approval_code']
    return { next: { ...pushed, approvalCode: held.approvalCode }, kept }
  }
  if (clockOf(pushed.wire) <= clockOf(held.wire)) return { next: undefined, kept: [] }
  return update(held, pushed)
}

function update(held: StoredInstance, pushed: StoredInstance): Applied {
  const kept: string[] = []
  const tasks = mergeNewer(held.tasks, pushed.tasks, (old, fresh) => mergeTask(old, fresh, kept))
  const ccs = mergeNewer(held.ccs, pushed.ccs, (old, fresh) => mergeCc(old, fresh, kept))
  return { next: { ...mergeHead(held, pushed, kept), tasks, ccs }, kept }
}

/** Same object when nothing in it is newer. Entries absent from the push stay. */
function mergeNewer<T extends { wire: { update_time?: string | undefined } }>(
  held: Record<string, T>,
  pushed: Record<string, T>,
  merge: (old: T, fresh: T) => T,
): Record<string, T> {
  const changes = Object.entries(pushed).flatMap(([id, fresh]) => {
    const old = held[id]
    if (!old) return [[id, fresh] as const]
    return clockOf(fresh.wire) > clockOf(old.wire) ? [[id, merge(old, fresh)] as const] : []
  })
  return changes.length === 0 ? held : { ...held, ...Object.fromEntries(changes) }
}

function mergeHead(held: StoredInstance, pushed: StoredInstance, kept: string[]): StoredInstance {
  note(kept, 'approval_code', pushed.approvalCode, held.approvalCode)
  note(kept, 'department_id', pushed.wire.department_id, held.wire.department_id)
  note(kept, 'department_name', pushed.departmentName?.['default'], held.departmentName?.['default'])
  const { department_id, department_name, ...rest } = held.wire
  return {
    ...held,
    userId: pushed.userId === '' ? held.userId : pushed.userId,
    title: pushed.title ?? held.title,
    userName: pushed.userName ?? held.userName,
    form: pushed.wire.form === undefined ? held.form : pushed.form,
    wire: {
      ...rest,
      ...pushed.wire,
      approval_code: held.approvalCode,
      department_id,
      department_name,
    },
  }
}

function mergeTask(old: StoredTask, fresh: StoredTask, kept: string[]): StoredTask {
  const id = `task ${old.wire.task_id}`
  note(kept, `${id} person`, fresh.userId, old.userId)
  note(kept, `${id} create_time`, fresh.wire.create_time, old.wire.create_time)
  note(kept, `${id} node_id`, fresh.wire.node_id, old.wire.node_id)
  note(kept, `${id} node_name`, fresh.nodeName?.['default'], old.nodeName?.['default'])
  return {
    userId: old.userId,
    title: fresh.title ?? old.title,
    nodeName: old.nodeName,
    actionNames: fresh.wire.action_configs === undefined ? old.actionNames : fresh.actionNames,
    wire: {
      ...old.wire,
      ...fresh.wire,
      create_time: old.wire.create_time,
      node_id: old.wire.node_id,
      node_name: old.wire.node_name,
    },
  }
}

function mergeCc(old: StoredCc, fresh: StoredCc, kept: string[]): StoredCc {
  note(kept, `cc ${old.wire.cc_id} person`, fresh.userId, old.userId)
  note(kept, `cc ${old.wire.cc_id} create_time`, fresh.wire.create_time, old.wire.create_time)
  return { userId: old.userId, wire: { ...old.wire, ...fresh.wire, create_time: old.wire.create_time } }
}

/** A field left out of the push is no attempt to change it. */
function note(kept: string[], what: string, pushed: string | undefined, held: string | undefined): void {
  if (pushed !== undefined && pushed !== held) kept.push(what)
}
