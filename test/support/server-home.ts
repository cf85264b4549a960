import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InstanceView } from '../../shared/responses.ts'
import { login, type Person } from './api.ts'
import { controlOf } from './control.ts'
import {
  freePort,
  startServer,
  TEST_DEFINITIONS,
  type ServerOptions,
  type ServerProcess,
} from './server-process.ts'

export type HomeOptions = {
  env?: Record<string, string>
  /** What it does every minute waits for `nextMinute`. */
  hasMinutesByHand?: boolean
  /** The installation to run; else it is this one. */
  root?: string | undefined
  /** Files beside the definitions of the tests, by name; the folder is a copy then, for tests to write in. */
  definitions?: Readonly<Record<string, string>>
}

const MINUTES_BY_HAND = new URL('minutes-by-hand.js', import.meta.url).href

type Feishu = NonNullable<ServerOptions['sandbox']> & { controlUrl: string }

/** A server with a port and folders of its own, which it comes back to when it is started again, and its people. */
export async function openHome(sandbox: Feishu, options: HomeOptions = {}) {
  const { root, definitions } = options
  const folder = await mkdtemp(join(tmpdir(), 'server-home-'))
  const dataDir = join(folder, 'data')
  const definitionsDir = join(folder, 'definitions')
  if (definitions) await writeDefinitions(definitionsDir, definitions)
  const port = await freePort()
  const own = {
    ...(definitions && { DEFINITIONS_DIR: definitionsDir }),
    ...(options.hasMinutesByHand && { NODE_OPTIONS: `--import ${MINUTES_BY_HAND}` }),
    ...options.env,
  }
  const start = (more: Record<string, string> = {}): Promise<ServerProcess> =>
    startServer({ sandbox, dataDir, port, root, env: { ...own, ...more } })
  let server = await start()
  const { url } = server
  const control = controlOf(sandbox)
  const sessions = new Map<string, Promise<Person>>()
  const person = (userId: string): Promise<Person> => {
    const known = sessions.get(userId) ?? login(url, control, userId)
    sessions.set(userId, known)
    return known
  }
  return {
    url,
    control,
    dataDir,
    definitionsDir,
    person,
    async people<Name extends string>(names: readonly Name[]): Promise<Record<Name, Person>> {
      const found = await Promise.all(names.map(async (name) => [name, await person(name)] as const))
      return Object.fromEntries(found) as Record<Name, Person>
    },
    async submit(userId: string, definition: string, form: object, more: object = {}): Promise<InstanceView> {
      const { status, body } = await (await person(userId)).submit(definition, form, more)
      if (status !== 201) throw new Error(`${definition}: ${status} ${JSON.stringify(body)}`)
      return body
    },
    /** The server stands still: it takes no more of what is sent to it. */
    freeze: () => server.child.kill('SIGSTOP'),
    stop: (signal: NodeJS.Signals = 'SIGKILL') => server.end(signal),
    /** With these settings, too, this once. */
    async restart(more: Record<string, string> = {}): Promise<void> {
      server = await start(more)
    },
    nextMinute: () => server.child.kill('SIGUSR2'),
    /** The clock goes on (clock-by-hand.js). */
    tick: () => server.child.kill('SIGUSR2'),
    leave: () => rm(folder, { recursive: true }),
  }
}

/** The definitions of the tests, and these files beside them. */
export async function writeDefinitions(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await cp(TEST_DEFINITIONS, folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
}
