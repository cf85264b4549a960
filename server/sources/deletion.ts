import { NEVER, type Push, type Pushed, type PushedHead, type PushedTask } from '../domain/mirror/pushed.ts'
import { whatCounts } from '../domain/mirror/what-counts.ts'

/**
 * Ends to-dos. By clocks, so that a push that is no newer brings none of them back, whichever comes first; where a to-do
 * has none, it has ended as if that were pushed. `clock` null: as new as what is held. Undefined: there is nothing to end.
 */
export function endedPush(
  held: Pushed | undefined,
  { isMeant, scope, clock }: { isMeant: (task: PushedTask) => boolean; scope?: string; clock: number | null },
): Push | undefined {
  const open = held
    ? Object.values(whatCounts(held).tasks).filter((task) => task.status === 'PENDING' && isMeant(task))
    : []
  const deletions = [
    ...(scope !== undefined && clock !== null ? [{ scope, clock }] : []),
    ...(clock === null || scope === undefined
      ? open.flatMap((task) => (task.clock === null ? [] : [{ scope: task.id, clock: task.clock }]))
      : []),
  ]
  const tasks = open
    .filter((task) => task.clock === null)
    .map((task): PushedTask => ({ ...task, status: 'DONE', completeReason: 'delete' }))
  if (deletions.length === 0 && tasks.length === 0) return undefined
  return { mode: 'items', head: held?.head ?? NOT_YET, tasks, cc: [], deletions }
}

/** Of what was deleted before it came. */
const NOT_YET: PushedHead = {
  clock: NEVER,
  status: 'HIDDEN',
  title: null,
  form: [],
  number: null,
  page: null,
  initiator: { person: null, name: null },
  department: { id: null, name: null },
  startedAt: null,
  endedAt: null,
}
