const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** A number, with its currency before it. What is longer is none that anybody reads. */
const NUMBER = /(?:(?<![A-Za-z])[A-Z]{3} )?(?<![\d.,])[-+]?\d(?:[.,]?\d){0,30}(?![.,]?\d)/g
/** Longer than a number with its currency, and than any character that people see as one. */
const LONGEST_WHOLE = 64

/**
 * At most `limit` UTF-16 units, an ellipsis among them. Neither a character is cut, whatever it is made of, nor a
 * number: `12,345,678` that ends after its thousands reads as another amount, and a currency without one as none.
 */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const near = text.slice(0, limit + LONGEST_WHOLE)
  const kept = besideNumber(near, wholeCharacters(near, limit - 1))
  return `${kept.trimEnd()}…`
}

/** Without the number at its end that goes on behind it. */
function besideNumber(text: string, kept: string): string {
  const end = kept.length
  NUMBER.lastIndex = Math.max(0, end - LONGEST_WHOLE)
  for (let found = NUMBER.exec(text); found && found.index < end; found = NUMBER.exec(text))
    if (found.index + found[0].length > end) return text.slice(0, found.index)
  return kept
}

function wholeCharacters(text: string, limit: number): string {
  let end = 0
  for (const { index, segment } of CHARACTERS.segment(text)) {
    if (index + segment.length > limit) break
    end = index + segment.length
  }
  // One letter under a thousand marks is cut among them.
  return end > 0 || limit === 0 ? text.slice(0, end) : text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')
}
