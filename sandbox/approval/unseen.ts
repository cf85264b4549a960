import { findNamed } from '../contact/lookup.ts'
import { Refusal } from '../platform/answer.ts'
import type { World } from '../world.ts'
import type { CcWire, InstanceWire, TaskWire } from './instance-schema.ts'

/** Which tasks and cc of one push somebody will see. */
export type Sight = {
  seesTask: (task: TaskWire, at: number) => boolean
  seesCc: (cc: CcWire, at: number) => boolean
  /** Ids of the others. */
  lost: string[]
}

/**
 * 同步三方审批实例, 注意事项: ids differ within an instance across kinds too, and a task id belongs to one instance only,
 * or items vanish; 审批常见问题: so do those of nobody. Strictly all of that is refused, as documented it goes unsaid.
 */
export function createSight(
  world: World,
  { instance_id: instanceId, update_mode: mode }: InstanceWire,
): Sight {
  const { state } = world
  const { rules, loses } = world.settings()
  const held = state.instances.get(instanceId)
  // What REPLACE does not name is gone, and takes nobody's id.
  const beside = mode === 'UPDATE' ? held : undefined
  const claim = createClaims(instanceId, {
    tasks: Object.keys(beside?.tasks ?? {}),
    ccs: Object.keys(beside?.ccs ?? {}),
  })
  const lost: string[] = []
  const sees = (id: string, why: string | undefined, isLost: boolean): boolean => {
    if (why !== undefined && rules === 'strict') throw new Refusal(1390001, why)
    if (why === undefined && !isLost) return true
    lost.push(id)
    return false
  }
  const nobody = (path: string, named: Pick<TaskWire, 'user_id' | 'open_id'>): string | undefined => {
    try {
      findNamed(state, path, named)
      return undefined
    } catch (error) {
      if (error instanceof Refusal) return error.message
      throw error
    }
  }
  return {
    lost,
    seesTask(task, at) {
      const { task_id: id } = task
      const path = `task_list[${String(at)}]`
      const owner = state.lookups.instanceOfTask.get(id)
      const foreign =
        owner === undefined || owner === instanceId
          ? undefined
          : `${path}.task_id: ${id} belongs to another instance; a task id is unique in the app`
      const why = claim(`${path}.task_id`, id, 'a task') ?? foreign ?? nobody(path, task)
      return sees(id, why, loses.includes('tasks') && !held?.tasks[id])
    },
    seesCc(cc, at) {
      const { cc_id: id } = cc
      const path = `cc_list[${String(at)}]`
      const why = claim(`${path}.cc_id`, id, 'a cc') ?? nobody(path, cc)
      return sees(id, why, loses.includes('cc') && !held?.ccs[id])
    },
  }
}

/** Says why an id cannot be had: something else of the instance has it. */
function createClaims(instanceId: string, held: { tasks: string[]; ccs: string[] }) {
  const kinds = new Map<string, string>([[instanceId, 'the instance']])
  for (const id of held.tasks) kinds.set(id, 'a task')
  for (const id of held.ccs) kinds.set(id, 'a cc')
  const seen = new Set<string>()
  return (path: string, id: string, kind: string): string | undefined => {
    const other = kinds.get(id)
    if (seen.has(id) || (other !== undefined && other !== kind)) {
      return `${path}: ${id} is also the id of ${other ?? kind}; instance, task and cc ids all differ, or items vanish`
    }
    seen.add(id)
    kinds.set(id, kind)
    return undefined
  }
}
