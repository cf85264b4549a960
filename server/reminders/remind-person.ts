import { createHash } from 'node:crypto'
import type { Day } from '../../shared/time/days.ts'
import { dayAt } from '../domain/calendar.ts'
import { claim, type Claim, type Reminder } from '../domain/reminder.ts'
import type { Failure } from '../domain/outbox/answer.ts'
import type { ReminderPort } from '../feishu/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/contract.ts'
import { digestOf, tasksOf, toContent } from './compose.ts'
import { afterFailure, afterSent } from './outcome.ts'

export type PersonDeps = {
  store: Pick<Store, 'instances' | 'definitions' | 'reminders'>
  feishu: ReminderPort
  clock: Clock
  timeZone: string
  /** In [0, 1). */
  random: () => number
  signal: AbortSignal
}

/** `had`: earlier that day; `nothing`: nothing waits any more; `wait`: a later try may send it. */
export type ReminderOutcome = { is: 'sent' | 'had' | 'nothing' | 'wait' | 'given_up'; failure?: Failure }

/** Sends the person's one reminder of that day, unless it was sent or its outcome has to be waited for. */
export async function remindPerson(deps: PersonDeps, userId: string, day: Day): Promise<ReminderOutcome> {
  const { clock, signal, timeZone } = deps
  for (;;) {
    const outcome = await tryOnce(deps, userId, day)
    if (outcome.failure?.class !== 'pace') return outcome
    await clock.sleep(outcome.failure.retryAfterMs ?? 0, signal)
    if (signal.aborted || dayAt(clock.now(), timeZone) !== day) return outcome
  }
}

async function tryOnce(deps: PersonDeps, userId: string, day: Day): Promise<ReminderOutcome> {
  const { store, feishu, clock, random } = deps
  const uuid = uuidOf(userId, day)
  const claimed = await claimDurably(deps, { userId, day, uuid })
  if (claimed.is !== 'due') return claimed

  const record = (decide: (own: Reminder) => Reminder) =>
    store.reminders.change(userId, (current) => (current?.uuid === uuid ? decide(current) : undefined))
  const now = clock.now()
  const tasks = await tasksOf(store, userId, now)
  if (tasks.length === 0) {
    await record((own) => ({ ...own, nextTryAt: null }))
    return { is: 'nothing' }
  }
  const answer = await feishu.sendReminder(userId, uuid, await toContent(store, tasks, now))
  if (answer.ok) {
    const card = { tasks, shown: digestOf(tasks, now) }
    await record((own) => afterSent(own, answer.value.messageId, card, clock.now()))
    return { is: 'sent' }
  }
  const { failure } = answer
  const ended = await record((own) =>
    afterFailure(own, failure, claimed.isFirstTry, { now: clock.now(), random: random() }),
  )
  return { is: ended?.nextTryAt === null ? 'given_up' : 'wait', failure }
}

/** Before anything leaves: whoever comes after a kill, or beside this server, knows of it. */
async function claimDurably(
  { store, clock }: PersonDeps,
  one: { userId: string; day: Day; uuid: string },
): Promise<Claim> {
  let claimed: Claim = { is: 'had' }
  await store.reminders.change(one.userId, (current) => {
    const decided = claim(current, { ...one, now: clock.now() })
    claimed = decided.claim
    return decided.next
  })
  return claimed
}

/** The same whoever sends it, also from a store that was restored: ≤ 50 characters. */
const uuidOf = (userId: string, day: Day): string =>
  `r${createHash('sha256')
    .update(JSON.stringify([userId, day]))
    .digest('hex')
    .slice(0, 40)}`
