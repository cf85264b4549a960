/**
 * Everything that a person at a terminal sees of this program passes here. File names and Feishu's answers are other
 * people's: a control character in them would drive the terminal, and a mark of direction would lie about their order.
 */

/** C0, DEL, C1, halves of characters, marks of direction, what has no width, and tags. Joiners stay: names need them. */
const UNSAFE =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** One line for a terminal: what could drive it is shown as `\x1b` or `\u202e`, a line break too. */
export const toTerminalLine = (text: string): string => text.replace(UNSAFE, escaped)

/** JSON text, however it came about, with the same characters in JSON's own escapes; line breaks between values stay. */
export const toTerminalJson = (json: string): string =>
  json.replace(UNSAFE, (found) => (found === '\n' ? found : inJson(found)))

function escaped(found: string): string {
  const code = found.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16)}` : `\\u{${code.toString(16)}}`
}

const inJson = (found: string): string =>
  found
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

type Stream = { write: (text: string) => unknown; on: (event: 'error', listener: () => void) => unknown }

export type Terminal = {
  print: (lines: readonly string[]) => void
  printJson: (value: unknown) => void
  /** On stderr. A stack of several lines stays several. */
  complain: (lines: readonly string[]) => void
}

/** The two streams of a process. Whoever reads may go (`| head`): what they do not read is no fault. */
export function openTerminal({ stdout, stderr }: { stdout: Stream; stderr: Stream }): Terminal {
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined)
  const toText = (lines: readonly string[]): string =>
    lines.map((line) => `${toTerminalLine(line)}\n`).join('')
  return {
    print: (lines) => void stdout.write(toText(lines)),
    printJson: (value) => void stdout.write(`${toTerminalJson(JSON.stringify(value, null, 2))}\n`),
    complain: (lines) => void stderr.write(toText(lines)),
  }
}
