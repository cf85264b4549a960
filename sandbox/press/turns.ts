export type Turns = {
  /** Waits until another callback went ahead, or gives up waiting after `timeoutMs`. */
  waitForAnother: (timeoutMs: number) => Promise<void>
  releaseAll: () => void
}

/** Lets one callback overtake another. */
export function createTurns(): Turns {
  const waiting = new Set<() => void>()
  return {
    waitForAnother: (timeoutMs) =>
      new Promise((resolve) => {
        const release = (): void => {
          clearTimeout(timer)
          waiting.delete(release)
          resolve()
        }
        const timer = setTimeout(release, timeoutMs)
        waiting.add(release)
      }),
    releaseAll() {
      for (const release of [...waiting]) release()
    },
  }
}
