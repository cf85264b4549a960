import { startDelivery } from '../delivery/worker.ts'
import { createRefresh } from '../reminders/refresh.ts'
import { pressesOf } from '../domain/mirror/press-queue.ts'
import { startLoop } from '../runtime/loop.ts'
import { createDailyLook } from '../usecases/daily-look.ts'
import { removeUnnamedFiles } from '../usecases/kept-files.ts'
import { peopleOfSource, removeOldLetters } from '../usecases/sources/letters.ts'
import { createUnknownLook } from '../usecases/sources/unknown-look.ts'
import { createTellManagers } from '../webhooks/tell-managers.ts'
import { startTelling, startWebhooks } from '../webhooks/worker.ts'
import type { Wiring } from './wire.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const REMIND_EVERY_MS = 10_000
/** How soon a file of people that was changed is noticed. */
const UNKNOWN_EVERY_MS = 5_000
/** Also how far apart two updates of one reminder are at least. */
const REFRESH_EVERY_MS = 3_000

/** Everything that goes on by itself. Answers how to end it. */
export function startWork(wiring: Wiring, signal: AbortSignal): () => Promise<unknown> {
  const { settings, clock, log, store, feishu, metrics, ctx } = wiring
  const { registry, reconcile, leavers, renames, reminders, timeouts, usage, events, webhooks } = wiring
  const looks = createDailyLook(wiring.watch.look, clock.now)
  const { thrift } = settings
  const peopleOf = (source: string, names: readonly string[]) => peopleOfSource(ctx, source, names)
  const deps = { store, feishu: feishu.delivery, peopleOf, clock, log, metrics, thrift }
  const delivery = startDelivery({ ...deps, calendar: ctx.calendar, random: Math.random })
  const outside = { ...webhooks, store, clock, log, count: metrics.eventTold }
  const telling = startWebhooks(outside)
  const handing = startHanding(wiring)
  const tellManagers = createTellManagers({ ...webhooks, store, feishu: feishu.operators, log })
  const refresh = createRefresh({ store, feishu: feishu.reminders, clock, random: Math.random, log })
  const everyMs = settings.reconcileEverySeconds * 1_000
  const loops = [
    startLoop({ clock, log, everyMs, run: () => reconcile.runOnce() }),
    startLoop({ clock, log, everyMs: HOUR_MS, run: () => store.sessions.removeExpired(clock.now()) }),
    startLoop({ clock, log, everyMs: HOUR_MS, run: () => removeUnnamedFiles(ctx) }),
    startLoop({ clock, log, everyMs: HOUR_MS, run: () => removeOldLetters(ctx) }),
    startLoop({ clock, log, everyMs: MINUTE_MS, run: leavers.run }),
    startLoop({ clock, log, everyMs: MINUTE_MS, run: renames.run }),
    startLoop({ clock, log, everyMs: MINUTE_MS, run: looks.run }),
    startLoop({ clock, log, everyMs: MINUTE_MS, run: usage.save }),
    startLoop({ clock, log, everyMs: UNKNOWN_EVERY_MS, run: createUnknownLook(ctx, clock.elapsed) }),
    startLoop({ clock, log, everyMs: MINUTE_MS, run: timeouts.run }),
    startLoop({ clock, log, everyMs: MINUTE_MS, run: tellManagers }),
    ...(events.connection
      ? [startLoop({ clock, log, everyMs: MINUTE_MS, run: events.connection.look })]
      : []),
    startLoop({ clock, log, everyMs: REMIND_EVERY_MS, run: reminders.look }),
    startLoop({ clock, log, everyMs: REFRESH_EVERY_MS, run: refresh.look }),
  ]
  // Once: only a process that ended in the middle of an upload leaves anything.
  const tidying = store.attachments.removeOrphans().catch((error: unknown) => {
    log.warn({ err: error }, 'what is left of broken uploads could not be removed')
  })
  const registering = registry.register(signal).catch((error: unknown) => {
    log.error({ err: error }, 'definitions could not be registered')
  })
  const looking = looks.run().catch((error: unknown) => {
    log.warn({ err: error }, 'contacts could not be asked who is still there: it comes again')
  })
  return () =>
    Promise.all([
      delivery.stop(),
      telling.stop(),
      handing.stop(),
      registering,
      tidying,
      looking,
      ...loops.map((one) => one.stop()),
    ])
}

/** Sources are told again of the decisions to which they said nothing. */
const startHanding = ({ store, clock, log, metrics, ctx, webhooks, presses }: Wiring) =>
  startTelling({
    store,
    clock,
    log,
    healths: webhooks.healths,
    count: metrics.eventTold,
    ids: async () => (await ctx.sources.read()).map(({ id }) => pressesOf(id)),
    tellBy: presses.tellAgain,
  })
