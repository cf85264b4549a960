import { findNode } from '../../shared/definition.ts'
import { addWorkingTime, type Calendar } from '../domain/calendar.ts'
import { delegatesIn } from '../domain/delegation.ts'
import { toRecord } from '../domain/effects.ts'
import type { Instance, KnownPerson } from '../domain/instance.ts'
import { openTimeouts, timeOut, type OpenTimeout, type TimeOut } from '../domain/time-out.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'

export type TimeoutDeps = {
  store: Pick<Store, 'instances' | 'definitions' | 'settings'>
  /** Who takes over from a person; undefined when there is nobody. May reject: then it is tried again. */
  escalateFrom: (
    userId: string,
    instance: Instance,
  ) => Promise<({ userId: string } & KnownPerson) | undefined>
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
  const due = new Map<string, readonly Due[]>()
  let since = 0
  let reckoned = ''
  return {
    async run() {
      const calendar = await deps.calendar()
      const { holidays, workdays, hours } = calendar
      const reckoning = JSON.stringify([[...holidays], [...workdays], hours])
      if (reckoning !== reckoned) [since, reckoned] = [0, reckoning]
      if (since === 0 && !(await isUsed(store))) return
      for (const { id, updatedAt } of await store.instances.changedSince(since, Number.MAX_SAFE_INTEGER)) {
        due.set(id, await dueIn(deps, id, calendar))
        if (due.get(id)?.length === 0) due.delete(id)
        since = Math.max(since, updatedAt)
      }
      for (const [id, timeouts] of due) {
        const first = timeouts.find(({ at }) => at <= now())
        if (first) await actOn(deps, id, first)
      }
    },
  }
}

/** Whether any version of any definition has a timeout; else there is nothing to read. */
async function isUsed({ definitions }: TimeoutDeps['store']): Promise<boolean> {
  for (const { code, version: newest } of await definitions.list()) {
    for (let version = 1; version <= newest; version += 1) {
      const record = await definitions.read(code, version)
      if (record && JSON.stringify(record.definition.flow).includes('"timeout"')) return true
    }
  }
  return false
}

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

async function actOn(deps: TimeoutDeps, id: string, due: Due): Promise<void> {
  const { store, now, log } = deps
  try {
    const command = await commandFor(deps, id, due)
    const delegateOf = delegatesIn(await store.settings.delegating(now()))
    const entries = await store.instances.change(id, (current) => {
      if (!current) return { result: 0 }
      const outcome = timeOut(current.instance, command, { at: now(), by: null, via: 'system', delegateOf })
      if (outcome.entries.length === 0) return { result: 0 }
      return { next: toRecord(current, outcome), result: outcome.entries.length }
    })
    if (entries > 0) log.info({ instance: id, task: due.taskId, action: due.action }, 'nobody acted in time')
  } catch (error) {
    log.warn(
      { err: error, instance: id, task: due.taskId },
      'a timeout could not be carried out: it comes again',
    )
  }
}

async function commandFor(
  { store, escalateFrom }: TimeoutDeps,
  id: string,
  { taskId, action }: Due,
): Promise<TimeOut> {
  if (action !== 'escalate') return { taskId, action }
  const record = await store.instances.read(id)
  const task = record?.instance.tasks.find((one) => one.id === taskId)
  const found = record && task ? await escalateFrom(task.assignee, record.instance) : undefined
  // With nobody to take over it stays where it is, and that is noted.
  if (!found) return { taskId, action, to: task?.assignee ?? '', people: {} }
  const { userId: to, name, openId } = found
  return { taskId, action, to, people: { [to]: { name, openId } } }
}
