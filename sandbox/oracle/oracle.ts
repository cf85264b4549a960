import type { Violation } from '../store/records.ts'
import type { State } from '../store/state.ts'

export type Oracle = {
  /** Records a broken promise with what was seen. */
  violated: (rule: string, what: string, detail: Record<string, unknown>) => void
  /** Something allowed but worth a look. */
  noted: (what: string, detail: Record<string, unknown>) => void
  /** Counts one thing that was watched, so that zero violations has a denominator. */
  checked: (what: string, times?: number) => void
  violations: () => Violation[]
  notes: () => { at: number; what: string; detail: Record<string, unknown> }[]
  denominators: () => Record<string, number>
  clear: () => void
}

const MAX_NOTES = 1_000

export function createOracle(state: State, now: () => number): Oracle {
  const counts: Record<string, number> = {}
  let notes: { at: number; what: string; detail: Record<string, unknown> }[] = []
  let next = 1 + Math.max(0, ...[...state.violations.values()].map((violation) => violation.number))
  return {
    violated(rule, what, detail) {
      const number = next++
      state.violations.put(String(number), { number, at: now(), rule, what, detail })
    },
    noted(what, detail) {
      if (notes.length < MAX_NOTES) notes.push({ at: now(), what, detail })
    },
    checked(what, times = 1) {
      counts[what] = (counts[what] ?? 0) + times
    },
    violations: () => [...state.violations.values()],
    notes: () => notes,
    denominators: () => counts,
    clear() {
      for (const violation of [...state.violations.values()])
        state.violations.delete(String(violation.number))
      for (const key of Object.keys(counts)) counts[key] = 0
      notes = []
    },
  }
}
