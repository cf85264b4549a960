/** 99991403, the month's calls are used up: nothing leaves for a while, then one request tries for all. */
export type QuotaHold = {
  /** When a request may leave: 0 at any time, Infinity while the one that tries is under way. */
  opensAt: () => number
  /** A request leaves. True when it is the one that tries; it has to be told to `tried`. */
  pass: (now: number) => boolean
  /** Feishu said that the quota is used up, to a request that left at `sentAt`. */
  exhausted: (sentAt: number, now: number) => void
  /** The one that tried has its answer, and it was not that. */
  open: () => void
  /** An operator ends the wait: one request tries at once. False: there was none. */
  end: (now: number) => boolean
  isOn: () => boolean
}

const HOLD_MS = 10 * 60_000

/** `changed` is called when whoever waits has to look again; `told` once when it begins, and once when it is over. */
export function createQuotaHold(
  changed: () => void,
  told: (isOn: boolean) => void = () => undefined,
): QuotaHold {
  let until = 0
  let since = 0
  let trying = false
  return {
    opensAt: () => (trying ? Infinity : until),
    pass(now) {
      if (until === 0 || now < until) return false
      trying = true
      return true
    },
    exhausted(sentAt, now) {
      if (until !== 0 && sentAt < since) return
      if (until === 0) told(true)
      since = now
      until = now + HOLD_MS
      trying = false
      changed()
    },
    open() {
      if (until !== 0) told(false)
      until = 0
      trying = false
      changed()
    },
    end(now) {
      if (until === 0 || trying) return until !== 0
      until = Math.min(until, now)
      changed()
      return true
    },
    isOn: () => until !== 0,
  }
}
