import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createServer } from 'node:net'
import type { Sandbox } from '../../sandbox/sandbox.ts'

export const ROOT = join(import.meta.dirname, '../..')
/** Three short forms that most tests fill in: leave, expense and access. */
export const TEST_DEFINITIONS = join(ROOT, 'test/support/definitions')

export const ADMIN_TOKEN = 'an-operator-of-the-tests'

export type ServerProcess = {
  url: string
  child: ChildProcess
  /** Everything it printed so far. */
  output: () => string
  /** Ends it in the given way and resolves with the exit code, or null when a signal ended it. */
  end: (signal?: NodeJS.Signals) => Promise<number | null>
  exited: Promise<number | null>
}

const running = new Set<ChildProcess>()

/** To be called after each test: nothing may outlive it. */
export function endEverything(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** What a server has to know of its sandbox, wherever that runs. */
type Feishu = Pick<Sandbox, 'url' | 'applinkUrl' | 'info'>

export type ServerOptions = {
  sandbox?: Feishu
  dataDir: string
  /** The installation to run; else it is this one. */
  root?: string | undefined
  port?: number
  env?: Record<string, string>
  /** Resolve as soon as it answers at all, ready or not. */
  alive?: boolean
  /** A command to run it under, e.g. strace. */
  under?: readonly string[]
  waitMs?: number
}

/** The built server as a process of its own, on a sandbox that is reached over the network. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const port = options.port ?? (await freePort())
  const server = launch(port, options)
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + (options.waitMs ?? 30_000)
  // Its own word first: whoever else got hold of the port would answer too.
  const isUp = async () =>
    server.output().includes('the server is up') &&
    (await answers(`${url}${options.alive ? '/healthz' : '/readyz'}`))
  while (!(await isUp())) {
    if (server.child.exitCode !== null || server.child.signalCode !== null || Date.now() > deadline) {
      server.child.kill('SIGKILL')
      throw new Error(`the server did not come up:\n${server.output()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { url, ...server }
}

/** Starts it and waits for nothing: for starts that have to fail. */
export function launch(port: number, { sandbox, dataDir, root = ROOT, env = {}, under = [] }: ServerOptions) {
  const command = [...under, process.execPath, join(root, 'dist/server/main.js')]
  return run(command, { env: { ...settingsFor(port, dataDir, sandbox), ...env } })
}

export type Running = ReturnType<typeof run>

/** Any command, with nothing of this process's environment but the PATH. */
export function run([command = '', ...args]: readonly string[], options: { env: object; cwd?: string }) {
  const child = spawn(command, args, {
    ...options,
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-2_000_000)
    })
  }
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child)
      resolve(code)
    })
  })
  const end = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return exited
  }
  return { child, output: () => printed, end, exited }
}

export function settingsFor(
  port: number,
  dataDir: string,
  sandbox: Feishu | undefined,
): Record<string, string> {
  const common = {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: dataDir,
    DEFINITIONS_DIR: TEST_DEFINITIONS,
    ADMIN_TOKEN,
    RECONCILE_SECONDS: '3600',
    // Tests act faster than people.
    ACTS_PER_MINUTE: '1000000',
    REMINDER_TIME: 'off',
    LOG_LEVEL: 'debug',
  }
  if (!sandbox) return common
  const { info } = sandbox
  return {
    ...common,
    FEISHU_APP_ID: info.appId,
    FEISHU_APP_SECRET: info.appSecret,
    FEISHU_BASE_URL: sandbox.url,
    FEISHU_APPLINK_URL: sandbox.applinkUrl,
    FEISHU_CALLBACK_TOKEN: info.callbackToken,
    FEISHU_CALLBACK_KEY: info.callbackKey,
    FEISHU_VERIFICATION_TOKEN: info.verificationToken,
    FEISHU_ENCRYPT_KEY: info.encryptKey,
  }
}

/** Below the ports that the system hands out by itself, so that it is still free when a server comes back to it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}
