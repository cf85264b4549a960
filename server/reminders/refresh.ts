import { backoffMs } from '../domain/outbox/backoff.ts'
import { createConcurrencyLimit } from '../runtime/concurrency-limit.ts'
import { instanceOfTask } from '../domain/outbox/effects.ts'
import { hasCome, LONGEST_WAIT_MS } from '../domain/outbox/due.ts'
import { isFollowed, type Reminder } from '../domain/reminder.ts'
import type { Failure } from '../domain/outbox/answer.ts'
import type { ReminderPort } from '../feishu/port.ts'
import { changedFrom } from '../reconcile/changed.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'
import { digestOf, stillOpen, toContent } from './compose.ts'
import { failureText } from '../domain/outbox/answer.ts'
import { haltsAll, HOLD_MS } from './outcome.ts'

export type RefreshDeps = {
  store: Pick<Store, 'instances' | 'definitions' | 'reminders'>
  feishu: Pick<ReminderPort, 'updateReminder'>
  clock: Clock
  /** In [0, 1). */
  random: () => number
  log: Pick<Log, 'warn'>
}

export type Refresh = {
  /**
   * To be called again and again, one call after another: brings the cards up to date that show something else
   * by now. However much changed in between, a card is updated once; a failure is tried again later.
   */
  look: () => Promise<void>
}

/** A change is stamped before it is stored: so long it is looked at again. */
const OVERLAP_MS = 30_000
const AT_ONCE = 10

export function createRefresh(deps: RefreshDeps): Refresh {
  const { store, clock } = deps
  /** By user_id: the card that was compared, and how much was put off then. */
  let known = new Map<string, string>()
  let lookedAt = clock.now()
  /** By message, what has to be compared, and when. */
  const waiting = new Map<string, { attempts: number; nextTryAt: number }>()

  /** Putting a task off, or its coming back, moves no time of change. */
  const markOf = async ({ userId, messageId }: Followed, now: number): Promise<string> => {
    const tasks = { postponed: { at: now, show: 'only' } } as const
    const groups = await store.instances.groups({ userId, tasks })
    return JSON.stringify([messageId, groups.reduce((sum, { count }) => sum + count, 0)])
  }
  const refresh = async (reminder: Followed): Promise<void> => {
    const { userId, messageId } = reminder
    const failure = await refreshCard(deps, reminder)
    if (!failure) return void waiting.delete(messageId)
    const attempts = (waiting.get(messageId)?.attempts ?? 0) + 1
    const waitMs = haltsAll(failure) ? HOLD_MS : backoffMs(attempts, deps.random())
    const nextTryAt = clock.now() + Math.min(Math.max(waitMs, failure.retryAfterMs ?? 0), LONGEST_WAIT_MS)
    waiting.set(messageId, { attempts, nextTryAt })
    deps.log.warn({ user: userId, error: failureText(failure) }, 'a reminder was not brought up to date')
  }
  return {
    async look() {
      const now = clock.now()
      const followed = (await store.reminders.list()).flatMap((one) => toFollowed(one, now) ?? [])
      const changed = await changedFrom(store.instances, Math.min(lookedAt, now) - OVERLAP_MS, now)
      const marks = await Promise.all(followed.map((one) => markOf(one, now)))
      const before = known
      known = new Map(followed.map(({ userId }, at) => [userId, marks[at] ?? '']))
      lookedAt = now
      const isOutdated = ({ userId, tasks }: Followed): boolean =>
        before.get(userId) !== known.get(userId) || tasks.some(({ id }) => changed.has(instanceOfTask(id)))
      for (const { messageId } of followed.filter(isOutdated)) {
        if (!waiting.has(messageId)) waiting.set(messageId, { attempts: 0, nextTryAt: now })
      }
      const due = followed.filter(({ messageId }) => {
        const one = waiting.get(messageId)
        return one && hasCome(one.nextTryAt, now)
      })
      const limit = createConcurrencyLimit(AT_ONCE)
      const ended = await Promise.allSettled(due.map((one) => limit(() => refresh(one))))
      for (const one of ended) if (one.status === 'rejected') throw one.reason
    },
  }
}

type Followed = Reminder & { messageId: string }

function toFollowed(reminder: Reminder, now: number): Followed | undefined {
  const { messageId } = reminder
  return messageId !== null && isFollowed(reminder, now) ? { ...reminder, messageId } : undefined
}

/** Answers why it failed, when it may succeed later. A card that Feishu will never update is left alone. */
async function refreshCard(
  { store, feishu, clock }: RefreshDeps,
  { userId, messageId, tasks, shown }: Followed,
): Promise<Failure | undefined> {
  const now = clock.now()
  const open = await stillOpen(store, tasks)
  const next = { tasks: open, shown: digestOf(open, now) }
  if (next.shown === shown) return undefined
  const answer = await feishu.updateReminder(messageId, await toContent(store, open, now))
  const isRefused = !answer.ok && answer.failure.class === 'refused'
  if (!answer.ok && !isRefused) return answer.failure
  // By now the person may have the next day's.
  await store.reminders.change(userId, (current) =>
    current?.messageId === messageId ? { ...current, ...(isRefused ? { tasks: [] } : next) } : undefined,
  )
  return undefined
}
