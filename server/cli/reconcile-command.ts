import type { ReconcileResponse } from '../../shared/operator-api.ts'
import { UsageError, type CommandSpec } from './command.ts'

export const RECONCILE: CommandSpec = {
  usage: 'reconcile [--all [--retire]]',
  options: ['all', 'retire'],
  does: 'compares what changed lately with Feishu, and repairs; --all: everything, and names what Feishu shows and nobody here knows; --retire: takes that out of its lists, for good, also what another installation on the same app started: never in a copy (staging, a trial of a backup) while the original works',
  run: async (operator, _args, { all = false, retire = false }) => {
    if (retire && !all) {
      throw new UsageError('--retire goes with --all: what nobody knows is found by looking at everything')
    }
    const result = await operator.reconcile({ all, retire })
    return { lines: linesOf(result), value: result, ok: (result.notRetired ?? []).length === 0 }
  },
}

function linesOf(result: ReconcileResponse): string[] {
  const { checked, repaired, waiting, unknown = [], retired, notRetired = [] } = result
  const gone = new Set(retired)
  const reasons = new Map(notRetired.map(({ instance, reason }) => [instance, reason]))
  const wordOf = (instance: string): string =>
    gone.has(instance) ? 'retired' : reasons.has(instance) ? 'refused' : 'unknown'
  return [
    `${checked} compared, ${repaired.length} to repair, ${waiting} wait for their own deliveries first.`,
    ...repaired.map((id) => `repair   ${id}`),
    ...unknown.map(({ instance, definition, status, tasks }) => {
      const reason = reasons.get(instance)
      const why = reason === undefined ? '' : `  ${reason}`
      return `${wordOf(instance).padEnd(8)} ${instance}  ${definition} ${status}, ${tasks} ${tasks === 1 ? 'task' : 'tasks'}${why}`
    }),
    ...(unknown.length > 0 && !retired ? [HOW] : []),
  ]
}

const HOW =
  'Feishu shows what is unknown and nobody here knows it, e.g. as it was started after the backup that was restored; reconcile --all --retire takes it out of everybody’s lists, for good. If this folder is a copy whose original still works, it is the original’s: leave it.'
