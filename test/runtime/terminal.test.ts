import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openTerminal, toTerminalJson, toTerminalLine } from '../../server/runtime/terminal.ts'

/** What drives a terminal or lies about the order of letters, by where it may come from. */
const DRIVES = [
  ['a colour', '\u001b[31mred'],
  ['a title by OSC', '\u001b]0;owned\u0007'],
  ['a C1 sequence', '\u009b2J'],
  ['a way back in the line', 'ok\rBAD\b\b'],
  ['a line of its own', 'leave.yaml\nrefused  all'],
  ['delete and null', '\u007f\u0000'],
  ['an override of direction', 'a\u202egpj.exe'],
  ['isolates', '\u2066a\u2069\u200f'],
  ['no width', 'a\u200bb\ufeff'],
  ['lines of Unicode', 'a\u2028b\u2029c'],
  ['tags', 'a\u{e0041}'],
  ['half a character', '\ud83d'],
] as const

const HARMLESS = ['报价 终稿.pdf', 'می‌خواهم.pdf', '👩‍👩‍👧.png', 'é ﬀ 한글 → ✓', 'C:\\x1b']

const RAW =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/

describe('what reaches a terminal', () => {
  it.each(DRIVES)('shows %s escaped, in a line and in JSON', (_, text) => {
    const line = toTerminalLine(text)
    expect(line.replace(/[^\n]/gu, '')).toBe('')
    expect(line).not.toMatch(RAW)
    const json = toTerminalJson(JSON.stringify({ [text]: [text] }, null, 2))
    expect(json).not.toMatch(RAW)
    expect(JSON.parse(json)).toEqual({ [text]: [text] })
  })

  it.each(HARMLESS)('leaves %s as it is', (text) => {
    expect(toTerminalLine(text)).toBe(text)
  })

  it('says which character it was', () => {
    expect(toTerminalLine('\u001b\u009b\u202e\u{e0041}')).toBe('\\x1b\\x9b\\u202e\\u{e0041}')
  })

  it('is escaped whichever way it is printed', () => {
    let [out, err] = ['', '']
    const terminal = openTerminal({
      stdout: { write: (text) => (out += text), on: () => undefined },
      stderr: { write: (text) => (err += text), on: () => undefined },
    })
    for (const [, text] of DRIVES) {
      terminal.print([text])
      terminal.printJson({ [text]: text })
      terminal.complain([text])
    }
    expect(out + err).not.toMatch(RAW)
    expect(err.trimEnd().split('\n')).toHaveLength(DRIVES.length)
  })

  it('a reader who goes away is no fault', () => {
    const stream = () => Object.assign(new EventEmitter(), { write: () => true })
    const [stdout, stderr] = [stream(), stream()]
    const terminal = openTerminal({ stdout, stderr })
    terminal.print(['line'])
    for (const one of [stdout, stderr]) expect(() => one.emit('error', new Error('EPIPE'))).not.toThrow()
  })
})
