/** The only way to the time. Tests move one by hand. */
export type Clock = {
  /** Epoch ms. */
  now: () => number
  /** Milliseconds since some moment, of a clock that only runs forward: what spans are measured by. */
  elapsed: () => number
  /** Resolves after `ms`, or as soon as `signal` is aborted; never rejects. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  // Node's own sleeper that is woken gets an error with a stack, which is most of what waking it costs.
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve()
        return
      }
      const end = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      signal?.addEventListener('abort', end)
    }),
}
