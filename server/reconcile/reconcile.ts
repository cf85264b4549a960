import type { ReconcileResponse } from '../../shared/operator-api.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { CheckDifference, DeliveryPort } from '../feishu/port.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'
import { changedFrom } from './changed.ts'
import { changeWhile } from './change-while.ts'
import { askAgain, repair, comparabilityOf } from './repair.ts'
import { retireAll } from './retire.ts'
import { unavailable } from './unavailable.ts'
import { lookForUnknown, type Unknown } from './unknown.ts'
import { advance, beginAt, readWatermark } from './watermark.ts'

export type ReconcileDeps = {
  store: Pick<Store, 'instances' | 'notes' | 'definitions'>
  feishu: Pick<DeliveryPort, 'check' | 'shown' | 'retire'>
  now: () => number
  log: Pick<Log, 'info' | 'warn'>
}

type Options = {
  since?: number
  /** Whether to look for what Feishu shows and nobody here knows, and whether to take it out of its lists. */
  unknown?: 'list' | 'retire'
}

export type Reconcile = {
  /**
   * Compares what has changed since the last run, or since an instant, with what Feishu holds, and queues the
   * repair of what differs. Runs come one after another. Rejects with `feishu_unavailable` when Feishu does not
   * say; then the next run begins where this one did.
   */
  runOnce: (options?: Options) => Promise<ReconcileResponse>
}

const NOTE = 'reconcile'
/** 校验三方审批实例: at most so many at a time. */
const BATCH = 100

export function createReconcile(deps: ReconcileDeps): Reconcile {
  let last: Promise<unknown> = Promise.resolve()
  return {
    runOnce(options = {}) {
      const run = last.then(() => runNow(deps, options))
      last = run.catch(() => undefined)
      return run
    },
  }
}

async function runNow(deps: ReconcileDeps, { since, unknown }: Options): Promise<ReconcileResponse> {
  const compared = await compare(deps, since)
  return unknown ? withUnknown(deps, compared, unknown) : compared
}

/** What is also shown there: approvals that nobody here knows, and tasks of those that are known. */
async function withUnknown(
  deps: ReconcileDeps,
  compared: ReconcileResponse,
  what: 'list' | 'retire',
): Promise<ReconcileResponse> {
  const { instances, withTasks } = await lookForUnknown(deps)
  const { replaced, waiting } = await replaceThose(deps, withTasks)
  const unknown = instances.map(({ instanceId, definition, status, tasks }) => ({
    instance: instanceId,
    definition,
    status,
    tasks: tasks.length,
  }))
  const repaired = [...new Set([...compared.repaired, ...replaced])]
  const all = { ...compared, repaired, waiting: compared.waiting + waiting, unknown }
  if (instances.length > 0) {
    deps.log.warn({ unknown: instances.length }, 'Feishu shows approvals that nobody here knows')
  }
  if (what === 'list') return all
  const { retired, notRetired } = await retireAll(deps, instances)
  if (instances.length > 0) deps.log.warn({ retired, notRetired }, 'they were taken out of its lists')
  return { ...all, retired: [...retired], notRetired: [...notRetired] }
}

/** Of approvals that the store knows, tasks that it does not are gone when the whole is replaced. */
async function replaceThose(
  { store, now }: ReconcileDeps,
  withTasks: Unknown['withTasks'],
): Promise<{ replaced: string[]; waiting: number }> {
  const replaced: string[] = []
  let waiting = 0
  for (const difference of withTasks) {
    const { instanceId } = difference
    const record = await store.instances.read(instanceId)
    if (!record || record.repairBy === 'REPLACE') continue
    const done = await changeWhile(store, instanceId, 'comparable', (one) =>
      repair(one, record.instance, difference, now()),
    )
    if (done) replaced.push(instanceId)
    else waiting += 1
  }
  return { replaced, waiting }
}

async function compare(deps: ReconcileDeps, asked: number | undefined): Promise<ReconcileResponse> {
  const { store, now, log } = deps
  const startedAt = now()
  const mark = readWatermark(await store.notes.read(NOTE))
  const from = beginAt(mark, startedAt, asked)
  const changedAt = await changedFrom(store.instances, from, startedAt)
  const known = asked === undefined ? mark.agreed : {}
  const ids = [...new Set([...mark.left, ...changedAt.keys()])]

  const tally: Tally = { agreed: new Map(), left: [], checked: 0, repaired: [] }
  for (let at = 0; at < ids.length; at += BATCH) {
    await compareBatch(deps, ids.slice(at, at + BATCH), known, tally)
  }
  const next = advance({ startedAt, from, changedAt, agreed: tally.agreed, left: tally.left })
  await store.notes.change(NOTE, (note) =>
    JSON.stringify(readWatermark(note)) === JSON.stringify(next) ? undefined : next,
  )
  const { checked, repaired, left } = tally
  if (repaired.length > 0) log.warn({ checked, repaired }, 'Feishu held something else: pushed again')
  return { checked, repaired, waiting: left.length }
}

type Tally = { agreed: Map<string, number>; left: string[]; checked: number; repaired: string[] }

async function compareBatch(
  { store, feishu, now }: ReconcileDeps,
  ids: readonly string[],
  known: Readonly<Record<string, number>>,
  tally: Tally,
): Promise<void> {
  const records = await readAll(store, ids)
  const comparable: InstanceRecord[] = []
  for (const record of records) {
    const { id, clock } = record.instance
    const comparability = comparabilityOf(record)
    if (comparability !== 'comparable') {
      tally.left.push(id)
      if (comparability === 'asks_again')
        await changeWhile(store, id, comparability, (one) => askAgain(one, now()))
    } else if (known[id] === clock) tally.agreed.set(id, clock)
    else comparable.push(record)
  }
  if (comparable.length === 0) return
  const differences = await ask(feishu, comparable)
  tally.checked += comparable.length
  for (const { instance } of comparable) {
    const difference = differences.find(({ instanceId }) => instanceId === instance.id)
    if (!difference) {
      tally.agreed.set(instance.id, instance.clock)
      continue
    }
    const done = await changeWhile(store, instance.id, 'comparable', (one) =>
      repair(one, instance, difference, now()),
    )
    // A repair is a change, which the next run comes upon by itself.
    if (done) tally.repaired.push(instance.id)
    else tally.left.push(instance.id)
  }
}

async function ask(
  feishu: Pick<DeliveryPort, 'check'>,
  records: readonly InstanceRecord[],
): Promise<readonly CheckDifference[]> {
  const answer = await feishu.check(records.map(({ instance }) => instance))
  if (answer.ok) return answer.value
  throw unavailable('what it holds', answer.failure)
}

async function readAll(store: ReconcileDeps['store'], ids: readonly string[]): Promise<InstanceRecord[]> {
  const records = await Promise.all(ids.map((id) => store.instances.read(id)))
  return records.filter((record) => record !== undefined)
}
