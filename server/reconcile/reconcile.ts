import type { ReconcileResponse } from '../../shared/operator-api.ts'
import { AppError } from '../domain/errors.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import type { CheckDifference, DeliveryPort } from '../feishu/port.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'
import { changedFrom } from './changed.ts'
import { askAgain, repair, comparabilityOf } from './repair.ts'
import { advance, beginAt, readWatermark } from './watermark.ts'

export type ReconcileDeps = {
  store: Pick<Store, 'instances' | 'notes'>
  feishu: Pick<DeliveryPort, 'check'>
  now: () => number
  log: Pick<Log, 'info' | 'warn'>
}

export type Reconcile = {
  /**
   * Compares what has changed since the last run, or since an instant, with what Feishu holds, and queues the
   * repair of what differs. Runs come one after another. Rejects with `feishu_unavailable` when Feishu does not
   * say; then the next run begins where this one did.
   */
  runOnce: (options?: { since?: number }) => Promise<ReconcileResponse>
}

const NOTE = 'reconcile'
/** 校验三方审批实例: at most so many at a time. */
const BATCH = 100

export function createReconcile(deps: ReconcileDeps): Reconcile {
  let last: Promise<unknown> = Promise.resolve()
  return {
    runOnce(options = {}) {
      const run = last.then(() => runNow(deps, options.since))
      last = run.catch(() => undefined)
      return run
    },
  }
}

async function runNow(deps: ReconcileDeps, asked: number | undefined): Promise<ReconcileResponse> {
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
  const { class: cause, code, message } = answer.failure
  const words = `Feishu does not say what it holds: ${cause}${code === null ? '' : ` ${code}`}: ${message}`
  throw new AppError('feishu_unavailable', words)
}

async function readAll(store: ReconcileDeps['store'], ids: readonly string[]): Promise<InstanceRecord[]> {
  const records = await Promise.all(ids.map((id) => store.instances.read(id)))
  return records.filter((record) => record !== undefined)
}

/** Changes the record unless it has become otherwise meanwhile. True when it was changed. */
function changeWhile(
  store: ReconcileDeps['store'],
  id: string,
  comparability: ReturnType<typeof comparabilityOf>,
  edit: (record: InstanceRecord) => InstanceRecord | undefined,
): Promise<boolean> {
  return store.instances.change(id, (current) => {
    const next = current && comparabilityOf(current) === comparability ? edit(current) : undefined
    return { next, result: next !== undefined }
  })
}
