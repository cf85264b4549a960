import type { Effect, InstanceRecord } from '../domain/record.ts'
import type { Log } from '../runtime/logger.ts'
import type { Store } from '../store/contract.ts'

/** No wait is planned for longer than this. */
const LONGEST_WAIT_MS = 3_600_000
const PAGE = 500

/**
 * What waits for a time far ahead was stored while the machine's clock was wrong: it is due now. To be called
 * once, at the start; a store that fails is left to whoever asks it next.
 */
export async function bringForward(
  store: Pick<Store, 'instances' | 'outbox'>,
  now: number,
  log: Pick<Log, 'warn'>,
): Promise<void> {
  const latest = now + LONGEST_WAIT_MS
  try {
    const ids = await waitingBeyond(store, latest)
    for (const id of ids) {
      await store.instances.change(id, (record) => ({
        next: record && broughtForward(record, latest, now),
        result: undefined,
      }))
    }
    if (ids.size > 0)
      log.warn({ instances: ids.size }, 'deliveries waited for a time far ahead: they are due now')
  } catch (error) {
    log.warn({ err: error }, 'what waits could not be looked through')
  }
}

async function waitingBeyond({ outbox }: Pick<Store, 'outbox'>, latest: number): Promise<Set<string>> {
  const found = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await outbox.list({ cursor, limit: PAGE })
    for (const { instanceId, effect } of page.items) if (isFar(effect, latest)) found.add(instanceId)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}

const isFar = ({ nextTryAt, parked }: Effect, latest: number): boolean =>
  nextTryAt > latest || (parked?.probeAt ?? 0) > latest

function broughtForward(record: InstanceRecord, latest: number, now: number): InstanceRecord {
  const effects = record.effects.map((effect) => {
    if (!isFar(effect, latest)) return effect
    const { parked } = effect
    return {
      ...effect,
      nextTryAt: now,
      parked: parked && { ...parked, probeAt: parked.probeAt === null ? null : now },
    }
  })
  return { ...record, effects }
}
