import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { login } from '../test/support/api.ts'
import { controlOf } from '../test/support/control.ts'
import { leave } from '../test/support/sample-forms.ts'
import { endEverything, startServer } from '../test/support/server-process.ts'
import type { Row } from './store.ts'

const LIMIT_MS = 10_000
const IN_FLIGHT = 8
const NOTICED_MS = 50

/** How long a server takes to end on SIGTERM while every delivery hangs (R21). About fifteen seconds. */
export async function benchShutdown(): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-shutdown-'))
  const sandbox = await openSandbox()
  try {
    const value = await stopWhileFeishuHangs(sandbox, dataDir)
    return [{ name: 'SIGTERM to the end, Feishu hanging', value, unit: 'ms', limit: LIMIT_MS }]
  } finally {
    endEverything()
    await sandbox.close()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function stopWhileFeishuHangs(sandbox: Sandbox, dataDir: string): Promise<number> {
  const server = await startServer({ sandbox, dataDir })
  const control = controlOf(sandbox)
  const person = await login(server.url, control, 'u_dev')
  await person.submit('leave', leave(2))
  await control.faults({ faults: [{ api: 'instance.sync', kind: 'timeout', probability: 1 }] })
  for (let at = 0; at < IN_FLIGHT; at += 1) await person.submit('leave', leave(2))
  const hanging = async () => (await control.trouble()).faults.some(({ hits }) => hits >= IN_FLIGHT)
  while (!(await hanging())) await new Promise((resolve) => setTimeout(resolve, NOTICED_MS))
  const begun = performance.now()
  const code = await server.end('SIGTERM')
  if (code !== 0) throw new Error(`the server ended with ${code}`)
  return performance.now() - begun
}
