import { parseArgs } from 'node:util'
import { nearest } from '../../shared/nearest.ts'
import { OPTIONS, UsageError, type CommandSpec, type Options, type SoloSpec } from './command.ts'

/** What was asked for on the command line. */
export type Command =
  | { kind: 'help'; of: string | undefined }
  | { kind: 'version' }
  | { kind: 'process'; name: string }
  | { kind: 'verb'; verb: CommandSpec | SoloSpec; args: readonly string[]; options: Options; json: boolean }

type Words = { verbs: Readonly<Record<string, CommandSpec | SoloSpec>>; processes: readonly string[] }

/** Reads the words behind the program's name. Throws `UsageError`, which says what is wrong and what would be right. */
export function readCommand(argv: readonly string[], { verbs, processes }: Words): Command {
  const { values, positionals } = parse(argv)
  const { json = false, help = false, version = false, ...options } = values
  const [first = ''] = positionals
  if (version) return { kind: 'version' }
  const isHelp = help || first === 'help'
  const words = first === 'help' ? positionals.slice(1) : positionals
  const name = nameOf(words, verbs)
  if (isHelp) return { kind: 'help', of: name }
  if (processes.includes(first)) {
    if (positionals.length > 1) throw new UsageError(`${first} takes nothing, not ${positionals[1]}`)
    return { kind: 'process', name: first }
  }
  const verb = name === undefined ? undefined : verbs[name]
  if (name === undefined || !verb) throw unknownVerb(positionals, [...Object.keys(verbs), ...processes])
  const args = positionals.slice(name.split(' ').length)
  assertFits(name, verb, args, options)
  return { kind: 'verb', verb, args, options, json }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...OPTIONS,
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'V' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Two words or one; a verb in the table only, never what every object has. */
function nameOf(words: readonly string[], verbs: Words['verbs']): string | undefined {
  return [words.slice(0, 2).join(' '), words[0] ?? ''].find((name) => Object.hasOwn(verbs, name))
}

function unknownVerb([first = '', second = '']: readonly string[], known: readonly string[]): UsageError {
  if (first === '') return new UsageError('Which verb?')
  const said = `${first} ${second}`.trim()
  const ofGroup = known.filter((name) => name.startsWith(`${first} `))
  if (ofGroup.length > 0)
    return new UsageError(
      `${second === '' ? `${first} what?` : `There is no verb ${said}.`} ${listed(ofGroup)}`,
    )
  const meant = nearest(said, known) ?? nearest(first, known)
  return new UsageError(`There is no verb ${said}.${meant === undefined ? '' : ` Is ${meant} meant?`}`)
}

const listed = (names: readonly string[]): string => `There is ${names.join(', ')}.`

function assertFits(
  name: string,
  { args: wanted = [], options: taken = [], usage }: CommandSpec | SoloSpec,
  args: readonly string[],
  options: Options,
): void {
  const missing = wanted.findIndex((_, at) => !args[at]?.trim())
  if (missing >= 0) throw new UsageError(`${name} needs <${wanted[missing] ?? ''}>.`, usage)
  const surplus = args[wanted.length]
  if (surplus !== undefined) {
    const hint = surplus.includes(' ') ? '' : ' Put what has spaces in quotes.'
    throw new UsageError(`${name} takes no ${surplus}.${wanted.length > 0 ? hint : ''}`, usage)
  }
  const alien = Object.keys(options).find((option) => !taken.some((one) => one === option))
  if (alien !== undefined) throw new UsageError(`${name} takes no --${alien}.`, usage)
  if (taken.includes('reason') && !options.reason?.trim())
    throw new UsageError(`${name} needs --reason <why>.`, usage)
}
