import { createRandom } from '../random.ts'
import type { FaultRule } from './fault.ts'

export type ActiveFault = FaultRule & { id: number; left: number | null; hits: number }

export type Faults = {
  add: (rule: FaultRule) => ActiveFault
  list: () => ActiveFault[]
  remove: (id?: number) => void
  /** Restarts the dice, so that a run can be repeated. */
  seed: (seed: number) => void
  /** The fault for this request, if any: the explicit queue first, then the dice, one throw per rule. */
  take: (api: string) => ActiveFault | undefined
}

/** No requests to the open platform, which `*` stands for. */
const OTHERS: ReadonlySet<string> = new Set(['callback', 'event', 'file'])

export function createFaults(random: () => number): Faults {
  let active: ActiveFault[] = []
  let dice = random
  let nextId = 1
  return {
    add(rule) {
      const fault = {
        ...rule,
        id: nextId++,
        left: rule.times ?? (rule.probability === undefined ? 1 : null),
        hits: 0,
      }
      active.push(fault)
      return fault
    },
    list: () => active,
    remove(id) {
      active = id === undefined ? [] : active.filter((fault) => fault.id !== id)
    },
    seed(seed) {
      dice = createRandom(seed)
    },
    take(api) {
      const matching = active.filter((fault) => (fault.api === '*' && !OTHERS.has(api)) || fault.api === api)
      const queued = matching.find((fault) => fault.left !== null)
      const hit = queued ?? matching.find((fault) => dice() < (fault.probability ?? 1))
      if (!hit) return undefined
      hit.hits += 1
      if (hit.left !== null) {
        hit.left -= 1
        if (hit.left === 0) active = active.filter((fault) => fault !== hit)
      }
      return hit
    },
  }
}
