import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { afterwards, closeStages, temporaryFolder, until } from './stage.ts'

const DEV = resolve(import.meta.dirname, '../../scripts/dev.js')
afterEach(closeStages)

/** In the place of the server: says when it starts, with which sources, and ends; and takes its time for that. */
const SLOW_TO_END = `
const { appendFileSync, readdirSync } = require('node:fs')
process.on('SIGTERM', () => {
  appendFileSync('log', 'asked ')
  setTimeout(() => { appendFileSync('log', 'end '); process.exit(0) }, 600)
})
appendFileSync('log', 'start:' + readdirSync('server').join('') + ' ')
setInterval(() => undefined, 1_000)
`

it('npm run dev starts again once for what changed, never beside the one before, and ends with it', async () => {
  const folder = await temporaryFolder()
  for (const one of ['scripts', 'server', 'shared', 'sandbox', 'miniprogram', 'host']) {
    mkdirSync(join(folder, one))
  }
  copyFileSync(DEV, join(folder, 'scripts/dev.mjs'))
  writeFileSync(join(folder, 'scripts/start.js'), SLOW_TO_END)
  const dev = spawn(process.execPath, [join(folder, 'scripts/dev.mjs')], { cwd: folder, stdio: 'ignore' })
  afterwards(async () => dev.kill('SIGKILL'))
  const exited = once(dev, 'exit')
  const log = (): string => readFileSync(join(folder, 'log'), 'utf8')
  const become = (word: string) => until(() => log().includes(word), word)

  appendFileSync(join(folder, 'log'), '')
  await become('start: ')
  await sleep(300)
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, 'server', name), name)
  await become('start:abc ')
  await sleep(300)
  writeFileSync(join(folder, 'server', 'd'), 'd')
  await become('start:abc asked')
  // While the one before takes its time: the next one may be ended before it has said anything.
  writeFileSync(join(folder, 'server', 'e'), 'e')
  await become('start:abcde ')
  dev.kill('SIGINT')
  expect((await exited)[0]).toBe(0)
  expect(log()).toMatch(/^(start:\w* asked end ){3,4}$/)
})
