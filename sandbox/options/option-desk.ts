import type { OptionFault } from './option-faults.ts'

/** What a source was asked, without the token. */
export type AskedOfSource = { source: string; code: number; request: unknown }

const MOST_KEPT = 2_000

/** What goes wrong with the sources, and what they were asked. */
export function createOptionDesk() {
  let faults: (OptionFault & { left: number | undefined })[] = []
  let asked: AskedOfSource[] = []
  let count = 0
  return {
    add(fault: OptionFault): void {
      faults.push({ ...fault, left: fault.times })
    },
    endFaults(): void {
      faults = []
    },
    /** The fault of this request, the one that was added first. */
    take(source: string): OptionFault | undefined {
      const hit = faults.find((fault) => fault.source === '*' || fault.source === source)
      if (hit?.left !== undefined) {
        hit.left -= 1
        if (hit.left === 0) faults = faults.filter((fault) => fault !== hit)
      }
      return hit
    },
    note(one: AskedOfSource): number {
      asked = [...asked.slice(1 - MOST_KEPT), one]
      count += 1
      return count
    },
    asked: (): readonly AskedOfSource[] => asked,
  }
}

export type OptionDesk = ReturnType<typeof createOptionDesk>
