const CHARACTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** A number at the end of a text; what is longer is none that anybody reads. */
const NUMBER_AT_END = /(?<![\d.,])[-+]?\d[\d.,]{0,30}$/
/** Longer than any character that people see as one. */
const LONGEST_CHARACTER = 64

/**
 * At most `limit` UTF-16 units, an ellipsis among them. Neither a character is cut, whatever it is made of, nor a
 * number: `12,345,678` that ends after its thousands reads as another amount.
 */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const kept = wholeCharacters(text.slice(0, limit + LONGEST_CHARACTER), limit - 1)
  const goesOn = /^[.,]?\d/.test(text.slice(kept.length))
  const whole = goesOn ? kept.replace(NUMBER_AT_END, '') : kept
  return `${whole.trimEnd()}…`
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
