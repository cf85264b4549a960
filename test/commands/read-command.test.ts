import { describe, expect, it } from 'vitest'
import { readCommand } from '../../server/cli/read-command.ts'
import { UsageError } from '../../server/cli/command.ts'
import { VERBS as OPERATORS_VERBS } from '../../server/cli/commands.ts'
import { SETUP } from '../../server/cli/setup.ts'

const VERBS = { ...SETUP, ...OPERATORS_VERBS }

const read = (line: string) =>
  readCommand(line.split(' ').filter(Boolean), { verbs: VERBS, processes: ['serve', 'sandbox'] })

function complaintOf(line: string): string {
  try {
    read(line)
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} | ${error.usage ?? ''}`
    throw error
  }
  return ''
}

describe('the command line', () => {
  it('takes a verb of one or two words with what belongs to it', () => {
    expect(read('outbox retry abc.1 --json')).toMatchObject({ kind: 'verb', args: ['abc.1'], json: true })
    expect(read('reconcile --all')).toMatchObject({ kind: 'verb', options: { all: true }, json: false })
    expect(read('serve')).toEqual({ kind: 'process', name: 'serve' })
    expect(read('setup --public-url https://a.example --yes')).toMatchObject({
      options: { 'public-url': 'https://a.example', yes: true },
    })
    expect(read('doctor --fix')).toMatchObject({ options: { fix: true } })
  })

  it.each(['--version', '-V', 'reconcile --version'])('%s asks for the version', (line) => {
    expect(read(line)).toEqual({ kind: 'version' })
  })

  it.each([
    ['--help', undefined],
    ['-h', undefined],
    ['help', undefined],
    ['help outbox retry', 'outbox retry'],
    ['outbox retry --help', 'outbox retry'],
    ['reconcile -h', 'reconcile'],
  ])('%s asks for help', (line, of) => {
    expect(read(line)).toEqual({ kind: 'help', of })
  })

  it.each([
    ['', 'Which verb?'],
    ['outbox', 'outbox what? There is outbox list, outbox retry'],
    ['outbox lst', 'There is no verb outbox lst.'],
    ['reconsile', 'Is reconcile meant?'],
    ['toString', 'There is no verb toString.'],
    ['constructor name', 'There is no verb constructor name.'],
    ['outbox retry', 'outbox retry needs <id>. | outbox retry <id>'],
    ['outbox retry a b', 'outbox retry takes no b.'],
    ['remind now', 'remind takes no now. | remind'],
    ['remind --all', 'remind takes no --all.'],
    ['outbox list --state', 'state'],
    ['outbox list --sate parked', '--sate'],
    ['serve 3000', 'serve takes nothing, not 3000'],
  ])('%s: says what is wrong', (line, says) => {
    expect(complaintOf(line)).toContain(says)
  })
})
