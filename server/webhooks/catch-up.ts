import { broughtForward } from '../domain/webhooks/queues.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'
import type { HealthNotes } from './health-notes.ts'
import { changeQueues } from './each-queue.ts'

type CatchUpDeps = {
  store: Pick<Store, 'instances' | 'outbox'>
  healths: Pick<HealthNotes, 'change'>
  now: () => number
  log: Pick<Log, 'warn'>
  signal: AbortSignal
}

/** What an endpoint missed is due at once when it answers again, not at the time that each event planned for itself. */
export type CatchUp = {
  /** Does nothing while one for this endpoint is under way. After a kill it is begun anew. */
  begin: (endpoint: string) => void
  finished: () => Promise<void>
}

export function createCatchUp({ store, healths, now, log, signal }: CatchUpDeps): CatchUp {
  const running = new Map<string, Promise<void>>()
  const run = async (endpoint: string): Promise<void> => {
    const at = now()
    const isLate = ({ nextTryAt }: { nextTryAt: number }) => !signal.aborted && nextTryAt > at
    await changeQueues(store, endpoint, isLate, (record) => broughtForward(record, endpoint, at))
    if (!signal.aborted) await healths.change(endpoint, (health) => ({ ...health, isBack: false }))
  }
  return {
    begin(endpoint) {
      if (running.has(endpoint)) return
      const work = run(endpoint)
        .catch((error: unknown) => {
          log.warn({ err: error, endpoint }, 'what an endpoint missed could not be brought forward yet')
        })
        .finally(() => running.delete(endpoint))
      running.set(endpoint, work)
    },
    async finished() {
      await Promise.all(running.values())
    },
  }
}
