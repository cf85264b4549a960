import type { LetterSet, Pattern, PatternStep } from './pattern.ts'

type Way = { at: number; other: number; length: number; isEnded: boolean }

/** The letters of a shortest text that fits both patterns; undefined where none does. */
export function shortestOfBoth(one: Pattern, two: Pattern): number | undefined {
  const seen = new Set<string>()
  let waiting: Way[] = [{ at: 0, other: 0, length: 0, isEnded: false }]
  while (waiting.length > 0) {
    const next: Way[] = []
    // It grows while it is walked.
    for (const way of waiting) {
      const { at, other, length, isEnded } = way
      const key = `${at} ${other} ${length > 0} ${isEnded}`
      if (seen.has(key)) continue
      seen.add(key)
      const [left, right] = [one.steps[at], two.steps[other]]
      if (left && left[0] !== 'letter')
        waiting.push(
          ...beside(left, way).map((step) => ({
            ...way,
            at: at + step,
            isEnded: isEnded || left[0] === 'end',
          })),
        )
      else if (right && right[0] !== 'letter')
        waiting.push(
          ...beside(right, way).map((step) => ({
            ...way,
            other: other + step,
            isEnded: isEnded || right[0] === 'end',
          })),
        )
      else if (!left && !right) return length
      else if (left && right && !isEnded && share(one.sets[left[1]] ?? [], two.sets[right[1]] ?? []))
        next.push({ at: at + 1, other: other + 1, length: length + 1, isEnded })
    }
    waiting = next
  }
  return undefined
}

/** By how many steps a pattern goes on without a letter. */
function beside([kind, by]: PatternStep, { length }: Way): number[] {
  if (kind === 'or') return [1, by]
  if (kind === 'go') return [by]
  return kind === 'start' && length > 0 ? [] : [1]
}

/** Whether some letter is in both. */
function share(one: LetterSet, other: LetterSet): boolean {
  for (let at = 0; at < one.length; at += 2)
    for (let to = 0; to < other.length; to += 2)
      if ((one[at] ?? 0) < (other[to + 1] ?? 0) && (other[to] ?? 0) < (one[at + 1] ?? 0)) return true
  return false
}
