import type { Carrier, Effect } from '../domain/outbox/record.ts'
import { tryAgain } from '../domain/outbox/retry.ts'
import type { UseCaseContext } from './context.ts'

const PAGE = 500

/** Makes due at once what waits because Feishu's quota was used up. Answers how many deliveries that are. */
export async function resumeOutbox({ store, now }: UseCaseContext): Promise<number> {
  let due = 0
  let cursor: string | undefined
  do {
    const page = await store.outbox.list({ state: 'pending', cursor, limit: PAGE })
    const ids = new Set(
      page.items.flatMap(({ instanceId, effect }) => (isHeld(effect, now()) ? [instanceId] : [])),
    )
    for (const id of ids) {
      let held: readonly Effect[] = []
      await store.outbox.edit(id, (current) => {
        held = current.effects.filter((effect) => isHeld(effect, now()))
        return dueNow(current, held, now())
      })
      due += held.length
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return due
}

/** As delivery words it. */
const isHeld = ({ lastError, nextTryAt, parked }: Effect, now: number): boolean =>
  !parked && nextTryAt > now && lastError !== null && /^quota\b/.test(lastError)

function dueNow<R extends Carrier>(record: R, held: readonly Effect[], now: number): R | undefined {
  if (held.length === 0) return undefined
  return { ...record, effects: record.effects.map((one) => (held.includes(one) ? tryAgain(one, now) : one)) }
}
