// @ts-check
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { complain } from './complain.js'
import { BuildError, buildWhenStale } from './build.js'

const ROOT = resolve(import.meta.dirname, '..')

/**
 * Runs a program of `dist/` in this process, so that signals and exit codes are its own; builds first what is
 * stale. A `.env` in the working folder fills settings that the environment does not carry.
 * @param {string} name relative to dist/
 */
export async function runBuilt(name) {
  try {
    buildWhenStale(name)
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    complain(error.message)
    process.exitCode = 1
    return
  }
  if (existsSync('.env')) process.loadEnvFile('.env')
  const program = join(ROOT, 'dist', name)
  process.argv[1] = program
  await import(pathToFileURL(program).href)
}
