import type { FeishuLine } from '../domain/outbox/record.ts'
import { AppError } from '../domain/errors.ts'
import type { Log } from '../runtime/logger.ts'
import { LeaseLost, type Lease, type Outbox } from '../store/contract.ts'
import { deliverLetter, type LetterDeps } from './deliver-letter.ts'
import { deliverNext, type Delivered, type DeliverDeps } from './deliver.ts'
import { withFewWrites } from './few-writes.ts'
import type { Proof } from './proof.ts'
import type { Trouble } from './trouble.ts'

export type HandleDeps = Omit<DeliverDeps, 'provenFrom' | 'store'> &
  LetterDeps & {
    store: DeliverDeps['store'] & LetterDeps['store']
    outbox: Outbox
    log: Log
    trouble: Trouble
    proof: Pick<Proof, 'from' | 'answerLost'>
    signal: AbortSignal
    onDelivered: (delivered: Delivered) => void
  }

/** So long an instance waits whose delivery failed by a fault of ours. */
const FAULT_MS = 150_000

/** Delivers one instance's effects one after another until none is due, and gives the lease back. Never rejects. */
export function createHandle(deps: HandleDeps): (lease: Lease<FeishuLine>) => Promise<void> {
  const { outbox, log, trouble, proof, now, signal } = deps
  const delivering = { ...deps, store: withFewWrites(deps.store), provenFrom: proof.from }

  const deliverOne = ({ line, ...lease }: Lease<FeishuLine>): Promise<Delivered | undefined> =>
    line === 'letters'
      ? deliverLetter(delivering, { ...lease, line })
      : deliverNext(delivering, { ...lease, line })

  const deliverAll = async (lease: Lease<FeishuLine>): Promise<void> => {
    while (!signal.aborted) {
      const delivered = await deliverOne(lease)
      if (!delivered) return
      trouble.over()
      deps.onDelivered(delivered)
    }
  }
  return async (lease) => {
    try {
      await deliverAll(lease)
      await outbox.release(lease)
    } catch (error) {
      proof.answerLost()
      if (error instanceof LeaseLost) {
        log.info({ instance: lease.instanceId }, 'a delivery came back after its lease: dropped')
      } else if (isStoreDown(error)) {
        trouble.happened(now())
        log.warn({ err: error, instance: lease.instanceId }, 'the store does not answer: deliveries wait')
        await outbox.release(lease).catch(() => undefined)
      } else {
        log.error({ err: error, instance: lease.instanceId }, 'a delivery failed by a fault of this server')
        // The lease is kept, so that this instance, and no other, waits.
        await outbox.renew([lease], { now: now(), leaseMs: FAULT_MS }).catch(() => undefined)
      }
    }
  }
}

const isStoreDown = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'store_unavailable'
