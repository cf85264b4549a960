import { instanceOfEffect } from '../domain/outbox/effects.ts'
import type { Log } from '../runtime/logger.ts'
import type { Delivered } from './deliver.ts'

/** How far Feishu's counts of what it applied prove anything. */
export type Proof = {
  /** `PlanFacts.provenFrom` */
  from: () => number | null
  /** An answer could not be written down: what was sent is unknown from here. */
  answerLost: () => void
  told: (delivered: Pick<Delivered, 'effect' | 'became' | 'lacking'>) => void
}

const DAY_MS = 24 * 3_600_000
/** More approvals than these in a day, and than one in twenty pushes, and the counts mean something else. */
const MOST_IN_VAIN = 3
const MOST_MENDED = 10
const SHARE = 1 / 20

/**
 * No page describes `process_record`. Should it count otherwise than we read it, some approvals are pushed twice for
 * that, and no more: then the counts are left alone until the next start, and the check API alone tells what differs.
 */
export function createProof({ now, log }: { now: () => number; log: Pick<Log, 'error'> }): Proof {
  let from = now()
  let isOver = false
  let day = beginDay(now())
  return {
    from: () => (isOver ? null : from),
    answerLost() {
      from = now()
    },
    told({ effect, became, lacking }) {
      if (effect.kind !== 'sync' || isOver) return
      if (Math.abs(now() - day.at) > DAY_MS) day = beginDay(now())
      day.pushes += 1
      if (!lacking) return
      const seen = became === 'parked' ? day.inVain : day.mended
      seen.add(instanceOfEffect(effect.id))
      const allowed = Math.floor(day.pushes * SHARE)
      isOver = day.inVain.size >= MOST_IN_VAIN + allowed || day.mended.size >= MOST_MENDED + allowed
      if (isOver) log.error({ approvals: seen.size }, LEFT_ALONE)
    },
  }
}

/** Approvals count once a day, however often one of them is pushed. */
const beginDay = (at: number) => ({ at, pushes: 0, inVain: new Set<string>(), mended: new Set<string>() })

const LEFT_ALONE =
  'Feishu says of many approvals that it did not apply all of a push: what it says of that is not acted on until the next start, and reconcile goes on comparing the others; outbox list names those that are incomplete'
