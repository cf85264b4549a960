import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { vi } from 'vitest'
import { openSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts'
import type { InstanceView } from '../../shared/responses.ts'
import type { Everyone } from '../support/agreement.ts'
import { login, type Person } from '../support/api.ts'
import { findFaults } from '../support/both-sides.ts'
import { controlOf, type Control } from '../support/control.ts'
import { writeDefinitions } from '../support/server-home.ts'
import { leave } from '../support/sample-forms.ts'
import {
  endEverything,
  freePort,
  launch,
  startServer,
  type Running,
  type ServerProcess,
} from '../support/server-process.ts'

export { openTaskOf } from '../support/api.ts'
export { openCardOf } from '../support/control.ts'
export { leave }

// Processes that start several times in a test share the machine with every other test.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

/** Everybody who asks, decides or is told in the sample approvals. */
export const CAST = ['u_dev', 'u_designer', 'u_lead', 'u_hr', 'u_recruiter', 'u_payroll', 'u_admin'] as const

export type Cast = Readonly<Record<(typeof CAST)[number], Person>>

/** What stays while servers come and go: a Feishu, a data folder and a port. */
export type Stage = {
  sandbox: Sandbox
  control: Control
  dataDir: string
  port: number
  url: string
  start: (options?: StartOptions) => Promise<ServerProcess>
  /** Ends the server that was started last, in order. Resolves with its exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
  /** Without waiting for it to be up. */
  launch: (options?: StartOptions) => Running
  enterCast: () => Promise<Cast>
  /** Waits until nothing is under way, then compares everything. Answers what is wrong, in words. */
  faults: (everyone: Everyone, withinMs?: number) => Promise<string[]>
}

export type StartOptions = {
  env?: Record<string, string>
  alive?: boolean
  under?: readonly string[]
  dataDir?: string
}

const endings: (() => Promise<unknown>)[] = []

/** After each test: nothing may outlive it. */
export async function closeStages(): Promise<void> {
  endEverything()
  for (const end of endings.splice(0).reverse()) await end()
}

/** What has to be done after the test, whatever becomes of it. */
export function afterwards(end: () => Promise<unknown>): void {
  endings.push(end)
}

/** `files`: beside the definitions of the tests, by name. */
export async function openStage(
  options: SandboxOptions = {},
  files?: Readonly<Record<string, string>>,
): Promise<Stage> {
  const sandbox = await openSandbox(options)
  afterwards(() => sandbox.close())
  const dataDir = await temporaryFolder()
  const control = controlOf(sandbox)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const definitions: Record<string, string> = files ? { DEFINITIONS_DIR: await definitionsWith(files) } : {}
  const withOptions = ({ env, ...more }: StartOptions) => ({
    sandbox,
    dataDir,
    ...more,
    env: { ...definitions, ...env },
  })
  let server: ServerProcess | undefined
  return {
    sandbox,
    control,
    dataDir,
    port,
    url,
    start: async (more = {}) => (server = await startServer({ port, ...withOptions(more) })),
    stop: async (signal) => (await server?.end(signal)) ?? null,
    launch: (more = {}) => launch(port, withOptions(more)),
    enterCast: async () => {
      const entries = await Promise.all(CAST.map(async (id) => [id, await login(url, control, id)] as const))
      return Object.fromEntries(entries) as Cast
    },
    faults: (everyone, withinMs) => findFaults(url, control, everyone, withinMs),
  }
}

async function definitionsWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await temporaryFolder(), 'definitions')
  await writeDefinitions(folder, files)
  return folder
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'process-'))
  afterwards(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Looks again and again until it is so; fails in words when that takes too long. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`)
    await sleep(20)
  }
}

/** Submits and insists. */
export async function submitted(person: Person, days = 2, reason?: string): Promise<InstanceView> {
  const { status, body } = await person.submit('leave', leave(days, reason))
  if (status !== 201) throw new Error(`submit: ${status} ${JSON.stringify(body)}`)
  return body
}

/** One line for whoever reads the run: how much was looked at. */
export function tell(line: string): void {
  console.log(line)
}

/** A test that needs something of the machine: left out in one line, unless all of it has to run. */
export function needs(isThere: boolean, what: string): boolean {
  if (isThere) return true
  if (process.env['CI'] === 'true')
    throw new Error(`${what} is missing, and with CI=true nothing is left out`)
  tell(`left out: ${what} is missing`)
  return false
}
