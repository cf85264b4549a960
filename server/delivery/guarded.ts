import type { Failure, Sent } from '../domain/outbox/answer.ts'

/** The port throws only for a bug of ours; one instance that meets it must not stop the others (R8). */
export async function guarded<T>(call: () => Promise<Sent<T>>): Promise<Sent<T>> {
  try {
    return await call()
  } catch (error) {
    const message = `a fault of this server: ${error instanceof Error ? error.message : 'unknown'}`
    const failure: Failure = {
      class: 'unclear',
      code: null,
      httpStatus: null,
      message,
      logId: null,
      retryAfterMs: null,
    }
    return { ok: false, failure, payload: null }
  }
}
