import { parseArgs } from 'node:util'
import { findServer } from './admin-client.ts'
import { openApp, seeDoctorOutside } from './app.ts'
import type { DoctorRequest } from '../shared/operator-api.ts'
import { chooseFeishu, type Chosen } from './choose-feishu.ts'
import { readConfig, type Config } from './config.ts'
import { AppError } from './domain/errors.ts'
import type { StoreDeps } from './doctor-store.ts'
import { explain } from './explain.ts'
import { localOperator, outsideOperator, remoteOperator, type Operator } from './operator.ts'
import { systemClock } from './runtime/clock.ts'
import { createLogger } from './runtime/logger.ts'
import { checkLowdbStore } from './store/lowdb.ts'
import { StoreOpenError } from './store/open-error.ts'
import { UsageError, VERBS, type Outcome, type Verb } from './verbs.ts'

const PROCESSES: Readonly<Record<string, { does: string; start: () => Promise<unknown> }>> = {
  serve: { does: 'the server', start: () => import('./main.ts') },
  sandbox: {
    does: 'the local Feishu alone',
    start: () => import('../sandbox/main.ts'),
  },
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      state: { type: 'string' },
      json: { type: 'boolean' },
      all: { type: 'boolean' },
      store: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const [first = ''] = positionals
  const server = PROCESSES[first]
  if (values.help) print(help())
  else if (server) await server.start()
  else if (first === 'migrate') print(['The embedded store needs no migration.'])
  else process.exitCode = await runVerb(positionals, values)
} catch (error) {
  for (const line of explain(error)) process.stderr.write(`${line}\n`)
  if (error instanceof UsageError) process.stderr.write(`${help().join('\n')}\n`)
  process.exitCode = 1
}

async function runVerb(
  positionals: readonly string[],
  options: Parameters<Verb['run']>[2] & { json?: boolean | undefined },
): Promise<number> {
  const words = positionals.slice(0, 2).join(' ')
  const name = words in VERBS ? words : (positionals[0] ?? '')
  const verb = VERBS[name]
  if (!verb) throw new UsageError(name === '' ? 'Which verb?' : `There is no verb ${words}.`)
  const args = positionals.slice(name.split(' ').length)
  const outcome = await withOperator(readConfig(process.env), (operator) => verb.run(operator, args, options))
  print(options.json ? [JSON.stringify(outcome.value, null, 2)] : outcome.lines)
  return outcome.ok ? 0 : 1
}

/** The running server when there is one, else the data folder itself. */
async function withOperator(
  config: Config,
  work: (operator: Operator) => Promise<Outcome>,
): Promise<Outcome> {
  const client = await findServer(config.http, config.http.adminToken).catch((refusal: unknown) => {
    // The sandbox of a running server is that server's own.
    if (config.feishu && refusal instanceof AppError) return refusal
    throw refusal
  })
  if (client && !(client instanceof AppError)) return work(remoteOperator(client))
  const chosen = await chooseFeishu(config, process)
  const deps = { clock: systemClock, log: createLogger('silent') }
  const outside = (refusal: Error, storeOf: (request: DoctorRequest) => StoreDeps) =>
    outsideOperator(refusal, (request) => seeDoctorOutside(chosen.settings, deps, storeOf(request)))
  try {
    if (client) return await work(outside(client, () => ({ pingStore: undefined, checkStore: undefined })))
    const app = await openApp(chosen.settings, deps).catch(ifNotOpened)
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

function ifNotOpened(error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error
  throw error
}

/** A store that does not open can still be read, file by file. */
const unopened = (refusal: StoreOpenError, { settings }: Chosen, request: DoctorRequest): StoreDeps => ({
  pingStore: () => Promise.reject(refusal),
  checkStore: request.store ? () => checkLowdbStore(settings.dataDir) : undefined,
})

function help(): string[] {
  const processes = Object.entries(PROCESSES).map(([name, { does }]) => [name, does] as const)
  const verbs = Object.values(VERBS).map(({ usage, does }) => [usage, does] as const)
  const rows = [...processes, ['migrate', 'brings the store to this version'] as const, ...verbs]
  return [
    'usage: approval-bridge <verb> [--json]',
    '',
    ...rows.map(([name, does]) => `  ${name.padEnd(38)} ${does}`),
  ]
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
