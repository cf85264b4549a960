import { z } from 'zod'
import type { UseCaseContext } from '../usecases/context.ts'

/** action_callback_token and action_callback_key. */
export const CallbackCredentials = z.object({ token: z.string().min(1), key: z.string().min(1).nullable() })
export type CallbackCredentials = z.infer<typeof CallbackCredentials>

type Notes = UseCaseContext['store']['notes']

const NOTE = 'callback-credentials'
/** Earlier pairs that open cards may still carry. */
const MAX_EARLIER = 10

/**
 * The pairs that count, the present one first. A card keeps the pair it was sent with, so the ones before
 * stay valid when the settings change. Without a present one nothing counts.
 */
export async function openCallbackCredentials(
  notes: Notes,
  current: CallbackCredentials | undefined,
): Promise<readonly CallbackCredentials[]> {
  if (!current) return []
  const stored = await notes.change(NOTE, (note) => withPresent(read(note), current))
  return read(stored)
}

const read = (note: unknown): CallbackCredentials[] => z.array(CallbackCredentials).parse(note ?? [])

/** Undefined where it is the first already. */
function withPresent(
  stored: CallbackCredentials[],
  current: CallbackCredentials,
): CallbackCredentials[] | undefined {
  const isCurrent = ({ token, key }: CallbackCredentials) => token === current.token && key === current.key
  if (stored[0] && isCurrent(stored[0])) return undefined
  return [current, ...stored.filter((one) => !isCurrent(one)).slice(0, MAX_EARLIER)]
}
