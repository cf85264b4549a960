/** Runs the work of one key one after another, in the order it came, and that of different keys side by side. */
export type KeyedQueue = {
  run<T>(key: string, work: () => Promise<T>): Promise<T>
  isBusy(key: string): boolean
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>
}

export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run(key, work) {
      const before = tails.get(key)
      const run = before ? before.then(work) : work()
      // The tail never rejects: whoever comes next does not care how it went.
      const tail = run.then(noop, noop).then(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
      tails.set(key, tail)
      return run
    },
    isBusy: (key) => tails.has(key),
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values())
    },
  }
}

const noop = () => undefined
