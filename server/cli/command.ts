import type { Operator } from './operator.ts'

/** What a verb found out: lines for a person, the same as a value for a program, and whether all is well. */
export type CommandOutcome = {
  lines: readonly string[]
  value: unknown
  ok: boolean
  /** In place of 0, where all is well and a script asked for it. */
  exitCode?: number
}

/** What a script sees of it. */
export const exitCodeOf = ({ ok, exitCode = 0 }: Pick<CommandOutcome, 'ok' | 'exitCode'>): number =>
  ok ? exitCode : 1

/** What may stand behind a verb as `--name`, besides `--json` and `--help`, which all of them take. */
export const OPTIONS = {
  state: { type: 'string' },
  all: { type: 'boolean' },
  retire: { type: 'boolean' },
  store: { type: 'boolean' },
  fix: { type: 'boolean' },
  yes: { type: 'boolean' },
  'public-url': { type: 'string' },
  'exit-code': { type: 'boolean' },
  reason: { type: 'string' },
  event: { type: 'string' },
  since: { type: 'string' },
  definitions: { type: 'string' },
  may: { type: 'string' },
} as const

export type Options = {
  state?: string | undefined
  all?: boolean | undefined
  retire?: boolean | undefined
  store?: boolean | undefined
  fix?: boolean | undefined
  yes?: boolean | undefined
  'public-url'?: string | undefined
  'exit-code'?: boolean | undefined
  reason?: string | undefined
  event?: string | undefined
  since?: string | undefined
  definitions?: string | undefined
  may?: string | undefined
}

type Described = {
  usage: string
  does: string
  /** The words that have to follow, by what they are. */
  args?: readonly string[]
  /** The options it takes. */
  options?: readonly (keyof Options)[]
}

export type CommandSpec = Described & {
  /** Gets as many words as `args` names, none of them empty. */
  run: (operator: Operator, args: readonly string[], options: Options) => Promise<CommandOutcome>
}

/** A verb that needs neither a server nor data, nor settings. */
export type SoloSpec = Described & {
  runAlone: (place: Surroundings, options: Options) => Promise<CommandOutcome>
}

/** Where a verb is typed. */
export type Surroundings = {
  folder: string
  env: Readonly<Record<string, string | undefined>>
  /** On the way, for whoever looks on; what comes of it is printed in the end. */
  tell: (lines: readonly string[]) => void
  /** Asks whoever sits there. Undefined: nobody does. */
  ask: ((question: string) => Promise<string>) | undefined
  /** How wide the terminal is; 0: nobody reads along. */
  columns: number
}

/** Wrong words on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** Of the verb that was meant, where it is known. */
  readonly usage: string | undefined

  constructor(message: string, usage?: string) {
    super(message)
    this.usage = usage
  }
}
