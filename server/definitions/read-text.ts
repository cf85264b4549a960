import { readFile, stat } from 'node:fs/promises'

/** More than any definition with hundreds of options needs; parsing it blocks the server. */
const MOST_BYTES = 2 * 1024 * 1024

/** A file's text with `\n` at the ends of its lines, or why it has none. */
export type FileText =
  { text: string; reason?: never } | { text?: never; line: number; reason: string; isMissing?: boolean }

/** Reads UTF-8 and, where a byte order mark says so, UTF-16. Refuses in words what is no text; throws nothing. */
export async function readText(path: string): Promise<FileText> {
  try {
    const about = await stat(path)
    if (about.isDirectory()) return refused('is a folder, not a file')
    if (!about.isFile()) return refused('is no file')
    if (about.size > MOST_BYTES) {
      return refused(`is larger than ${MOST_BYTES / 1024 / 1024} MiB: ${about.size} bytes`)
    }
    return decode(await readFile(path))
  } catch (error) {
    return unreadable(error)
  }
}

/** The text of a file's bytes. */
function decode(bytes: Uint8Array): FileText {
  const encoding = encodingOf(bytes)
  try {
    // A byte order mark is left out.
    return withoutControls(new TextDecoder(encoding, { fatal: true }).decode(bytes))
  } catch {
    const reason = `is not ${encoding.toUpperCase()}, as it would be in GBK or another encoding: save the file as UTF-8`
    return { line: firstUnreadable(bytes), reason }
  }
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/

function withoutControls(raw: string): FileText {
  const text = raw.replace(/\r\n?/g, '\n')
  const at = text.search(CONTROL)
  if (at < 0) return { text }
  const line = text.slice(0, at).split('\n').length
  const code = text.charCodeAt(at)
  if (code === 0) return { line, reason: 'has a zero byte, as UTF-16 has many: save the file as UTF-8' }
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return { line, reason: `has the control character ${name}: take it out` }
}

/** The first line that cannot be read; no byte of a longer letter is an end of line in UTF-8. */
function firstUnreadable(bytes: Uint8Array): number {
  const strict = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from)
    const to = end < 0 ? bytes.length : end
    try {
      strict.decode(bytes.subarray(from, to))
    } catch {
      return line
    }
    from = to + 1
  }
  return 1
}

const refused = (reason: string): FileText => ({ line: 1, reason })

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there, or is a link that leads nowhere',
  EACCES: 'may not be read by the user that the server runs as',
  EPERM: 'may not be read by the user that the server runs as',
  ELOOP: 'is a link that leads round in a circle',
}

function unreadable(error: unknown): FileText {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = REASONS[code] ?? `cannot be read (${code || 'unknown'})`
  return { line: 1, reason, isMissing: code === 'ENOENT' }
}
