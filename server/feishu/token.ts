import type { Answer, Failure } from './port.ts'

/** The app's tenant_access_token, asked for once however many calls need it at the same time. */
export type Tokens = {
  /** A token that should be valid, or why there is none. Asks Feishu only when it has to. */
  get: () => Promise<Answer<string>>
  /** The one at hand, without asking. */
  current: () => string | null
  /** Feishu took a call with this token. */
  accepted: (token: string) => void
  /** Feishu refused it: the next `get` asks for another. */
  refused: (token: string) => void
}

export type GivenToken = { token: string; lifeMs: number }

type Held = { value: string; until: number; tried: boolean }
type Hold = { since: number; until: number; failure: Failure }

const MARGIN_MS = 3 * 60_000
const FIRST_HOLD_MS = 2_000
const LONGEST_HOLD_MS = 60_000
const OUTAGE_HOLD_MS = 1_000

/**
 * The SDK's own token manager sends one request per waiting call and keeps a token that Feishu refuses, so it is
 * not used (design: an expired token costs one refresh per process, a wrong secret does not spin).
 */
export function createTokens({
  ask,
  now,
}: {
  ask: () => Promise<Answer<GivenToken>>
  now: () => number
}): Tokens {
  let held: Held | null = null
  let hold: Hold | null = null
  let asking: Promise<Answer<string>> | null = null
  let faults = 0

  const holdFor = (failure: Failure) => {
    faults += 1
    const since = now()
    hold = { since, until: since + holdMs(failure, faults), failure }
  }

  async function refresh(): Promise<Answer<string>> {
    const answer = await ask()
    if (!answer.ok) {
      holdFor(answer.failure)
      return answer
    }
    const { token, lifeMs } = answer.value
    held = { value: token, until: now() + Math.max(lifeMs - MARGIN_MS, lifeMs / 2), tried: false }
    hold = null
    return { ok: true, value: token }
  }

  const current = (): string | null => (held && now() < held.until ? held.value : null)

  return {
    current,
    get: async () => {
      const token = current()
      if (token !== null) return { ok: true, value: token }
      const at = now()
      // A clock that was set back must not make a hold of seconds one of days.
      if (hold && at >= hold.since && at < hold.until) {
        return { ok: false, failure: { ...hold.failure, retryAfterMs: hold.until - at } }
      }
      asking ??= refresh().finally(() => {
        asking = null
      })
      return asking
    },
    accepted: (token) => {
      if (held?.value !== token) return
      held.tried = true
      faults = 0
    },
    refused: (token) => {
      // Others may have replaced it already; theirs is not to be thrown away.
      if (held?.value !== token) return
      if (!held.tried) holdFor(USELESS)
      held = null
    },
  }
}

/** A token refused at its first use: asking at once for the next would go on for ever. */
const USELESS: Failure = {
  class: 'not_sent',
  code: null,
  httpStatus: null,
  message: 'Feishu refuses the tenant_access_token that it has just given.',
  logId: null,
  retryAfterMs: null,
}

function holdMs({ class: kind, retryAfterMs, message }: Failure, faults: number): number {
  if (retryAfterMs !== null) return retryAfterMs
  const backsOff = kind === 'configuration' || kind === 'quota' || message === USELESS.message
  return backsOff ? Math.min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** (faults - 1)) : OUTAGE_HOLD_MS
}
