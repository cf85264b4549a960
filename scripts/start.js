// @ts-check
import { runBuilt } from './run-built.js'

const PARENT_CHECK_MS = 250

// `npm start` hands a SIGTERM to the shell between npm and this process, and some shells end without passing it on.
if (process.env['npm_lifecycle_event'] === 'start') {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, PARENT_CHECK_MS)
  watch.unref()
}

await runBuilt('server/main.js')
