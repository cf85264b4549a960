import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { findServer, type Patience } from './admin-client.ts'
import { openApp } from '../app/app.ts'
import { seeDoctorOutside } from '../app/ask-doctor.ts'
import { readCommand, type Command } from './read-command.ts'
import { exitCodeOf, UsageError, type CommandOutcome, type Surroundings } from './command.ts'
import { chooseFeishu, type Chosen } from '../app/choose-feishu.ts'
import type { DoctorRequest } from '../../shared/operator-api.ts'
import { readConfig, type Config } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import type { StoreDeps } from '../doctor/store.ts'
import { explainCommand, toJsonError } from './explain-command.ts'
import { localOperator, outsideOperator, remoteOperator, type Operator } from './operator.ts'
import { systemClock } from '../runtime/clock.ts'
import { createLogger } from '../runtime/logger.ts'
import { checkLowdbStore } from '../store/embedded/open.ts'
import { StoreOpenError } from '../store/embedded/disk/open-error.ts'
import { openTerminal } from '../runtime/terminal.ts'
import { VERBS as OPERATORS_VERBS } from './commands.ts'
import { SETUP } from './setup.ts'
import { readVersion } from './version.ts'

const VERBS = { ...SETUP, ...OPERATORS_VERBS }

const MIGRATED = ['The embedded store needs no migration.']

const PROCESSES: Readonly<Record<string, { does: string; start: () => Promise<unknown> }>> = {
  serve: { does: 'the server', start: () => import('../main.ts') },
  sandbox: {
    does: 'the local Feishu alone',
    start: () => import('../../sandbox/main.ts'),
  },
  migrate: {
    does: 'brings the store to this version',
    start: async () => {
      if (argv.includes('--json')) terminal.printJson({ migrated: [] })
      else terminal.print(MIGRATED)
    },
  },
}

const terminal = openTerminal(process)
const argv = process.argv.slice(2)

/** Until a server that says nothing is given up, about a minute passes; one that is alive is waited for. */
const PATIENCE: Patience = {
  everyMs: 15_000,
  aliveMs: 5_000,
  misses: 3,
  pause: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  onWait: (ms) => {
    const isTold = ms === 15_000 || ms % 60_000 === 0
    if (isTold)
      terminal.complain([
        `The server is at it for ${ms / 1_000} s by now. Ctrl-C ends the wait, not its work.`,
      ])
  },
}

async function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      terminal.print(help(command.of))
      return 0
    case 'version':
      terminal.print([readVersion()])
      return 0
    case 'process':
      await PROCESSES[command.name]?.start()
      return 0
    case 'verb': {
      const { verb, args, options, json } = command
      const outcome =
        'runAlone' in verb
          ? await verb.runAlone(hereAndNow(), options)
          : await withOperator(readConfig(process.env), (operator) => verb.run(operator, args, options))
      if (json) terminal.printJson(outcome.value)
      else terminal.print(outcome.lines)
      return exitCodeOf(outcome)
    }
  }
}

function hereAndNow(): Surroundings {
  const { stdin, stderr, env } = process
  const ask = async (question: string): Promise<string> => {
    const lines = createInterface({ input: stdin, output: stderr })
    try {
      return await lines.question(question)
    } finally {
      lines.close()
    }
  }
  return {
    folder: process.cwd(),
    env,
    tell: terminal.complain,
    ask: stdin.isTTY && stderr.isTTY ? ask : undefined,
    columns: stderr.isTTY ? stderr.columns : 0,
  }
}

/** The running server when there is one, else the data folder itself. */
async function withOperator(
  config: Config,
  work: (operator: Operator) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const { http } = config
  const client = await findServer(http, http.adminToken, PATIENCE).catch((refusal: unknown) => {
    // The sandbox of a running server is that server's own.
    if (config.feishu && refusal instanceof AppError) return refusal
    throw refusal
  })
  if (client && !(client instanceof AppError)) return work(remoteOperator(client))
  const chosen = await chooseFeishu(config, process)
  if (!config.feishu)
    terminal.complain([`No app is set: this is the local stand-in, below ${config.store.dataDir}.`])
  const deps = { clock: systemClock, log: createLogger('silent') }
  const outside = (refusal: Error, storeOf: (request: DoctorRequest) => StoreDeps) =>
    outsideOperator(refusal, (request) => seeDoctorOutside(chosen.settings, deps, request, storeOf(request)))
  try {
    if (client) return await work(outside(client, () => ({ pingStore: undefined, checkStore: undefined })))
    const app = await openApp(chosen.settings, deps).catch(ifNotOpened(http.port))
    if (app instanceof StoreOpenError)
      return await work(outside(app, (request) => unopened(app, chosen, request)))
    try {
      return await work(localOperator(app))
    } finally {
      await app.close()
    }
  } finally {
    await chosen.close()
  }
}

const ifNotOpened = (port: number) => (error: unknown) => {
  if (!(error instanceof StoreOpenError)) throw error
  if (!error.isInUse) return error
  const silent = `No server answers on port ${port}: if that is its port, it is starting, or it hangs. Wait, or look at its log.`
  return new StoreOpenError(`${error.message}\n${silent}`, { cause: error, isInUse: true })
}

/** A store that does not open can still be read, file by file. */
function unopened(refusal: StoreOpenError, { settings }: Chosen, request: DoctorRequest): StoreDeps {
  return {
    pingStore: () => Promise.reject(refusal),
    checkStore: request.store ? () => checkLowdbStore(settings.dataDir) : undefined,
  }
}

function help(name: string | undefined): string[] {
  const verb = name === undefined ? undefined : VERBS[name]
  if (verb) return [`usage: approval-bridge ${verb.usage} [--json]`, '', verb.does]
  const processes = Object.entries(PROCESSES).map(([word, { does }]) => [word, does] as const)
  const verbs = Object.values(VERBS).map(({ usage, does }) => [usage, does] as const)
  return [
    'usage: approval-bridge <verb> [--json] [--help]',
    '       approval-bridge --version',
    '',
    ...[...processes, ...verbs].map(([usage, does]) => `  ${usage.padEnd(48)} ${does}`),
  ]
}

function usageFor(error: unknown): string[] {
  if (!(error instanceof UsageError)) return []
  return error.usage === undefined
    ? ['', ...help(undefined)]
    : [`usage: approval-bridge ${error.usage} [--json]`]
}

// Last: what stands below would not be there yet.
try {
  process.exitCode = await run(readCommand(argv, { verbs: VERBS, processes: Object.keys(PROCESSES) }))
} catch (error) {
  process.exitCode = 1
  // Whoever asked for JSON gets JSON, whatever happens.
  if (argv.includes('--json')) terminal.printJson({ error: toJsonError(error) })
  else terminal.complain([...explainCommand(error), ...usageFor(error)])
}
