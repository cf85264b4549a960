import { expect, it } from 'vitest'
import { createLogger } from '../../server/runtime/logger.ts'

const HOSTILE = 'ok\u001b[2J\u009b1m\u202egpj\r\u0007'

function setUp(level = 'info') {
  const lines: string[] = []
  return { lines, log: createLogger(level, { write: (line) => lines.push(line) }) }
}

it('what others wrote drives no terminal, and is read back as it was', () => {
  const { lines, log } = setUp()
  log.warn({ file: HOSTILE, err: new Error(HOSTILE) }, HOSTILE)
  const [line = ''] = lines
  expect(line.trimEnd()).toMatch(/^[\x20-\x7e]+$/)
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    file: HOSTILE,
    err: { message: HOSTILE },
    msg: HOSTILE,
  })
})

it('each line ends with a line break, and levels below the chosen one are none', () => {
  const { lines, log } = setUp()
  log.debug({}, 'unseen')
  log.info({}, 'one')
  log.error({}, 'two')
  expect(lines.map((line) => line.endsWith('\n') && JSON.parse(line).msg)).toEqual(['one', 'two'])
})
