import type { InstanceRecord } from './record.ts'

/** How many Feishu says it added or renewed (同步三方审批实例, `process_record`). */
export type PushCounts = { instance: number; tasks: number; ccs: number }

/** `isRepeat`: a request before this one said the very same and was refused, e.g. for its pace; it may have arrived. */
export type AppliedPush = PushCounts & { isRepeat: boolean }

/** How many a push has to change at least. */
export type Expected = {
  tasks: number
  ccs: number
  /** An earlier request said the very same and may have arrived: then Feishu rightly changes nothing. */
  mayBeThere: boolean
}

export type Lacking = PushCounts

/**
 * What a push has to change in Feishu, told by the clocks: whatever is newer than all that may have arrived before.
 * Null: nothing can be told, as what was queued up to `provenFrom` may have been sent by a process that knew no answer.
 */
export function expectedOf(
  { instance, pushedClock, sentClocks = [] }: Pick<InstanceRecord, 'instance' | 'pushedClock' | 'sentClocks'>,
  { mode, queuedAt, provenFrom }: { mode: 'UPDATE' | 'REPLACE'; queuedAt: number; provenFrom: number | null },
): Expected | null {
  if (provenFrom === null) return null
  const { clock, tasks, cc } = instance
  // It looks at no clock, so whatever came before does not matter.
  if (mode === 'REPLACE') return { tasks: tasks.length, ccs: cc.length, mayBeThere: false }
  if (queuedAt <= provenFrom) return null
  const floor = Math.max(pushedClock ?? 0, ...sentClocks.filter((sent) => sent < clock))
  const isNewer = (one: { clock: number }): boolean => one.clock > floor
  return {
    tasks: tasks.filter(isNewer).length,
    ccs: cc.filter(isNewer).length,
    mayBeThere: sentClocks.includes(clock),
  }
}

/** What of it Feishu did not do; null when all is done, or nothing can be told. */
export function lackingOf(expected: Expected | null, applied: AppliedPush | null): Lacking | null {
  if (!expected || !applied) return null
  // As a whole: an outer clock that is not newer.
  if (applied.instance === 0 && (expected.mayBeThere || applied.isRepeat)) return null
  const lacking: Lacking = {
    instance: applied.instance === 0 ? 1 : 0,
    tasks: Math.max(0, expected.tasks - applied.tasks),
    ccs: Math.max(0, expected.ccs - applied.ccs),
  }
  return lacking.instance + lacking.tasks + lacking.ccs === 0 ? null : lacking
}

/** For operators. */
export function lackingText({ instance, tasks, ccs }: Lacking): string {
  const parts = [
    ...(instance > 0 ? ['the approval itself'] : []),
    ...(tasks > 0 ? [`${tasks} ${tasks === 1 ? 'task' : 'tasks'}`] : []),
    ...(ccs > 0 ? [`${ccs} ${ccs === 1 ? 'copy' : 'copies'}`] : []),
  ]
  return `Feishu took the push and did not apply ${parts.join(', ')}`
}
