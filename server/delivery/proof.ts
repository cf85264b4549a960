import type { Log } from '../runtime/logger.ts'
import type { Delivered } from './deliver.ts'

/** How far Feishu's counts of what it applied prove anything. */
export type Proof = {
  /** `PlanFacts.provenFrom` */
  from: () => number | null
  /** An answer could not be written down: what was sent is unknown from here. */
  answerLost: () => void
  told: (delivered: Pick<Delivered, 'became' | 'lacking' | 'replaced'>) => void
}

/** So many approvals in a row that lack something even after they were replaced, and the counts mean something else. */
const MOST_IN_VAIN = 3

/**
 * No page describes `process_record`. Should it count otherwise than we read it, three approvals are pushed twice for
 * that, and no more: then the counts are left alone until the next start, and the check API alone tells what differs.
 */
export function createProof({ now, log }: { now: () => number; log: Pick<Log, 'error'> }): Proof {
  let from = now()
  let inVain = 0
  return {
    from: () => (inVain >= MOST_IN_VAIN ? null : from),
    answerLost() {
      from = now()
    },
    told({ became, lacking, replaced }) {
      if (replaced) inVain = 0
      if (!lacking || became !== 'parked') return
      inVain += 1
      if (inVain !== MOST_IN_VAIN) return
      log.error({ approvals: MOST_IN_VAIN }, LEFT_ALONE)
    },
  }
}

const LEFT_ALONE =
  'Feishu says of several approvals in a row that it did not apply all of a push, even one that replaced everything: what it says of that is not acted on until the next start, reconcile goes on comparing, and outbox list names those approvals'
