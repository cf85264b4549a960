import { CARD_ACTION, createCardAction } from '../callbacks/card-action.ts'
import { createTakeMessage } from '../callbacks/connection-message.ts'
import { createLinkPreview, LINK_PREVIEW } from '../callbacks/link-preview.ts'
import { createPersonEvents, PERSON_EVENTS } from '../callbacks/person-events.ts'
import { createEventTaker, type EventTaker } from '../callbacks/take-event.ts'
import type { FeishuSettings } from '../config.ts'
import { createLongConnection, type LongConnection } from '../feishu/connection.ts'
import type { FeishuPort } from '../feishu/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'
import type { CallbackContext } from '../usecases/apply-callback.ts'
import type { PeopleWatch } from '../usecases/watch-people.ts'

/** What Feishu tells by itself, and the connection that it comes over, if that is its way. */
export type FeishuEvents = EventTaker & { connection: LongConnection | undefined }

type Deps = {
  app: FeishuSettings
  clock: Clock
  log: Log
  ctx: CallbackContext
  feishu: Pick<FeishuPort, 'people' | 'previews'>
  watch: PeopleWatch
}

/** For whatever Feishu calls back about. */
export const callbackFailed =
  (log: Pick<Log, 'error'>) =>
  (error: unknown): void => {
    log.error({ err: error }, 'a callback could not be applied')
  }

/** Nothing is opened yet. */
export function createEvents({ app, clock, log, ctx, feishu, watch }: Deps): FeishuEvents {
  const { now } = clock
  const { people, previews } = feishu
  const ofPeople = createPersonEvents({
    notes: ctx.store.notes,
    now,
    onPersonChanged: people.forget,
    onPersonLeft: watch.left,
    onPersonRenamed: watch.renamed,
  })
  const takers = {
    ...Object.fromEntries(PERSON_EVENTS.map((type) => [type, ofPeople])),
    [LINK_PREVIEW]: createLinkPreview(ctx, previews.preview),
    [CARD_ACTION]: createCardAction({ ctx, answer: previews.pressed, onFailure: callbackFailed(log) }),
  }
  const taker = createEventTaker(takers, now)
  return { ...taker, connection: connectionOf({ app, log, now }, taker) }
}

function connectionOf(
  { app, log, now }: Pick<Deps, 'app' | 'log'> & Pick<Clock, 'now'>,
  { take }: EventTaker,
): LongConnection | undefined {
  if (app.events !== 'connection') return undefined
  const { baseUrl, appId, appSecret, proxy } = app
  return createLongConnection({ baseUrl, appId, appSecret, proxy, log, now, take: createTakeMessage(take) })
}
