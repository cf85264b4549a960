// @ts-check
/** Loaded into a server before its own code: each SIGUSR2 moves its clock on by eleven minutes. */

const STEP_MS = 11 * 60_000
const { now } = Date
let passed = 0
Date.now = () => now() + passed

process.on('SIGUSR2', () => {
  passed += STEP_MS
})
