import { randomBytes } from 'node:crypto'
import { createPresses, type Presses } from '../presses/presses.ts'
import { createSendPress } from '../presses/send-press.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'
import type { AskOutside } from '../runtime/outside/ask-outside.ts'
import type { UseCaseContext } from '../usecases/context.ts'
import type { HealthNotes } from '../webhooks/health-notes.ts'

type Deps = { ctx: UseCaseContext; healths: HealthNotes; ask: AskOutside; clock: Clock; log: Log }

/** The way of decisions to the sources that carry their approvals on. */
export const connectPresses = ({ ctx, healths, ask, clock, log }: Deps): Presses =>
  createPresses({
    ctx,
    sources: ctx.sources,
    healths,
    send: createSendPress({ ask, clock }),
    random: randomBytes,
    clock,
    log,
  })
