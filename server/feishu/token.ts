import type { Answer, Failure } from '../domain/outbox/answer.ts'

/** What one request for a token gave. Feishu may give the same value again: the object tells them apart. */
export type Token = { readonly value: string }

/** The app's tenant_access_token, asked for once however many calls need it at the same time. */
export type Tokens = {
  /** A token that should be valid, or why there is none. Asks Feishu only when it has to. */
  get: () => Promise<Answer<Token>>
  /** The one at hand, without asking. */
  current: () => Token | null
  /** Feishu took a call with this token. */
  accepted: (token: Token) => void
  /** Feishu refused it: the next `get` asks for another. */
  refused: (token: Token) => void
}

export type GivenToken = { token: string; lifeMs: number }

type Held = { token: Token; until: number; tried: boolean }
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
  let asking: Promise<Answer<Token>> | null = null
  let faults = 0
  let uselessInARow = 0

  const holdFor = (failure: Failure, msAfter: (faults: number) => number) => {
    faults += 1
    const since = now()
    hold = { since, until: since + msAfter(faults), failure }
  }

  async function refresh(): Promise<Answer<Token>> {
    const answer = await ask()
    if (!answer.ok) {
      holdFor(answer.failure, holdMs(answer.failure))
      return answer
    }
    const { token: value, lifeMs } = answer.value
    const token = { value }
    held = { token, until: now() + Math.max(lifeMs - MARGIN_MS, lifeMs / 2), tried: false }
    hold = null
    return { ok: true, value: token }
  }

  const current = (): Token | null => (held && now() < held.until ? held.token : null)

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
      uselessInARow = 0
      if (held?.token !== token) return
      held.tried = true
      faults = 0
    },
    refused: (token) => {
      // Others may have replaced it already; theirs is not to be thrown away.
      if (held?.token !== token) return
      uselessInARow = held.tried ? 0 : uselessInARow + 1
      if (uselessInARow > 1) holdFor(USELESS, backoffMs)
      held = null
    },
  }
}

/** One new token after another is refused: asking at once for the next would go on for ever. */
const USELESS: Failure = {
  class: 'configuration',
  code: null,
  httpStatus: null,
  message: 'Feishu refuses the tokens that it has just given.',
  logId: null,
  retryAfterMs: null,
}

const backoffMs = (faults: number): number => Math.min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** (faults - 1))

function holdMs({ class: kind, retryAfterMs }: Failure): (faults: number) => number {
  if (retryAfterMs !== null) return () => retryAfterMs
  // A wrong secret stays wrong; an outage may be over in a moment.
  return kind === 'configuration' || kind === 'quota' ? backoffMs : () => OUTAGE_HOLD_MS
}
