import type { Failure, FailureClass } from '../domain/outbox/answer.ts'
import type { Log } from '../runtime/logger.ts'
import type { Outbox } from '../store/contract.ts'

export type OutageDeps = {
  log: Pick<Log, 'info' | 'warn'>
  now: () => number
  outbox: Pick<Outbox, 'count'>
}

/** Whether Feishu takes deliveries at all, told from the answers to all of them. */
export type Outage = {
  failed: (failure: Failure) => void
  /** Feishu took or refused one: it is there. */
  answered: () => void
}

const TELL_AGAIN_MS = 5 * 60_000
/** One that goes wrong alone is tried again and worth no word. */
const ALONE = 1

/** After these Feishu may as well be away; every other failure is an answer of its own. */
export const WITHOUT_AN_ANSWER: ReadonlySet<FailureClass> = new Set(['not_sent', 'unclear'])

/** Says once that Feishu is away, again every five minutes while it lasts, and once that it is back. */
export function createOutage({ log, now, outbox }: OutageDeps): Outage {
  let failures = 0
  let toldAt = -Infinity
  let isTold = false

  const tell = async (failure: Failure): Promise<void> => {
    const { class: kind, code, httpStatus, logId, message } = failure
    const isOffline = code === null
    // A network's own words; Feishu's may quote a form.
    const said = httpStatus === null && isOffline ? { error: message } : {}
    const { pending } = await outbox.count()
    const words = isOffline ? 'Feishu cannot be reached' : 'Feishu answers with faults'
    log.warn({ class: kind, code, httpStatus, logId, ...said }, `${words}: ${pending} deliveries wait`)
  }
  return {
    failed(failure) {
      failures += 1
      if (failures <= ALONE || now() - toldAt < TELL_AGAIN_MS) return
      toldAt = now()
      isTold = true
      void tell(failure).catch(() => undefined)
    },
    answered() {
      failures = 0
      if (!isTold) return
      isTold = false
      log.info({}, 'Feishu can be reached again: what waits is delivered')
    },
  }
}
