import type { EndpointLine } from '../domain/outbox/record.ts'
import { AppError } from '../domain/errors.ts'
import { isResting, isWell, type EndpointAnswer, type Health } from '../domain/webhooks/health.ts'
import type { Trouble } from '../delivery/trouble.ts'
import type { Log } from '../runtime/logger.ts'
import { LeaseLost, type Lease, type Outbox } from '../store/contract.ts'
import type { CatchUp } from './catch-up.ts'
import type { HealthNotes } from './health-notes.ts'

/**
 * Tells an endpoint of what comes next of an approval, and writes down what it said. Undefined: nothing waits, or there
 * is no such endpoint. `answer` null: nothing was sent, and the next may follow.
 */
export type TellNext = (
  endpoint: string,
  lease: Lease<EndpointLine>,
) => Promise<{ answer: EndpointAnswer | null } | undefined>

type TellAllDeps = {
  outbox: Pick<Outbox, 'release' | 'renew'>
  tell: TellNext
  healths: HealthNotes
  log: Log
  trouble: Trouble
  catchUp: Pick<CatchUp, 'begin'>
  count: (endpoint: string, outcome: 'taken' | 'missed') => void
  now: () => number
  signal: AbortSignal
}

/** So long an approval waits whose event could not be told by a fault of ours. */
const FAULT_MS = 150_000

/** Tells an endpoint one approval's events one after another until one is not taken, and gives the lease back. Never rejects. */
export function createTellAll(deps: TellAllDeps): (lease: Lease<EndpointLine>) => Promise<void> {
  const { outbox, tell, healths, log, trouble, now, signal } = deps

  /** Whether the next one may follow. */
  const tellOne = async (id: string, lease: Lease<EndpointLine>): Promise<boolean> => {
    const told = await tell(id, lease)
    if (!told) return false
    trouble.over()
    const { answer } = told
    if (!answer) return true
    await note(id, answer)
    return answer.error === null && !isResting(healths.of(id), now())
  }
  const note = async (id: string, answer: EndpointAnswer): Promise<void> => {
    deps.count(id, answer.error === null ? 'taken' : 'missed')
    const { before, after } = await healths.answered(id, answer)
    tellOperators(log, id, before, after)
    if (after.isBack) deps.catchUp.begin(id)
  }
  return async (lease) => {
    const endpoint = lease.line.slice('endpoint '.length)
    const facts = { endpoint, instance: lease.instanceId }
    try {
      while (!signal.aborted && (await tellOne(endpoint, lease)));
      await outbox.release(lease)
    } catch (error) {
      if (error instanceof LeaseLost) {
        log.info(facts, 'an event was told after its lease: its outcome is dropped')
      } else if (error instanceof AppError && error.code === 'store_unavailable') {
        trouble.happened(now())
        log.warn({ err: error, ...facts }, 'the store does not answer: events for other systems wait')
        await outbox.release(lease).catch(() => undefined)
      } else {
        log.error({ err: error, ...facts }, 'an event could not be told by a fault of this server')
        // The lease is kept, so that this approval, and no other, waits.
        await outbox.renew([lease], { now: now(), leaseMs: FAULT_MS }).catch(() => undefined)
      }
    }
  }
}

/** Once each time that something begins or ends; what an endpoint says may quote a form, so its status alone. */
function tellOperators(log: Log, endpoint: string, before: Health, after: Health): void {
  const facts = { endpoint, status: after.last?.status ?? null, misses: after.misses }
  if (after.off && !before.off) log.error({ ...facts, why: after.off.why }, OFF)
  else if (isWell(after) && before.off) log.warn(facts, BACK)
  else if (isWell(before) && !isWell(after)) log.warn(facts, 'an endpoint does not take events: it rests')
  else if (!isWell(before) && isWell(after)) log.info(facts, 'an endpoint takes events again')
}

const OFF =
  'an endpoint is switched off: what waits for it stays, and one event is tried every hour; see webhooks list'
const BACK = 'an endpoint that was switched off takes events again: all that it missed is told in order'
