import { extensionOf, type FileType } from './file-type.ts'

/** What most file systems take, in UTF-8. */
const MOST_BYTES = 255
const FALLBACK = 'file'

/**
 * Control characters, and those that turn the direction of writing ("gpj.exe" for "exe.jpg"). What joins letters
 * (U+200C, U+200D) stays: Persian words and emoji of several people fall apart without.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const UNSEEN = /[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]/gu
/** Tags say something only behind a black flag (England, Scotland, Wales). */
const STRAY_TAGS = /(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]*)[\u{e0000}-\u{e007f}]/gu
/** Nobody sees a name of these alone. */
const BLANK = /^[\s\p{Cf}\p{Mn}\u115f\u1160\u2800\u3164\uffa0]*$/u
/** What some system does not take in a name. */
const UNFIT = /["*/:<>?\\|]/g
/** Devices of Windows, with whatever ending. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?=\.|$)/i

/** A name that any system can store and that ends as its type does, out of whatever a client sent. */
export function cleanName(given: string, { extensions }: Pick<FileType, 'extensions'>): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const clean = [UNSAFE, UNSEEN, STRAY_TAGS].reduce(
    (text, one) => text.replace(one, ''),
    last.normalize('NFC'),
  )
  const name = clean.replace(UNFIT, '_').replace(/^[.\s]+|[.\s]+$/g, '')
  const fits = extensions.includes(extensionOf(name))
  const ending = fits ? name.slice(name.lastIndexOf('.')) : `.${extensions[0] ?? ''}`
  const stem = fits ? name.slice(0, -ending.length) : name
  const short = cutTo(stem.replace(RESERVED, '_$&'), MOST_BYTES - ending.length)
  return `${BLANK.test(short) ? FALLBACK : short}${ending}`
}

/** The beginning that has at most so many bytes, and none of its characters in half. */
function cutTo(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text.trim()
  let kept = ''
  let bytes = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > most) break
    kept += segment
  }
  return kept.trim()
}
