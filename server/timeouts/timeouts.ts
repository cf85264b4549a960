import type { Timeout, TimeoutAction } from '../../shared/flow.ts'
import { findNode, wayOf } from '../../shared/definition.ts'
import { addWorkingTime, type Calendar } from '../domain/calendar.ts'
import { turnsOf, type Turn } from '../domain/engine/turns.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'

export type TimeoutDeps = {
  store: Pick<Store, 'instances' | 'definitions'>
  /** Carries one out; false when somebody acted meanwhile. May reject: then it is due again. */
  act: (due: { id: string; taskId: string; action: TimeoutAction }) => Promise<boolean>
  calendar: () => Promise<Calendar>
  now: () => number
  log: Pick<Log, 'info' | 'warn'>
}

export type Timeouts = {
  /** Does all that is due. What fails is due again at the next run. */
  run: () => Promise<void>
}

const HOUR_MS = 3_600_000
const PAGE = 1_000

type TimedNode = { definition: string; version: number; node: string; timeout: Timeout }
type Due = { taskId: string; action: TimeoutAction; at: number }

/**
 * Acts where nobody did in time. What is due follows from the stored instances alone: nothing is kept beside them, so
 * a server that was down catches up at its next run, and of several servers each may run.
 */
export function createTimeouts(deps: TimeoutDeps): Timeouts {
  const timedNodes = createTimedNodes(deps.store.definitions)
  return {
    async run() {
      const calendar = await deps.calendar()
      for (const timed of await timedNodes()) {
        for (const id of await lateAt(deps, timed, calendar)) await actOnAll(deps, id, calendar)
      }
    },
  }
}

/** The nodes with a timeout, of all versions of all definitions. A version never changes: each is read once. */
function createTimedNodes(definitions: TimeoutDeps['store']['definitions']) {
  const known = new Map<string, TimedNode[]>()
  return async (): Promise<TimedNode[]> => {
    for (const { code, version: newest } of await definitions.list()) {
      for (let version = newest; version > 0 && !known.has(`${code} ${version}`); version -= 1) {
        const record = await definitions.read(code, version)
        const timed = (record ? wayOf(record.definition) : []).flatMap(({ node: { id, timeout } }) =>
          timeout ? [{ definition: code, version, node: id, timeout }] : [],
        )
        known.set(`${code} ${version}`, timed)
      }
    }
    return [...known.values()].flat()
  }
}

/** Where something is due at this node: the instances, each once. */
async function lateAt(
  { store, now }: TimeoutDeps,
  { timeout, ...at }: TimedNode,
  calendar: Calendar,
): Promise<Set<string>> {
  const late = new Set<string>()
  // Working hours take at least as long as hours do.
  const before = now() - Math.min(...hoursIn(timeout).map(([, hours]) => hours)) * HOUR_MS
  let cursor: string | undefined
  do {
    const page = await store.instances.turns({ ...at, before, cursor, limit: PAGE })
    for (const { instanceId, ...turn } of page.items) {
      if (duesOf(turn, timeout, calendar).some((due) => due.at <= now())) late.add(instanceId)
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return late
}

const hoursIn = (timeout: Timeout) => Object.entries(timeout) as [TimeoutAction, number][]

const duesOf = (
  { taskId, since, taken }: Omit<Turn, 'nodeId'>,
  timeout: Timeout,
  calendar: Calendar,
): Due[] =>
  hoursIn(timeout).flatMap(([action, hours]) =>
    taken.includes(action) ? [] : [{ taskId, action, at: addWorkingTime(since, hours * HOUR_MS, calendar) }],
  )

/** One after the other, reckoned anew each time: what is done for one task may leave nothing to do for the next. */
async function actOnAll(deps: TimeoutDeps, id: string, calendar: Calendar): Promise<void> {
  const tried = new Set<string>()
  const keyOf = ({ taskId, action }: Due): string => `${taskId} ${action}`
  for (;;) {
    const late = (await duesIn(deps, id, calendar)).filter(({ at }) => at <= deps.now())
    const next = late.find((one) => !tried.has(keyOf(one)))
    if (!next) return
    tried.add(keyOf(next))
    await actOn(deps, id, next)
  }
}

/** What will happen by itself when nobody acts, the first one first. */
async function duesIn({ store }: TimeoutDeps, id: string, calendar: Calendar): Promise<Due[]> {
  const record = await store.instances.read(id)
  if (!record) return []
  const { code, version } = record.instance.definition
  const definition = (await store.definitions.read(code, version))?.definition
  if (!definition) return []
  return turnsOf(record.instance)
    .flatMap((turn) => duesOf(turn, findNode(definition, turn.nodeId)?.timeout ?? {}, calendar))
    .sort((a, b) => a.at - b.at)
}

async function actOn({ act, log }: TimeoutDeps, id: string, { taskId, action }: Due): Promise<void> {
  const what = { instance: id, task: taskId, action }
  try {
    if (await act({ id, taskId, action })) log.info(what, 'nobody acted in time')
  } catch (error) {
    log.warn({ err: error, ...what }, 'a timeout could not be carried out: it comes again')
  }
}
