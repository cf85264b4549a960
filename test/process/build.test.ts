import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm, symlink, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ROOT, run } from '../support/server-process.ts'

const COPIED = [
  ...['dist', 'server', 'shared', 'sandbox', 'miniprogram', 'host', 'scripts'],
  ...['package.json', 'package-lock.json', 'app.json', 'project.config.json'],
  ...['tsconfig.json', 'tsconfig.build.json'],
]

/** Builds, and says how many children it has then. */
const PROGRAM = `
import { readdirSync, readFileSync } from 'node:fs'
import { buildWhenStale } from './scripts/build.js'
buildWhenStale()
const parentOf = (pid) => {
  try { return readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ')[1].split(' ')[1] } catch { return '' }
}
const pids = readdirSync('/proc').filter((name) => Number(name) > 0)
console.log('children', pids.filter((pid) => parentOf(pid) === String(process.pid)).length)
process.exit()
`

it.runIf(existsSync('/proc/self/stat'))(
  'a build before a start leaves no process beside the server',
  async () => {
    const cwd = await copyOfSources()
    const { exited, output } = run([process.execPath, '--input-type=module', '-e', PROGRAM], { cwd, env: {} })

    expect(await exited, output()).toBe(0)
    expect(output()).toContain('Building dist/')
    expect(output()).toMatch(/children 0\n$/)
  },
  600_000,
)

async function copyOfSources(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sources-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const name of COPIED) await cp(join(ROOT, name), join(folder, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const now = new Date()
  await utimes(join(folder, 'app.json'), now, now)
  return folder
}
