import { aCalendar } from '../test/support/calendar.ts'
import { openSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { createGate } from '../server/feishu/gate/pacing.ts'
import { startDelivery } from '../server/delivery/worker.ts'
import { createFeishu } from '../server/feishu/client.ts'
import type { Department } from '../server/feishu/port.ts'
import type { Initiator } from '../server/domain/instance.ts'
import { systemClock } from '../server/runtime/clock.ts'
import { aDefinition, aDefinitionRecord, anInitiator, aRecord, aRouteNode } from '../test/support/builders.ts'
import { openMemoryStore } from '../test/support/memory-store.ts'
import type { Row } from './store.ts'
import { putDefinition } from '../test/support/put.ts'

const PER_SECOND = 50
const PER_MINUTE = 1_000
/** Three minutes' worth, 140 s. `BENCH_SHORT=1` takes 20 s and sees the window of a second only. */
const COUNT = 3_000
const SHORT = 1_000
const OVERHEAD = 1.02
/** So many that none has a tenth of a minute's slots: from then on a person leaves the last tenth to others. */
const PEOPLE = [
  ...['u_dev', 'u_designer', 'u_qa', 'u_cto', 'u_hr', 'u_admin', 'u_recruiter', 'u_payroll'],
  ...['u_cfo', 'u_accountant', 'u_cashier', 'u_ceo'],
]

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

/** How long waiting pushes take under the sandbox's limits, over what the limits allow; fixed windows and sliding. */
export async function benchPacing(): Promise<Row[]> {
  const count = process.env['BENCH_SHORT'] === '1' ? SHORT : COUNT
  const rows = await Promise.all([drain('fixed', count), drain('sliding', count)])
  return rows.flat()
}

/** Full minutes, and the seconds of what is left. */
const idealMs = (count: number): number =>
  (Math.ceil(count / PER_MINUTE) - 1) * 60_000 + ((((count - 1) % PER_MINUTE) + 1) / PER_SECOND) * 1_000

async function drain(window: 'fixed' | 'sliding', count: number): Promise<Row[]> {
  const sandbox = await openSandbox({
    settings: { rateLimit: { perSecond: PER_SECOND, perMinute: PER_MINUTE, window, status: 429 } },
  })
  const stopping = new AbortController()
  try {
    let refused = 0
    const feishu = connect(
      sandbox,
      stopping.signal,
      (outcome) => void (refused += outcome === 'pace' ? 1 : 0),
    )
    const store = await fill(feishu, count)
    let done = 0
    let finish = (): void => undefined
    const drained = new Promise<void>((resolve) => (finish = resolve))
    const effectDone = (_kind: string, became: string): void => {
      if (became === 'delivered') done += 1
      if (done === count) finish()
    }
    const begun = performance.now()
    const delivery = startDelivery({
      store,
      feishu: feishu.delivery,
      peopleOf: async () => ({}),
      clock: systemClock,
      random: Math.random,
      calendar: () => aCalendar(),
      log: silent,
      metrics: { effectDone, notApplied: () => undefined },
    })
    await drained
    const took = performance.now() - begun
    await delivery.stop()
    // In a short run each second weighs seven times as much.
    const limit = count === COUNT ? { limit: OVERHEAD } : {}
    const what = `${count} waiting pushes, ${window} windows`
    return [
      {
        name: `${what}: time over what the limits allow`,
        value: took / idealMs(count),
        unit: '',
        ...limit,
      },
      { name: `${what}: refused by the limiter`, value: refused, unit: '', limit: 0 },
    ]
  } finally {
    stopping.abort()
    await sandbox.close()
  }
}

type Feishu = ReturnType<typeof createFeishu>

function connect({ url, info }: Sandbox, signal: AbortSignal, counted: (outcome: string) => void): Feishu {
  return createFeishu({
    baseUrl: url,
    botMessageUrl: `${url}/open-apis/approval/v1/message`,
    applinkUrl: info.applinkUrl,
    appId: info.appId,
    appSecret: info.appSecret,
    pages: 'mini_program',
    linkModes: { center: 'tab', card: 'tab', reminder: 'tab', chat: 'sidebar' },
    publicUrl: 'http://localhost:3000',
    callback: {
      url: 'http://localhost:3000/feishu/approval/callback',
      token: info.callbackToken,
      key: undefined,
    },
    sign: () => 'context',
    gate: createGate({ clock: systemClock, signal }),
    now: Date.now,
    elapsed: () => performance.now(),
    log: silent,
    count: (_api, outcome) => counted(outcome),
  })
}

async function fill(feishu: Feishu, count: number) {
  const store = openMemoryStore()
  const definition = aDefinition({ managers: ['u_admin'], cc: [] })
  const applied = await feishu.definitions.apply(definition, 'live', null)
  if (!applied.ok) throw new Error(applied.failure.message)
  await putDefinition(store, aDefinitionRecord({ definition, approvalCode: applied.value.approvalCode }))
  const people = await Promise.all(PEOPLE.map((userId) => find(feishu, userId)))
  for (let n = 0; n < count; n += 1) {
    const initiator = people[n % people.length]
    if (!initiator) throw new Error('there is nobody')
    const record = aRecord({
      id: `bench${n}`,
      initiator,
      people: {
        [initiator.userId]: { openId: initiator.openId, name: initiator.name },
        u_lead: { openId: '', name: '王磊' },
      },
      route: [aRouteNode({ approvers: ['u_lead'] })],
      ccAtEnd: [],
    })
    const effects = record.effects
      .filter(({ kind }) => kind === 'sync')
      .map((effect) => Object.assign(effect, { by: initiator.userId }))
    await store.instances.change(record.instance.id, () => ({
      next: { ...record, effects },
      result: undefined,
    }))
  }
  return store
}

async function find(feishu: Feishu, userId: string): Promise<Initiator> {
  const person = await feishu.people.person(userId)
  if (!person.ok || !person.value) throw new Error(`the sandbox does not know ${userId}`)
  const found = await feishu.people.department(person.value.openDepartmentIds[0] ?? '')
  const known: Department | undefined = found.ok ? found.value : undefined
  const department = known && { ...known }
  return anInitiator({ ...person.value, department: department ?? null })
}
