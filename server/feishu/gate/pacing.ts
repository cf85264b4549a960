import type { Answer, Failure } from '../../domain/outbox/answer.ts'
import { API_NAMES, IS_METERED, type ApiName, type Gate } from '../port.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { RequestLog, RequestMark } from '../../runtime/request-log.ts'
import { createLane, type Lane, type LaneLimit, type Pass } from './lane.ts'
import { createQuotaHold } from './quota-hold.ts'
import { createSteadyClock } from '../../runtime/steady-clock.ts'

export type GateOptions = {
  clock: Clock
  /** Where an API's limits differ from 1000 a minute and 50 a second. */
  limits?: Partial<Record<ApiName, Partial<LaneLimit>>>
  /** Whoever waits when it is aborted is sent back at once. */
  signal: AbortSignal
  /** What left before this gate was, and where it says what leaves through it. Without them it is the first. */
  requests?: { earlier: readonly RequestMark[]; note: RequestLog['note'] }
  /** Told once when the quota of calls is used up, and once when a call gets through again. */
  onQuota?: (isUsedUp: boolean) => void
}

/** The gate, and the month's quota as operators see it. */
export type PacedGate = Gate & { quota: Quota }
export type Quota = {
  isUsedUp: () => boolean
  /** Ends the wait: one request tries at once for all. False: nothing waited for that. */
  tryNow: () => boolean
}

/** 频控策略, 特殊频控: both windows count, per API. */
const LIMIT: LaneLimit = {
  perSecond: 50,
  perMinute: 1_000,
  maxWaitMs: 70_000,
  marginMs: 5,
  maxTransitMs: 2_000,
}

/** Somebody waits for the answer of these. */
const FOR_A_PERSON: ReadonlySet<ApiName> = new Set([
  ...(['user', 'user_batch', 'department', 'login', 'user_info'] as const),
])
const PATIENCE_MS = 8_000

/** The longest window, and a while for the way there. */
const COUNTED_MS = 90_000
const PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

type Paced = { lane: Lane; maxWaitMs: number; pauses: number; pausedAt: number }

/**
 * The way out to Feishu, one lane per API. No request leaves above a limit, before the reset time of a lane or
 * while the quota is used up; no caller waits longer than the lane's `maxWaitMs`, so what is sent was decided
 * on shortly before. A call that is refused for its pace is repeated here while that time lasts; after it the
 * caller gets `pace` (or `quota`) with the time until the lane opens, and nothing has been sent for it.
 */
export function createGate({ clock: wall, limits = {}, signal, onQuota, requests }: GateOptions): PacedGate {
  const clock = createSteadyClock(wall)
  const lanes = new Map<ApiName, Paced>()
  const nudgeAll = (): void => {
    for (const { lane } of lanes.values()) lane.nudge()
  }
  const hold = createQuotaHold(nudgeAll, onQuota)
  // These are not counted: whoever logs in or looks somebody up is let try, and a token is fetched on the way.
  const noHold = createQuotaHold(() => undefined)
  // One for all lanes: a listener for each is taken for a leak by Node.
  signal.addEventListener('abort', nudgeAll, { once: true })

  const laneOf = (api: ApiName): Paced => {
    const known = lanes.get(api)
    if (known) return known
    const limit = { ...LIMIT, ...(FOR_A_PERSON.has(api) && { maxWaitMs: PATIENCE_MS }), ...limits[api] }
    const lane = createLane(limit, clock, IS_METERED[api] ? hold : noHold, signal)
    const paced = { lane, maxWaitMs: limit.maxWaitMs, pauses: 0, pausedAt: 0 }
    lanes.set(api, paced)
    return paced
  }
  /** Times that lie ahead come of a clock that has gone back since; what is long ago counts no more. */
  const recall = (mark: RequestMark): void => {
    const now = clock.now()
    const api = API_NAMES.find((known) => known === mark.api)
    if (!api || ('sentAt' in mark && mark.sentAt < now - COUNTED_MS)) return
    if ('sentAt' in mark) laneOf(api).lane.departed(Math.min(mark.sentAt, now))
    else laneOf(api).lane.close(Math.min(mark.closedUntil, now + LONGEST_PAUSE_MS))
  }
  const heed = (api: ApiName, paced: Paced, pass: Pass, answer: Answer<unknown> | undefined): void => {
    const now = clock.now()
    const failure = answer && !answer.ok ? answer.failure : undefined
    if (failure?.class === 'quota') hold.exhausted(pass.flight.sentAt, now)
    else if (pass.triesQuota) hold.open()
    if (failure?.class === 'pace') {
      const pauseMs = pause(paced, pass, failure, now)
      requests?.note({ api, closedUntil: wall.now() + pauseMs })
    } else if (pass.flight.sentAt >= paced.pausedAt) paced.pauses = 0
  }
  for (const mark of requests?.earlier ?? []) recall(mark)

  const gate: Gate = async (api, call, turn) => {
    const paced = laneOf(api)
    const deadline = clock.now() + paced.maxWaitMs
    for (;;) {
      const entered = await paced.lane.enter(deadline, turn)
      if ('class' in entered) return { ok: false, failure: entered }
      requests?.note({ api, sentAt: wall.now() })
      const answer = await fly(paced, entered, call, (heard) => heed(api, paced, entered, heard))
      if (answer.ok || answer.failure.class !== 'pace') return answer
      const opensAt = paced.lane.opensAt()
      if (opensAt > deadline) return waitLonger(answer.failure, opensAt - clock.now())
    }
  }
  const quota: Quota = { isUsedUp: hold.isOn, tryNow: () => hold.end(clock.now()) }
  return Object.assign(gate, { quota })
}

async function fly<T>(
  paced: Paced,
  pass: Pass,
  call: () => Promise<Answer<T>>,
  heed: (answer: Answer<unknown> | undefined) => void,
): Promise<Answer<T>> {
  let answer: Answer<T> | undefined
  try {
    answer = await call()
    return answer
  } finally {
    heed(answer)
    paced.lane.leave(pass, !!answer && (answer.ok || answer.failure.httpStatus !== null))
  }
}

/** Closes the lane for as long as Feishu says, else for 1, 2, 4 … s; one burst of refusals counts once. In ms. */
function pause(paced: Paced, pass: Pass, { retryAfterMs }: Failure, now: number): number {
  if (pass.flight.sentAt >= paced.pausedAt) {
    paced.pauses += 1
    paced.pausedAt = now
  }
  const pauseMs = retryAfterMs ?? Math.min(PAUSE_MS * 2 ** (paced.pauses - 1), LONGEST_PAUSE_MS)
  paced.lane.close(now + pauseMs)
  return pauseMs
}

const waitLonger = (failure: Failure, retryAfterMs: number): Answer<never> => ({
  ok: false,
  failure: { ...failure, retryAfterMs },
})
