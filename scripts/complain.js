// @ts-check
/** What could drive a terminal: file names and the words of other programs are not ours. The server has its own. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * Says on stderr what went wrong, in lines.
 * @param {string} text
 */
export function complain(text) {
  const shown = text.replace(UNSAFE, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
  process.stderr.write(`${shown}\n`)
}
