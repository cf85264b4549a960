import { vi } from 'vitest'
import { differences, type Everyone } from './agreement.ts'
import { operator } from './api.ts'
import type { Control } from './control.ts'

/**
 * Waits until nothing is under way, then compares everything that Feishu shows with what the server says. Answers what
 * is wrong, in words.
 */
export async function findFaults(url: string, control: Control, everyone: Everyone, withinMs = 20_000) {
  await vi.waitUntil(async () => (await control.trouble()).late === 0, { timeout: withinMs, interval: 20 })
  await operator(url).quiet(withinMs)
  const parked = await operator(url).outbox('parked')
  const { violations } = await control.oracle()
  return [
    ...(await differences(control, everyone)),
    ...violations.map((violation) => `rule broken: ${JSON.stringify(violation)}`),
    ...parked.map(({ id, lastError }) => `given up: ${id} ${lastError}`),
  ]
}
