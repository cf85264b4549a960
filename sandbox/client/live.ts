/** Calls back when anything changed in the sandbox, and when the connection to it is lost or back. */
export function listenForChanges(changed: () => void, connected: (isUp: boolean) => void): void {
  const source = new EventSource('/_sandbox/events')
  source.addEventListener('message', changed)
  source.addEventListener('open', () => {
    connected(true)
  })
  // The browser tries again by itself.
  source.addEventListener('error', () => {
    connected(false)
  })
}

/** Runs `work` once at a time; calls meanwhile make it run once more afterwards. */
export function createSingle(work: () => Promise<void>): () => void {
  let [isRunning, isWanted] = [false, false]
  const run = (): void => {
    isWanted = true
    if (isRunning) return
    isRunning = true
    isWanted = false
    void work().finally(() => {
      isRunning = false
      if (isWanted) run()
    })
  }
  return run
}
