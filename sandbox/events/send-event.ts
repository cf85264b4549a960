import { randomBytes } from 'node:crypto'
import type { World } from '../world.ts'
import { sendByWebhook } from './by-webhook.ts'
import { readJson, unanswered, type Envelope, type Told } from './told.ts'

/** 步骤三：接收事件, 步骤三：接收回调. */
const WITHIN_MS = 3_000
const AGAIN_AFTER_MS = [15_000, 5 * 60_000, 3_600_000, 6 * 3_600_000]

/** To the app, in the way that its console has: again after 15 s, 5 min, 1 h and 6 h while it is not answered in 3 s. */
export async function sendEvent(world: World, type: string, event: object): Promise<void> {
  await attempt(world, toEnvelope(world, type, randomBytes(16).toString('hex'), event), 0)
}

/** A callback is answered at once or never; it comes without an id. */
export function sendCallbackEvent(world: World, type: string, event: object): Promise<Told | undefined> {
  return tell(world, toEnvelope(world, type, '', event))
}

async function attempt(world: World, envelope: Envelope, tries: number): Promise<void> {
  const told = await tell(world, envelope)
  const afterMs = AGAIN_AFTER_MS[tries]
  if (!told || afterMs === undefined) return
  const isLost = world.faults.take('event')?.kind === 'answer_lost'
  if (told.status === 200 && !isLost) return
  world.redeliveries.schedule(afterMs, () => void attempt(world, envelope, tries + 1))
}

/** Undefined where the console has no way to the app. */
async function tell(world: World, envelope: Envelope): Promise<Told | undefined> {
  const { eventWay, eventUrl } = world.settings()
  const byConnection = eventWay === 'connection'
  if (!byConnection && eventUrl === '') return undefined
  const begun = performance.now()
  const told = byConnection
    ? await sendByConnection(world, envelope)
    : await sendByWebhook(world, eventUrl, envelope, WITHIN_MS)
  world.log.add({
    at: world.clock.now(),
    api: 'event',
    method: byConnection ? 'WS' : 'POST',
    path: byConnection ? 'long connection' : new URL(eventUrl).pathname,
    status: told.status,
    code: null,
    ms: Math.round(performance.now() - begun),
    logId: '',
    request: envelope,
    response: told.body,
  })
  return told
}

async function sendByConnection({ connections }: World, envelope: Envelope): Promise<Told> {
  const answered = await connections.ask(envelope, WITHIN_MS)
  if (!answered) return unanswered('no answer over a long connection')
  const { code, data } = answered
  return { status: code, body: data === undefined ? {} : readJson(Buffer.from(data, 'base64').toString()) }
}

const toEnvelope = ({ app, clock }: World, type: string, eventId: string, event: object): Envelope => ({
  schema: '2.0',
  header: {
    event_id: eventId,
    event_type: type,
    create_time: String(clock.now()),
    token: app.verificationToken,
    app_id: app.appId,
    tenant_key: app.tenant,
  },
  event,
})
