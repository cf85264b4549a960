// @ts-check
/** Loaded into a server before its own code: what it does every minute, it does when it gets a SIGUSR2 instead. */
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

const MINUTE_MS = 60_000

/** @type {Set<() => void>} */
const waiting = new Set()
const wait = timers.setTimeout

/** @type {typeof wait} */
timers.setTimeout = (ms, value, options) => {
  if (ms !== MINUTE_MS) return wait(ms, value, options)
  return new Promise((resolve, reject) => {
    waiting.add(() => {
      resolve(/** @type {any} */ (value))
    })
    options?.signal?.addEventListener('abort', () => {
      reject(new Error('aborted'))
    })
  })
}
syncBuiltinESMExports()

process.on('SIGUSR2', () => {
  for (const end of waiting) end()
  waiting.clear()
})
