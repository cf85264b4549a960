import { applyCallback, type CallbackContext } from '../usecases/apply-callback.ts'
import type { CallbackCredentials } from './callback-credentials.ts'
import { decodeCallback } from './decode.ts'
import { refusalOf, type DecisionRefusal } from './refusal.ts'
import { refuse, refuseUnproven, type CallbackEndpoint, type FeishuReply } from './reply.ts'

type Deps = {
  ctx: CallbackContext
  /** The present ones first; none: nothing is accepted. */
  credentials: readonly CallbackCredentials[]
  /** Something failed that is nobody's fault outside. */
  onFailure: (error: unknown) => void
}

/** `POST /feishu/approval/callback`: somebody pressed Approve or Reject in Feishu. */
export function createApprovalCallback({ ctx, credentials, onFailure }: Deps): CallbackEndpoint {
  return async ({ raw, isSuspect }) => {
    const decoded = decodeCallback(raw, credentials)
    if (!decoded) return refuseUnproven()
    const { callback, encrypted, present } = decoded
    // Credentials that were replaced may have leaked: they serve what was signed, and nothing else.
    if (!present && callback.actionContext === undefined) return refuseUnproven()
    // A context has to verify, and cannot be guessed; a token of somebody's choosing might be.
    if (isSuspect && !encrypted && callback.actionContext === undefined) return refuseUnproven()
    try {
      await applyCallback(ctx, callback)
      return { status: 200, body: { code: 0, msg: 'success' } }
    } catch (error) {
      return toReply(error, onFailure)
    }
  }
}

/** As the source said it: Feishu would have shown the same. */
const passOn = ({
  status,
  message,
  withoutPrefix,
}: NonNullable<DecisionRefusal['refusal']>): FeishuReply => ({
  status,
  body: {
    ...(message !== null && { message }),
    ...(withoutPrefix !== null && { without_prefix: withoutPrefix }),
  },
})

function toReply(error: unknown, onFailure: Deps['onFailure']): FeishuReply {
  const { kind, words, refusal } = refusalOf(error, onFailure)
  if (refusal) return passOn(refusal)
  return kind === 'unproven' ? refuseUnproven() : refuse(kind === 'said' ? 409 : 503, words)
}
