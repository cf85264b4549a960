type Ranges = readonly (readonly [from: number, to: number])[]

/**
 * What nobody sees and what can do harm: control characters, what turns the direction of writing round, joins of no
 * letters, and the tag letters of which hidden messages are made. Joiners of letters (Persian, emoji) stay.
 */
const DROPPED: Ranges = [
  ...([
    [0x00, 0x08],
    [0x0e, 0x1f],
    [0x7f, 0x84],
    [0x86, 0x9f],
    [0xad, 0xad],
  ] as const),
  ...([
    [0x61c, 0x61c],
    [0x180e, 0x180e],
    [0x200b, 0x200b],
    [0x200e, 0x200f],
  ] as const),
  ...([
    [0x202a, 0x202e],
    [0x2060, 0x206f],
    [0xfeff, 0xfeff],
    [0xfff9, 0xfffb],
  ] as const),
]

/** Ends of lines besides the usual one. */
const LINE_END = /\r\n|[\r\v\f\u0085\u2028\u2029]/g

/** A flag's region is spelled with tag letters; without a flag in front they are hidden. */
const TAGS = /(\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F})|[\u{E0000}-\u{E007F}]/gu

/** By Unicode's Default_Ignorable_Code_Point, with two letters that are drawn as nothing. */
const BLANK: Ranges = [
  ...([
    [0x34f, 0x34f],
    [0x115f, 0x1160],
    [0x17b4, 0x17b5],
    [0x180b, 0x180f],
    [0x200b, 0x200f],
  ] as const),
  ...([
    [0x2800, 0x2800],
    [0x3164, 0x3164],
    [0xfe00, 0xfe0f],
    [0xffa0, 0xffa0],
    [0xfff0, 0xfff8],
  ] as const),
  ...([
    [0x1bca0, 0x1bca3],
    [0x1d159, 0x1d159],
    [0x1d173, 0x1d17a],
    [0xe0000, 0xe0fff],
  ] as const),
]

// Clients before ES2018 know no \p{…}, so the ranges stand here.
const DROPPED_ONES = new RegExp(`[${classOf(DROPPED)}]`, 'gu')
const NOTHING_BUT_BLANKS = new RegExp(`^[\\s${classOf(BLANK)}]*$`, 'u')
/** Halves of a pair: JSON can carry them, UTF-8 cannot. */
const LONE_SURROGATES = /[\u{D800}-\u{DFFF}]/gu

/**
 * What a person's text is: what they see of it, on lines that end in one way, without space around. Every text goes
 * through here on its way in, and one stored before on its way out, so that Feishu and the pages have the same
 * words. The same again for what went through; empty for what shows nothing.
 */
export function cleanText(text: string): string {
  const seen = text
    .replace(DROPPED_ONES, '')
    .replace(TAGS, '$1')
    .replace(LINE_END, '\n')
    .replace(LONE_SURROGATES, '\uFFFD')
    .trim()
  return NOTHING_BUT_BLANKS.test(seen) ? '' : seen
}

/** The first character that `cleanText` takes out, as `U+202E`; undefined where the text stays as it is. */
export function hiddenIn(text: string): string | undefined {
  if (cleanText(text) === text.trim()) return undefined
  const one = Array.from(text).find((letter) => cleanText(`a${letter}a`) !== `a${letter}a`) ?? text[0] ?? ''
  return `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The same on one line: names, single-line fields. */
export const cleanLine = (text: string): string =>
  // By whole runs: a text of nothing but spaces would be looked through from each of them anew.
  cleanText(text).replace(/\s+/g, (run) => (/[\n\t]/.test(run) ? ' ' : run))

/** What somebody said with what they did; null for nothing. */
export const said = (text: string | null | undefined): string | null => cleanText(text ?? '') || null

/** As people count: a letter beyond the first 65,536 is one. */
export const lengthOf = (text: string): number => Array.from(text).length

function classOf(ranges: Ranges): string {
  return ranges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join('')
}
