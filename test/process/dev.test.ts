import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { afterwards, closeStages, temporaryFolder, until } from './stage.ts'

const DEV = resolve(import.meta.dirname, '../../scripts/dev.js')
afterEach(closeStages)

/** In the place of the server: says when it starts and ends, and takes its time for that. */
const SLOW_TO_END = `
const { appendFileSync } = require('node:fs')
appendFileSync('log', 'start ')
process.on('SIGTERM', () => setTimeout(() => { appendFileSync('log', 'end '); process.exit(0) }, 600))
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
  const starts = (count: number) => until(() => log().split('start').length - 1 === count, `start ${count}`)

  appendFileSync(join(folder, 'log'), '')
  await starts(1)
  await sleep(300)
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, 'server', name), name)
  await starts(2)
  await sleep(300)
  writeFileSync(join(folder, 'shared', 'd'), 'd')
  await sleep(400)
  writeFileSync(join(folder, 'shared', 'e'), 'e')
  await starts(4)
  dev.kill('SIGINT')
  expect((await exited)[0]).toBe(0)
  expect(log()).toBe('start end '.repeat(4))
})
