import { findNode, type TimeoutAction } from '../../shared/definition.ts'
import { addWorkingTime, type Calendar } from '../domain/calendar.ts'
import { openTimeouts, type OpenTimeout } from '../domain/verbs/time-out.ts'
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

type Due = OpenTimeout & { at: number }

/**
 * Acts where nobody did in time. What is due follows from the stored instances alone: nothing is kept beside them, so
 * a server that was down catches up at its next run.
 */
export function createTimeouts(deps: TimeoutDeps): Timeouts {
  const { store, now } = deps
  /** When the first of an instance comes. */
  const due = new Map<string, number>()
  const isUsed = createUse(store.definitions)
  let since: number | null = null
  let reckoned = ''
  return {
    async run() {
      const calendar = await deps.calendar()
      const { holidays, workdays, hours } = calendar
      const reckoning = JSON.stringify([[...holidays], [...workdays], hours])
      if (reckoning !== reckoned) [since, reckoned] = [null, reckoning]
      if (since === null && !(await isUsed())) return
      const { ids, position } = await store.instances.committedSince(since)
      for (const id of ids) {
        const [first] = await dueIn(deps, id, calendar)
        if (first) due.set(id, first.at)
        else due.delete(id)
      }
      since = position
      for (const [id, at] of due) if (at <= now()) await actOnAll(deps, id, calendar)
    },
  }
}

/** Whether any version of any definition has a timeout; else there is nothing to read. A version never changes. */
function createUse(definitions: TimeoutDeps['store']['definitions']) {
  const without = new Map<string, number>()
  return async (): Promise<boolean> => {
    for (const { code, version: newest } of await definitions.list()) {
      for (let version = (without.get(code) ?? 0) + 1; version <= newest; version += 1) {
        const record = await definitions.read(code, version)
        if (record && JSON.stringify(record.definition.flow).includes('"timeout"')) return true
        without.set(code, version)
      }
    }
    return false
  }
}

/** What nobody did in time, the first one first. */
async function dueIn({ store }: TimeoutDeps, id: string, calendar: Calendar): Promise<Due[]> {
  const record = await store.instances.read(id)
  if (!record) return []
  const { code, version } = record.instance.definition
  const definition = (await store.definitions.read(code, version))?.definition
  if (!definition) return []
  return openTimeouts(record.instance, (nodeId) => findNode(definition, nodeId)?.timeout)
    .map((timeout) => ({
      ...timeout,
      at: addWorkingTime(timeout.since, timeout.hours * HOUR_MS, calendar),
    }))
    .sort((a, b) => a.at - b.at)
}

/** One after the other, reckoned anew each time: what is done for one task may leave nothing to do for the next. */
async function actOnAll(deps: TimeoutDeps, id: string, calendar: Calendar): Promise<void> {
  const tried = new Set<string>()
  const keyOf = ({ taskId, action }: Due): string => `${taskId} ${action}`
  for (;;) {
    const late = (await dueIn(deps, id, calendar)).filter(({ at }) => at <= deps.now())
    const next = late.find((one) => !tried.has(keyOf(one)))
    if (!next) return
    tried.add(keyOf(next))
    await actOn(deps, id, next)
  }
}

async function actOn({ act, log }: TimeoutDeps, id: string, { taskId, action }: Due): Promise<void> {
  const what = { instance: id, task: taskId, action }
  try {
    if (await act({ id, taskId, action })) log.info(what, 'nobody acted in time')
  } catch (error) {
    log.warn({ err: error, ...what }, 'a timeout could not be carried out: it comes again')
  }
}
