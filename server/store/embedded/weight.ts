const POINTER = 8
const HEADER = 16
const CHARACTER = 2

/** About how many bytes a JSON value takes in memory. Costs as much as walking through it. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return HEADER + CHARACTER * value.length
  if (typeof value !== 'object' || value === null) return POINTER
  return Object.values(value).reduce<number>((sum, part) => sum + POINTER + weightOf(part), 2 * HEADER)
}
