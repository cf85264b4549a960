import type { State } from '../store/state.ts'

type Taken = Readonly<Record<string, number>>

const key = (userId: string): string => `leaveTaken ${userId}`

/** Days by kind of leave. */
export const takenBy = (state: State, userId: string): Taken =>
  (state.meta.get(key(userId)) as Taken | undefined) ?? {}

/** As the HR system does once leave is approved. */
export function takeLeave(state: State, userId: string, kind: string, days: number): Taken {
  const taken = takenBy(state, userId)
  const next = { ...taken, [kind]: (taken[kind] ?? 0) + days }
  state.meta.put(key(userId), next)
  return next
}
