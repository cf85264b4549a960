import { aCalendar } from '../support/calendar.ts'
import type { MutableKind } from '../../shared/settings.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import type { Verdict } from '../../server/domain/verbs/decide.ts'
import { act } from '../../server/domain/verbs/index.ts'
import type { Submission } from '../../server/domain/verbs/submit.ts'
import { startDelivery, type Delivery, type DeliveryDeps } from '../../server/delivery/worker.ts'
import type { Store } from '../../server/store/contract.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { aDefinitionRecord, aRecord, decided, given, T0 } from '../support/builders.ts'
import { createFakeClock, settled, type FakeClock } from '../support/fake-clock.ts'
import { createMemoryFiles } from '../support/memory-store.ts'
import { createFakeFeishu, type FakeFeishu, type FakeOptions } from './fake-feishu.ts'
import { putDefinition } from '../support/put.ts'

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

export type RigOptions = Partial<Omit<FakeOptions, 'clock'>> &
  Partial<Pick<DeliveryDeps, 'concurrency' | 'leaseMs' | 'log' | 'stopWithinMs' | 'random'>> & {
    /** Read before each delivery, so that a test may change it. */
    thrift?: { withoutCards: boolean; unsent: MutableKind[] }
    /** Called at every step that a kill may come between. */
    onStep?: () => void
    approvalCode?: string | null
    clock?: FakeClock
  }

export type Rig = {
  clock: FakeClock
  feishu: FakeFeishu
  store: () => Store
  delivery: () => Delivery
  outcomes: string[]
  /** What Feishu took and did not apply, as it was counted. */
  notApplied: object[]
  begin: (id: string, submission?: Partial<Submission>) => Promise<void>
  decide: (taskId: string, verdict?: Verdict) => Promise<void>
  withdraw: (id: string) => Promise<void>
  record: (id: string) => Promise<InstanceRecord>
  register: (approvalCode: string) => Promise<void>
  /** Lets time pass until nothing waits but what is parked for good. */
  quiet: (limitMs?: number) => Promise<void>
  /** `kill -9`: nothing of the worker and its store happens from here on; a new pair opens the same files. */
  crash: () => Promise<void>
  /** From here on nothing the present worker and store do has an effect; `crash` starts the next ones. */
  kill: () => void
  stop: () => Promise<void>
}

/** A worker on files in memory before a Feishu in memory, and one clock for all. */
export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const clock = options.clock ?? createFakeClock(T0)
  const { now } = clock
  const texts = new Map<string, string>()
  const feishu = createFakeFeishu({ ...options, clock })
  const outcomes: string[] = []
  const notApplied: object[] = []
  const metrics = {
    effectDone: (kind: string, outcome: string) => void outcomes.push(`${kind} ${outcome}`),
    notApplied: (lacking: object) => void notApplied.push(lacking),
  }
  let life = 0

  const open = async (): Promise<{ store: Store; delivery: Delivery }> => {
    const own = life
    const isAlive = () => own === life
    const files = mortal(createMemoryFiles(texts), isAlive, options.onStep)
    const { store, load } = createEmbeddedStore(files, async () => undefined)
    await load()
    if ((await store.definitions.list()).length === 0) {
      await putDefinition(
        store,
        aDefinitionRecord({ approvalCode: options.approvalCode === undefined ? 'AC' : options.approvalCode }),
      )
    }
    const delivery = startDelivery({
      peopleOf: async (_source, names) =>
        Object.fromEntries(names.flatMap((name) => (name.startsWith('unknown') ? [] : [[name, name]]))),
      store,
      feishu: mortal(feishu, isAlive, options.onStep),
      clock: {
        now,
        elapsed: clock.elapsed,
        sleep: (ms, signal) => (isAlive() ? clock.sleep(ms, signal) : never()),
      },
      random: options.random ?? (() => 0.5),
      calendar: () => aCalendar(),
      ...(options.thrift && { thrift: options.thrift }),
      log: options.log ?? silent,
      metrics,
      ...pick(options, ['concurrency', 'leaseMs', 'stopWithinMs']),
    })
    return { store, delivery }
  }
  let current = await open()
  const change = async (id: string, next: (record: InstanceRecord) => InstanceRecord): Promise<void> => {
    await current.store.instances.change(id, (record) => ({
      next: record && next(record),
      result: undefined,
    }))
  }
  const waits = async (): Promise<boolean> => (await current.store.outbox.count()).pending > 0
  const probes = async (): Promise<boolean> => {
    const { items } = await current.store.outbox.list({ state: 'parked', limit: 500 })
    return items.some(({ effect }) => effect.parked?.probeAt != null)
  }

  return {
    clock,
    feishu,
    store: () => current.store,
    delivery: () => current.delivery,
    outcomes,
    notApplied,
    async begin(id, submission = {}) {
      await current.store.instances.change(id, () => ({
        next: aRecord({ ...submission, id, at: now() }),
        result: undefined,
      }))
    },
    decide: (taskId, verdict = 'APPROVED') =>
      change(taskId.slice(0, taskId.lastIndexOf('_')), (record) =>
        decided(record, taskId, { verdict, at: now() }),
      ),
    withdraw: (id) =>
      change(id, (record) => {
        const context = { at: now(), by: record.instance.initiator.userId, via: 'api' as const }
        return toRecord(record, act(record.instance, 'withdraw', given(), context))
      }),
    async record(id) {
      const record = await current.store.instances.read(id)
      if (!record) throw new Error(`no instance ${id}`)
      return record
    },
    register: (approvalCode) => putDefinition(current.store, aDefinitionRecord({ approvalCode })),
    async quiet(limitMs = 7_200_000) {
      await settled()
      const until = now() + limitMs
      while ((await waits()) || (await probes())) {
        if (now() > until) throw new Error(`effects still wait after ${limitMs} ms`)
        await clock.advance(500)
      }
    },
    async crash() {
      life += 1
      await settled()
      current = await open()
    },
    kill: () => void (life += 1),
    stop: () => current.delivery.stop(),
  }
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/** Everything asynchronous of `parts`, until it dies: then calls neither begin nor come back. */
export function mortal<T extends object>(parts: T, isAlive: () => boolean, onStep?: () => void): T {
  const wrap =
    (method: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      if (!isAlive()) return never()
      onStep?.()
      // A kill here comes before the request or the write.
      if (!isAlive()) return never()
      const result = method(...args)
      if (!(result instanceof Promise)) return result
      return result.then((value: unknown) => {
        onStep?.()
        return isAlive() ? value : never()
      })
    }
  const entries = Object.entries(parts).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'function' ? wrap(value as (...args: unknown[]) => unknown) : value,
  ])
  return Object.fromEntries(entries) as T
}

function pick<T extends object, K extends keyof T>(
  from: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  return Object.fromEntries(
    keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])),
  ) as never
}
