import type { LetterSet, Pattern } from './pattern.ts'

/**
 * Whether the whole text fits. All ways are gone at once, and before each letter each step is taken at most once: the
 * time is that of steps times letters, whatever the pattern. Letters are code points. Whoever calls bounds the text.
 */
export function matches({ sets, steps }: Pattern, text: string): boolean {
  const letters = Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
  const takenAt: number[] = []
  let waiting = [0]
  for (let at = 0; ; at += 1) {
    const letter = letters[at]
    const next: number[] = []
    // It grows while it is walked.
    for (const place of waiting) {
      if (takenAt[place] === at) continue
      takenAt[place] = at
      const step = steps[place]
      if (!step) {
        if (letter === undefined) return true
        continue
      }
      const [kind, by] = step
      if (kind === 'letter') {
        if (letter !== undefined && isIn(sets[by] ?? [], letter)) next.push(place + 1)
      } else if (kind === 'or') waiting.push(place + 1, place + by)
      else if (kind === 'go') waiting.push(place + by)
      else if (kind === 'start' ? at === 0 : letter === undefined) waiting.push(place + 1)
    }
    if (next.length === 0) return false
    waiting = next
  }
}

/** Behind an odd number of its bounds a set holds letters. */
function isIn(set: LetterSet, letter: number): boolean {
  let [low, high] = [0, set.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((set[middle] ?? 0) <= letter) low = middle + 1
    else high = middle
  }
  return low % 2 === 1
}
