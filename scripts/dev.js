// @ts-check
/** `npm run dev`: as `npm start`, built anew and started again whenever a source changes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const SOURCES = ['server', 'shared', 'sandbox', 'miniprogram', 'host']
/** An editor writes several files at once. */
const SETTLED_MS = 200

/** @type {ReturnType<typeof start>} */
let running = start()
/** @type {NodeJS.Timeout | undefined} */
let settling
let restarts = Promise.resolve()

function start() {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.js')], { stdio: 'inherit' })
  child.once('exit', (code) => {
    if (code) console.error('Ended. It starts again with the next change.')
  })
  return child
}

/** One at a time: what changes while the old one ends is in the new one, or in the one after it. */
async function startAgain() {
  if (running.exitCode === null && running.signalCode === null) {
    running.kill('SIGTERM')
    await once(running, 'exit')
  }
  running = start()
}

for (const folder of SOURCES) {
  watch(join(ROOT, folder), { recursive: true }, () => {
    clearTimeout(settling)
    settling = setTimeout(() => (restarts = restarts.then(startAgain)), SETTLED_MS)
  })
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    clearTimeout(settling)
    void restarts.then(() => {
      running.once('exit', (code) => process.exit(code ?? 0))
      if (!running.kill('SIGTERM')) process.exit()
    })
  })
}
