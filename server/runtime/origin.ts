import { AsyncLocalStorage } from 'node:async_hooks'

/** Which request of ours something is done for. */
export type Origin = { route: string; requestId: string }

export type Origins = {
  /** Whatever `work` does, however late, it does for this request. */
  within: <T>(origin: Origin, work: () => Promise<T>) => Promise<T>
  /** Undefined: nobody asked for it, time or the system does it. */
  current: () => Origin | undefined
}

export function createOrigins(): Origins {
  const storage = new AsyncLocalStorage<Origin>()
  return { within: (origin, work) => storage.run(origin, work), current: () => storage.getStore() }
}
