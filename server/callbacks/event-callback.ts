import { CARD_ACTION } from './card-action.ts'
import type { TakeEvent } from './event-message.ts'
import { LINK_PREVIEW } from './link-preview.ts'
import { refuseUnproven, type CallbackEndpoint, type FeishuReply } from './reply.ts'
import { KNOWN_FOR_MS } from './seen-events.ts'
import { verifyEvent, type EventSecrets, type VerifiedEvent } from './verify-event.ts'

type Deps = {
  secrets: EventSecrets
  take: TakeEvent
  now: () => number
  /** A callback came that has to be signed, and there is no key to sign it with. */
  onUnsigned: (type: string) => void
  /** Something came too late to be Feishu's: somebody sends it again, or one of the clocks is wrong. */
  onLate: (type: string) => void
}

/** What shows approvals and decides them: answered within 3 s, and never sent again. */
const CALLBACKS: ReadonlySet<string> = new Set([LINK_PREVIEW, CARD_ACTION])
const CLOCKS_DIFFER_MS = 5 * 60_000
/** Feishu gives up after some seven hours; half as long as an id is known, so that clocks may differ here as well. */
const REPEATED_FOR_MS = KNOWN_FOR_MS / 2

/** As of what nobody here asked for. */
const UNASKED: FeishuReply = { status: 200, body: {} }

/**
 * `POST /feishu/event` and `POST /feishu/card`: the address that Feishu sends events and callbacks to. The verification
 * token stands in every plain event and in the console: whoever knows no more than that sees and decides nothing.
 */
export function createEventCallback({ secrets, take, now, onUnsigned, onLate }: Deps): CallbackEndpoint {
  return async (request) => {
    const isSigned = Boolean(secrets.encryptKey)
    // A signature cannot be guessed; a token of somebody's choosing might be.
    if (request.isSuspect && !isSigned) return refuseUnproven()
    const verified = verifyEvent(request, secrets)
    if (!verified) return refuseUnproven()
    if ('challenge' in verified) return { status: 200, body: { challenge: verified.challenge } }
    const { type } = verified.told
    if (!isSigned && CALLBACKS.has(type)) {
      onUnsigned(type)
      return UNASKED
    }
    if (isTimely(verified, now())) return take(verified.told)
    onLate(type)
    return refuseUnproven()
  }
}

/**
 * Callbacks bring no id by which one would be known again. What a clock ahead of ours made may be taken, and so may an
 * event that does not say when it was made: whoever sends one of Feishu's again cannot take that out of it.
 */
function isTimely(
  { told: { type }, createdAt, signedAt }: Exclude<VerifiedEvent, { challenge: string }>,
  now: number,
): boolean {
  if (CALLBACKS.has(type)) return signedAt !== undefined && Math.abs(now - signedAt) <= CLOCKS_DIFFER_MS
  return createdAt === undefined || now - createdAt <= REPEATED_FOR_MS
}
