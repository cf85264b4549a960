import { join } from 'node:path'
import { vi } from 'vitest'
import type { SandboxInfo } from '../../sandbox/sandbox.ts'
import { controlOf } from './control.ts'
import { ROOT, run } from './server-process.ts'

export type SandboxProcess = Awaited<ReturnType<typeof startSandbox>>

/** The built sandbox as a process of its own, on ports that were free, with its state in memory. */
export async function startSandbox(root = ROOT) {
  const sandbox = run([process.execPath, join(root, 'dist/sandbox/main.js')], { env: { SANDBOX_PORT: '0' } })
  const controlUrl = await vi.waitFor(() => addressIn(sandbox.output()), { timeout: 60_000, interval: 20 })
  const info = await controlOf({ controlUrl }).call<SandboxInfo>('GET', '/info')
  return { url: info.url, controlUrl, applinkUrl: info.applinkUrl, info, end: sandbox.end }
}

function addressIn(output: string): string {
  const [, address] = /sandbox: open (\S+) .*\n/.exec(output) ?? []
  if (address === undefined) throw new Error(`the sandbox did not come up:\n${output}`)
  return address
}
