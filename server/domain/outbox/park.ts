import type { Carrier, ParkCause } from './record.ts'
import type { Failure } from './answer.ts'
import { editEffect, without } from './edit.ts'

export type ParkFacts = {
  cause: ParkCause
  reason: string
  failure?: Failure
  /** What was sent, without secrets. */
  payload?: unknown
  probeAt?: number
}

/** Gives an effect up, with what is needed to tell why. Of several syncs given up only the newest is kept: it says it all. */
export function park<R extends Carrier>(record: R, effectId: string, at: number, facts: ParkFacts): R {
  const { cause, reason, failure, payload = null, probeAt = null } = facts
  const given = editEffect(record, effectId, (effect) => ({
    ...effect,
    // Without an answer there was no try.
    attempts: effect.attempts + (failure ? 1 : 0),
    lastError: reason,
    logId: failure?.logId ?? effect.logId,
    parked: {
      at,
      cause,
      reason,
      code: failure?.code ?? null,
      logId: failure?.logId ?? null,
      payload,
      probeAt,
    },
  }))
  const isSync = record.effects.some(({ id, kind }) => id === effectId && kind === 'sync')
  return isSync
    ? without(given, (effect) => effect.kind === 'sync' && !!effect.parked && effect.id !== effectId)
    : given
}
