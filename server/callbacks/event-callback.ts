import type { TakeEvent } from './event-message.ts'
import { refuseUnproven, type CallbackEndpoint } from './reply.ts'
import { verifyEvent, type EventSecrets } from './verify-event.ts'

/** `POST /feishu/event` and `POST /feishu/card`: the address that Feishu sends events and callbacks to. */
export function createEventCallback(secrets: EventSecrets, take: TakeEvent): CallbackEndpoint {
  return async (request) => {
    const verified = verifyEvent(request, secrets)
    if (!verified) return refuseUnproven()
    if ('challenge' in verified) return { status: 200, body: { challenge: verified.challenge } }
    return take(verified.told)
  }
}
