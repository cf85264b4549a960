import type { Carrier } from '../domain/outbox/record.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'
import type { Delivered } from './deliver.ts'
import { editEffect } from '../domain/outbox/edit.ts'

export type ParkedProbesDeps = {
  store: Pick<Store, 'outbox'>
  log: Log
  now: () => number
  /** In [0, 1). */
  random: () => number
  signal: AbortSignal
}

export type ParkedProbes = {
  /** When a probe got through, a setting is right again. Many in a row count once. */
  told: (delivered: Pick<Delivered, 'effect' | 'became'>) => void
  finished: () => Promise<void>
}

const PAGE = 100
const SPREAD_MS = 30_000
const NOT_AGAIN_MS = 60_000

/** Whatever was given up for a wrong setting is probed within half a minute of the first that gets through. */
export function createParkedProbes(deps: ParkedProbesDeps): ParkedProbes {
  let begunAt = -Infinity
  let work = Promise.resolve()
  return {
    told({ effect, became }) {
      if (!effect.parked || became !== 'delivered' || deps.now() - begunAt < NOT_AGAIN_MS) return
      begunAt = deps.now()
      work = probeOthersSoon(deps).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'what waits for a setting could not be brought forward')
      })
    },
    finished: () => work,
  }
}

async function probeOthersSoon({ store, now, random, signal }: ParkedProbesDeps): Promise<void> {
  let cursor: string | undefined
  do {
    const page = await store.outbox.list({ state: 'parked', cursor, limit: PAGE })
    for (const { instanceId, effect } of page.items) {
      if (signal.aborted) return
      if (effect.parked?.cause !== 'configuration') continue
      const at = now() + Math.round(SPREAD_MS * random())
      await store.outbox.edit(instanceId, (current) => probedBy(current, effect.id, at))
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

/** Undefined when there is nothing to bring forward. */
function probedBy<R extends Carrier>(record: R, effectId: string, at: number): R | undefined {
  const parked = record.effects.find(({ id }) => id === effectId)?.parked
  if (parked?.probeAt == null || parked.probeAt <= at) return undefined
  return editEffect(record, effectId, (effect) => ({ ...effect, parked: { ...parked, probeAt: at } }))
}
