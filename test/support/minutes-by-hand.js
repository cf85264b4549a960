// @ts-check
/** Loaded into a server before its own code: what it does every minute, it does when it gets a SIGUSR2 instead. */

const MINUTE_MS = 60_000
/** As long as a timer can be; its process ends before. */
const NEVER_MS = 2 ** 31 - 1

/** @type {Map<unknown, () => void>} */
const waiting = new Map()
const { setTimeout: start, clearTimeout: stop } = globalThis

/** @type {(work: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => ReturnType<typeof start>} */
const startByHand = (work, ms, ...args) => {
  if (ms !== MINUTE_MS) return start(work, ms, ...args)
  const timer = start(() => undefined, NEVER_MS)
  waiting.set(timer, () => {
    stop(timer)
    work(...args)
  })
  return timer
}
globalThis.setTimeout = /** @type {typeof start} */ (startByHand)
globalThis.clearTimeout = (timer) => {
  waiting.delete(timer)
  stop(timer)
}

process.on('SIGUSR2', () => {
  const due = [...waiting.values()]
  waiting.clear()
  for (const end of due) end()
})
