// @ts-check
/**
 * `npm run chaos`: servers are killed 300 times (KILLS) under twelve clients each, and nothing that was acknowledged may
 * be lost. Two are killed side by side, as each of them spends half of its time on starting.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const { env, execPath } = process

const kills = Number(env['KILLS'] ?? 300)
const seed = Number(env['SEED'] ?? 20_261_123)
const servers = Math.min(2, availableParallelism(), kills)

const begun = performance.now()
const codes = await Promise.all(Array.from({ length: servers }, (_, at) => kill(shareOf(at), seed + at)))
const minutes = ((performance.now() - begun) / 60_000).toFixed(1)
console.log(`${kills} kills of ${servers} servers side by side in ${minutes} minutes, from seed ${seed}`)
process.exitCode = codes.every((code) => code === 0) ? 0 : 1

/** @param {number} at */
function shareOf(at) {
  return Math.floor(kills / servers) + (at < kills % servers ? 1 : 0)
}

/** @param {number} times @param {number} own @returns {Promise<number | null>} */
function kill(times, own) {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/process/kill-9.test.ts']
  const settings = Object.assign({}, env, { KILLS: String(times), SEED: String(own) })
  const child = spawn(execPath, args, { cwd: root, stdio: 'inherit', env: settings })
  return new Promise((resolve) => child.once('exit', resolve))
}
