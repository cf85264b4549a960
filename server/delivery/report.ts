import type { Log } from '../runtime/logger.ts'
import type { Metrics } from '../runtime/metrics.ts'
import type { Delivered } from './deliver.ts'

const TELL_AGAIN_MS = 10 * 60_000

export type ReportDeps = {
  log: Log
  metrics: Pick<Metrics, 'effectDone'>
  now: () => number
}

/** Tells the operator what became of each effect; Feishu's own words stay out of the log, they may quote a form. */
export function createReport({ log, metrics, now }: ReportDeps): (delivered: Delivered) => void {
  const toldAt = new Map<string, number>()

  /** A wrong setting fails every effect: it is said once in ten minutes. */
  const tellSetting = (facts: object, cause: string): void => {
    if (now() - (toldAt.get(cause) ?? -Infinity) < TELL_AGAIN_MS) return
    toldAt.set(cause, now())
    log.error(facts, 'Feishu refuses because of a setting: run doctor; tried again every 10 minutes')
  }
  return ({ effect, became, failure }) => {
    const { id, kind, attempts } = effect
    metrics.effectDone(kind, became)
    const { class: cause, code, httpStatus, logId } = failure ?? {}
    const facts = { effect: id, kind, attempts, ...(failure && { class: cause, code, httpStatus, logId }) }
    if (became === 'parked' && (cause === 'configuration' || cause === 'token')) {
      tellSetting(facts, `${cause} ${code ?? ''}`)
    } else if (became === 'parked') log.warn(facts, 'given up: an operator has to look at it')
    else log.debug(facts, `effect ${became}`)
  }
}
