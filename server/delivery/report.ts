import type { Log } from '../runtime/logger.ts'
import type { Metrics } from '../runtime/metrics.ts'
import type { Outbox } from '../store/contract.ts'
import type { Delivered } from './deliver.ts'
import { createOutage, WITHOUT_AN_ANSWER } from './outage.ts'

const TELL_AGAIN_MS = 10 * 60_000

export type ReportDeps = {
  log: Log
  metrics: Pick<Metrics, 'effectDone' | 'notApplied'>
  now: () => number
  outbox: Pick<Outbox, 'count'>
}

/** Tells the operator what became of each effect; Feishu's own words stay out of the log, they may quote a form. */
export function createReport(deps: ReportDeps): (delivered: Delivered) => void {
  const { log, metrics, now } = deps
  const toldAt = new Map<string, number>()
  const outage = createOutage(deps)

  /** A wrong setting fails every effect: it is said once in ten minutes. */
  const tellSetting = (facts: object, cause: string): void => {
    if (now() - (toldAt.get(cause) ?? -Infinity) < TELL_AGAIN_MS) return
    toldAt.set(cause, now())
    log.error(facts, 'Feishu refuses because of a setting: run doctor; tried again every 10 minutes')
  }
  return ({ effect, became, failure, lacking }) => {
    const { id, kind, attempts } = effect
    metrics.effectDone(kind, became)
    if (lacking) metrics.notApplied(lacking)
    if (failure && WITHOUT_AN_ANSWER.has(failure.class)) outage.failed(failure)
    else if (became === 'delivered' || lacking || (failure && failure.code !== null)) outage.answered()
    const { class: cause, code, httpStatus, logId } = failure ?? {}
    const said = failure && { class: cause, code, httpStatus, logId }
    const facts = { effect: id, kind, attempts, ...said, ...(lacking && { lacking }) }
    if (became === 'parked' && (cause === 'configuration' || cause === 'token')) {
      tellSetting(facts, `${cause} ${code ?? ''}`)
    } else if (became === 'parked') log.warn(facts, 'given up: an operator has to look at it')
    else if (lacking)
      log.warn(facts, 'Feishu took a push and did not apply all of it: the whole is pushed again')
    else log.debug(facts, `effect ${became}`)
  }
}
