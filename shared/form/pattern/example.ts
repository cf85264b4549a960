import { cleanLine } from '../../person-text.ts'
import type { LetterSet, Pattern } from './pattern.ts'

type Way = { place: number; text: string; isEnded: boolean }

/**
 * A shortest text that somebody can type and that fits, undefined where there is none. It is not empty, as an empty
 * field is not looked at, and has no space around it, as those are taken away.
 */
export function exampleOf({ sets, steps }: Pattern): string | undefined {
  const letters = sets.map(letterOf)
  const seen = new Set<string>()
  let waiting: Way[] = [{ place: 0, text: '', isEnded: false }]
  while (waiting.length > 0) {
    const next: Way[] = []
    for (const { place, text, isEnded } of waiting) {
      const isWhole = isShown(text)
      const key = `${place} ${isEnded} ${isWhole}`
      if (seen.has(key)) continue
      seen.add(key)
      const go = (by: number): void => void waiting.push({ place: place + by, text, isEnded })
      const step = steps[place]
      if (!step) {
        if (isWhole) return text
        continue
      }
      const [kind, by] = step
      if (kind === 'letter') {
        const letter = letters[by]
        if (!isEnded && letter !== undefined && (text !== '' || isShown(letter)))
          next.push({ place: place + 1, text: text + letter, isEnded })
      } else if (kind === 'end') waiting.push({ place: place + 1, text, isEnded: true })
      else if (kind === 'go') go(by)
      else if (kind === 'or') [1, by].forEach(go)
      else if (text === '') go(1)
    }
    waiting = next
  }
  return undefined
}

/** One that can stand anywhere, else one that can stand between others, as a space does. */
function letterOf(set: LetterSet): string | undefined {
  let between: string | undefined
  for (let at = 0; at < set.length; at += 2) {
    for (let code = set[at] ?? 0; code < (set[at + 1] ?? 0); code += 1) {
      const letter = String.fromCodePoint(code)
      if (isShown(letter)) return letter
      if (between === undefined && isShown(`a${letter}a`)) between = letter
    }
  }
  return between
}

const isShown = (text: string): boolean => text !== '' && cleanLine(text) === text
