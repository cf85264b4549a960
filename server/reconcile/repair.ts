import { repair as raiseClocks } from '../domain/verbs/repair.ts'
import { toRecord } from '../domain/outbox/effects.ts'
import type { Instance } from '../domain/instance.ts'
import type { Effect, EffectKind, InstanceRecord } from '../domain/outbox/record.ts'
import { tryAgain } from '../domain/outbox/retry.ts'
import type { CheckDifference } from '../feishu/port.ts'

/** `waits`: effects are on their way, or an operator has to look first. `asks_again`: Feishu may not have it. */
export type Comparability = 'comparable' | 'waits' | 'asks_again'

/** Whether an instance can be compared: while something is under way, both sides differ and nothing is wrong. */
export function comparabilityOf({ effects }: Pick<InstanceRecord, 'effects'>): Comparability {
  // A message changes nothing that the check API looks at, and neither does attendance.
  if (effects.some(({ kind, parked }) => !parked && !UNSEEN.has(kind))) return 'waits'
  const sync = effects.find(({ kind }) => kind === 'sync')
  if (!sync) return 'comparable'
  return isUnclear(sync) ? 'asks_again' : 'waits'
}

const UNSEEN: ReadonlySet<EffectKind> = new Set(['send_message', 'attendance'])

const isUnclear = ({ kind, parked }: Effect): boolean => kind === 'sync' && parked?.cause === 'unclear'

/** A push whose outcome stayed unclear is tried again from the beginning. */
export function askAgain(record: InstanceRecord, now: number): InstanceRecord {
  const effects = record.effects.map((effect) => (isUnclear(effect) ? tryAgain(effect, now) : effect))
  return { ...record, effects }
}

/**
 * Pushes the whole instance once more, with clocks above everything that Feishu holds of it. Where Feishu is
 * ahead of us, this store was restored from an older state: then the push replaces what is there. Undefined
 * when the record has moved on since `compared`: the next run looks again. Only for what is `comparable`.
 */
export function repair(
  record: InstanceRecord,
  compared: Instance,
  difference: CheckDifference,
  now: number,
): InstanceRecord | undefined {
  const { instance } = record
  if (instance.clock !== compared.clock) return undefined
  const theirs = Math.max(difference.clock, ...difference.tasks.map(({ clock }) => clock))
  const above = Math.max(theirs, instance.clock)
  const next = toRecord(record, raiseClocks(instance, above, { at: now, by: null, via: 'system' }))
  return isAhead(difference, instance) ? { ...next, repairBy: 'REPLACE' } : next
}

function isAhead(difference: CheckDifference, { clock, tasks }: Instance): boolean {
  const ownClockOf = (taskId: string) => tasks.find(({ id }) => id === taskId)?.clock ?? 0
  return difference.clock > clock || difference.tasks.some((task) => task.clock > ownClockOf(task.taskId))
}
