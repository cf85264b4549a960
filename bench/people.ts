import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../server/store/contract.ts'
import { openLowdbStore } from '../server/store/embedded/open.ts'
import { doVerb } from '../server/usecases/act.ts'
import { handOverPerson } from '../server/usecases/hand-over.ts'
import { buildProgram, startWorker } from '../test/process/store-program.ts'
import { aRecord, aRouteNode, delivered, T0 } from '../test/support/builders.ts'
import { createHarness, type Harness } from '../test/support/http-server.ts'
import { anActor } from '../test/support/people.ts'
import { putSettings } from '../test/support/put.ts'
import type { Row } from './store.ts'

const MANY = 100_000
const CONCERNED = 10
const DELEGATIONS = 5_000
const DECISIONS = 200
const DAY_MS = 24 * 3_600_000

/** What it costs that there are many: a hand-over among 100,000 approvals, a decision among 5,000 delegations. */
export async function benchPeople(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-people-'))
  try {
    await fill(folder)
    const store = await openLowdbStore({ dataDir: folder })
    const harness = await createHarness({ store })
    await decisions(harness, 'before')
    const without = await decisions(harness, 'without')
    await delegate(store)
    const amid = await decisions(harness, 'amid')
    const handedOver = await handOver(harness)
    await store.close()
    const [few, many] = [MANY.toLocaleString('en-US'), DELEGATIONS.toLocaleString('en-US')]
    return [
      {
        name: `a hand-over of somebody concerned in ${CONCERNED} of ${few} instances`,
        value: handedOver,
        unit: 'ms',
        limit: 50,
      },
      { name: `a decision without delegations, median`, value: without, unit: 'ms' },
      { name: `a decision amid ${many} delegations, over that`, value: amid / without, unit: '', limit: 1.2 },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function fill(folder: string): Promise<void> {
  const program = buildProgram('bench/store-worker.ts')
  try {
    const { exited } = startWorker(program, ['fill', folder, String(MANY)])
    if ((await exited) !== 0) throw new Error('the folder was not filled')
  } finally {
    program.remove()
  }
}

/** Alice's approvals, which wait for this person. */
async function submitted({ store }: Harness, ids: readonly string[], approver: string): Promise<void> {
  for (const id of ids) {
    const next = delivered(aRecord({ id, route: [aRouteNode({ approvers: [approver] })] }))
    await store.instances.change(id, () => ({ next, result: undefined }))
  }
}

const named = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${name}${n}${'0'.repeat(32)}`.slice(0, 32))

/** Bob approves one after another. The median, in ms. */
async function decisions(harness: Harness, name: string): Promise<number> {
  const ids = named(name, DECISIONS)
  await submitted(harness, ids, 'u_bob')
  const times: number[] = []
  for (const id of ids) {
    const began = performance.now()
    await doVerb(harness.ctx, { verb: 'approve', id: `${id}_t1`, body: {} }, anActor('u_bob'))
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[DECISIONS / 2] ?? NaN
}

/** Each to the next one of people whom no approval concerns. */
async function delegate(store: Store): Promise<void> {
  for (let n = 0; n < DELEGATIONS; n += 1) {
    await putSettings(store, {
      userId: `u_away${n}`,
      delegation: {
        to: `u_away${n + 1}`,
        person: { openId: `ou_away${n + 1}`, name: `员工${n + 1}` },
        from: T0 - DAY_MS,
        until: T0 + DAY_MS,
      },
      muted: [],
    })
  }
}

/** In ms. */
async function handOver(harness: Harness): Promise<number> {
  await submitted(harness, named('handed', CONCERNED), 'u_lead')
  const began = performance.now()
  const { instances } = await handOverPerson(harness.ctx, { from: 'u_lead', to: 'u_hr', reason: '调岗' })
  const took = performance.now() - began
  if (instances !== CONCERNED) throw new Error(`${instances} instances were handed over`)
  return took
}
