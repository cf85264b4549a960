import type { CalendarFile } from '../../shared/calendar-file.ts'
import { readWeekdays } from '../../server/domain/calendar.ts'
import { readTimeOfDay } from '../../shared/time/days.ts'
import { toRecord } from '../../server/domain/outbox/effects.ts'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import { act } from '../../server/domain/verbs/index.ts'
import type { Submission } from '../../server/domain/verbs/submit.ts'
import { createGate } from '../../server/feishu/gate/pacing.ts'
import type { ReminderPort } from '../../server/feishu/port.ts'
import { createRefresh, type Refresh } from '../../server/reminders/refresh.ts'
import { createReminders, type Reminders } from '../../server/reminders/reminders.ts'
import type { Store } from '../../server/store/contract.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { mortal } from '../delivery/rig.ts'
import { aDefinition, aDefinitionRecord, aRecord, aContext, decided, given, T0 } from '../support/builders.ts'
import { createFakeClock, settled, type FakeClock } from '../support/fake-clock.ts'
import { createMemoryFiles } from '../support/memory-store.ts'
import { createFakeMessages, type FakeMessages, type Fault } from './fake-messages.ts'
import { putDefinition } from '../support/put.ts'

export type RigOptions = {
  at?: number
  time?: string
  timeZone?: string
  weekdays?: string
  calendar?: Partial<CalendarFile>
  fault?: (call: 'send' | 'update', userId: string) => Fault
  /** Requests wait their turn as they do before Feishu, and take this long. */
  pacedMs?: number
  /** Called at every step that a kill may come between. */
  onStep?: () => void
}

export type Rig = {
  clock: FakeClock
  feishu: FakeMessages
  store: () => Store
  reminders: () => Reminders
  refresh: () => Refresh
  /** One more server on the same store. */
  another: () => Reminders
  warnings: object[]
  begin: (id: string, submission?: Partial<Submission>) => Promise<void>
  decide: (taskId: string) => Promise<void>
  postpone: (taskId: string, until: number | null) => Promise<void>
  /** `kill -9`, and a start on what is on disk. */
  crash: () => Promise<void>
  kill: () => void
}

const EXPENSE = aDefinition({ code: 'expense', name: { 'zh-CN': '报销', 'en-US': 'Expense' } })

/** Reminders on files in memory before a Feishu in memory. It is T0, 10:00 of a Friday in Shanghai. */
export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const { timeZone = 'Asia/Shanghai', time = '09:37', weekdays = '1-5', calendar = {} } = options
  const clock = createFakeClock(options.at ?? T0)
  const feishu = createFakeMessages(clock, options.fault)
  const port = options.pacedMs === undefined ? feishu : paced(feishu, clock, options.pacedMs)
  const texts = new Map<string, string>()
  const warnings: object[] = []
  let life = 0

  const serve = (store: Store, isAlive: () => boolean) => {
    const deps = {
      store,
      feishu: mortal(port, isAlive, options.onStep),
      clock: { now: clock.now, elapsed: clock.elapsed, sleep: clock.sleep },
      random: () => 0.5,
      log: { info: () => undefined, warn: (facts: object) => void warnings.push(facts) },
    }
    const reminders = createReminders({
      ...deps,
      timeZone,
      time: time === 'off' ? null : readTimeOfDay(time),
      weekdays: readWeekdays(weekdays),
      readCalendar: async () => ({ holidays: [], workdays: [], hours: [], ...calendar }),
      signal: new AbortController().signal,
    })
    return { store, reminders, refresh: createRefresh(deps) }
  }
  const open = async () => {
    const own = life
    const isAlive = () => own === life
    const { store, load } = createEmbeddedStore(
      mortal(createMemoryFiles(texts), isAlive, options.onStep),
      async () => undefined,
    )
    await load()
    return serve(store, isAlive)
  }
  let current = await open()
  for (const definition of [aDefinition(), EXPENSE]) {
    await putDefinition(current.store, aDefinitionRecord({ code: definition.code, definition }))
  }
  const change = (id: string, next: (record: InstanceRecord) => InstanceRecord): Promise<void> =>
    current.store.instances.change(id, (record) => ({ next: record && next(record), result: undefined }))
  const instanceOf = (taskId: string): string => taskId.slice(0, taskId.lastIndexOf('_'))

  return {
    clock,
    feishu,
    store: () => current.store,
    reminders: () => current.reminders,
    refresh: () => current.refresh,
    another: () => serve(current.store, () => true).reminders,
    warnings,
    begin: (id, submission = {}) =>
      current.store.instances.change(id, () => ({
        next: aRecord({ ...submission, id, at: clock.now() }),
        result: undefined,
      })),
    decide: (taskId) => change(instanceOf(taskId), (record) => decided(record, taskId, { at: clock.now() })),
    postpone: (taskId, until) =>
      change(instanceOf(taskId), (record) => {
        const context = aContext({ by: 'u_bob', at: clock.now() })
        return toRecord(record, act(record.instance, 'postpone', { taskId, until, ...given() }, context))
      }),
    async crash() {
      life += 1
      await settled()
      current = await open()
    },
    kill: () => void (life += 1),
  }
}

/** The gate as the server has it. */
function paced(feishu: FakeMessages, clock: FakeClock, ms: number): ReminderPort {
  const signal = new AbortController().signal
  const gate = createGate({ clock, signal, limits: { message_send: { maxWaitMs: 1_000 } } })
  return {
    ...feishu,
    sendReminder: (...args) =>
      gate('message_send', async () => {
        await clock.sleep(ms)
        return feishu.sendReminder(...args)
      }),
  }
}
