import type { Answer } from '../domain/outbox/answer.ts'

export type Memory<T> = {
  find: (id: string) => Promise<Answer<T | undefined>>
  /** Asked for now, whatever is remembered, and remembered in its place. */
  renew: (id: string, load: Load<T>) => Promise<Answer<T | undefined>>
  /** What was remembered of this id no longer holds; answers what that was. */
  forget: (id: string) => T | undefined
}

export type Load<T> = (id: string) => Promise<Answer<T | undefined>>

type Remembered<T> = { value: T | undefined; until: number; since: number }

/**
 * Remembers what a lookup found, and for a shorter time that it found nothing; asks once for many who want the
 * same at the same time. Failures are not remembered. Of more than `max` the longest unused go.
 */
export function remember<T>({
  load,
  now,
  ttlMs,
  negativeTtlMs,
  max,
}: {
  load: Load<T>
  now: () => number
  ttlMs: number
  negativeTtlMs: number
  max: number
}): Memory<T> {
  const known = new Map<string, Remembered<T>>()
  const loading = new Map<string, Promise<Answer<T | undefined>>>()

  const put = (id: string, value: T | undefined) => {
    const since = now()
    known.delete(id)
    known.set(id, { value, since, until: since + (value === undefined ? negativeTtlMs : ttlMs) })
    const [oldest] = known.keys()
    if (known.size > max && oldest !== undefined) known.delete(oldest)
  }

  const ask = (id: string, by: Load<T> = load): Promise<Answer<T | undefined>> => {
    const asked = by(id).then((answer) => {
      // Forgotten meanwhile: the answer may be from before the change.
      if (answer.ok && loading.get(id) === asked) put(id, answer.value)
      return answer
    })
    loading.set(id, asked)
    const settle = () => {
      if (loading.get(id) === asked) loading.delete(id)
    }
    asked.then(settle, settle)
    return asked
  }

  const find = async (id: string): Promise<Answer<T | undefined>> => {
    const found = known.get(id)
    const at = now()
    if (found && at >= found.since && at < found.until) {
      known.delete(id)
      known.set(id, found)
      return { ok: true, value: found.value }
    }
    return loading.get(id) ?? ask(id)
  }

  return {
    find,
    renew: (id, by) => {
      known.delete(id)
      return ask(id, by)
    },
    forget: (id) => {
      const value = known.get(id)?.value
      known.delete(id)
      loading.delete(id)
      return value
    },
  }
}
