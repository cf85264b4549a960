import { expect } from 'vitest'
import type { PageWorld } from './page-world.ts'

const STEP_MS = 11 * 60_000

/** To start a server with, so that its clock can be moved. */
export const CLOCK_BY_HAND = { NODE_OPTIONS: `--import ${new URL('clock-by-hand.js', import.meta.url).href}` }

/** Moves the clocks of Feishu and of the server on by eleven minutes, which no signature outlives. */
export function createLater(world: PageWorld): () => Promise<void> {
  let passed = 0
  const serverIsAhead = async (): Promise<number> => {
    const page = encodeURIComponent(`${world.url}/m/`)
    const signed = (await (await fetch(`${world.url}/api/v1/jssdk?url=${page}`)).json()) as {
      timestamp: string
    }
    return Number(signed.timestamp) - Date.now()
  }
  return async () => {
    passed += STEP_MS
    world.tick()
    await world.control.clock({ advanceMs: STEP_MS })
    await expect.poll(serverIsAhead).toBeGreaterThan(passed - STEP_MS / 2)
  }
}
