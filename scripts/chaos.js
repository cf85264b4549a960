// @ts-check
// `npm run chaos`: a server is killed 300 times (KILLS) under twelve clients, and nothing that was acknowledged may be lost.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const { env, execPath } = process
const { status } = spawnSync(
  execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/process/kill-9.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...env, KILLS: env['KILLS'] ?? '300' } },
)
process.exitCode = status ?? 1
