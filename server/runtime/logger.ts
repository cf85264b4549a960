import { pino, stdTimeFunctions } from 'pino'
import { toTerminalJson } from './terminal.ts'

/**
 * A log line: facts first, then words. Ids only: form values, people's reasons, names and secrets never come in
 * here.
 */
export type Log = {
  debug: (facts: object, words: string) => void
  info: (facts: object, words: string) => void
  warn: (facts: object, words: string) => void
  error: (facts: object, words: string) => void
}

type Output = { write: (line: string) => unknown }

/** JSON lines, on stdout written at once so that a killed process loses none. */
export function createLogger(level: string, output: Output = openStdout()): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: pino.stdSerializers.err },
    },
    // Many read it at a terminal, and what Feishu answers is in it.
    { write: (line: string) => void output.write(toTerminalJson(line)) },
  )
}

/** A log that cannot be written must not end the server: its line is lost, the approval is not. */
function openStdout(): Output {
  const out = pino.destination({ fd: 1, sync: true })
  out.on('error', () => undefined)
  return out
}
