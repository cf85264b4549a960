// @ts-check
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { CONFIG_FILE } from './workplace.js'

/**
 * @typedef {object} Run
 * @property {boolean} isGreen every test ran and passed
 * @property {readonly string[]} files those that were run
 * @property {readonly Failure[]} failures tests that ran and failed; a file that cannot be loaded is none
 * @property {string} output the end of what was printed
 */

/** @typedef {{ file: string, test: string }} Failure */
/** @typedef {{ status: string, fullName: string }} Assertion */
/** @typedef {{ success: boolean, testResults: { name: string, assertionResults: Assertion[] }[] }} Report */

const AT_MOST_MS = 5 * 60_000
const OUTPUT_KEPT = 4_000

/** @param {string} folder @param {readonly string[]} tests @param {{ workers: number, stopAtFirst?: boolean }} options */
export async function runTests(folder, tests, { workers, stopAtFirst = false }) {
  const reportPath = join(folder, 'report.json')
  rmSync(reportPath, { force: true })
  const args = [
    join(folder, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...['--config', CONFIG_FILE, '--configLoader', 'runner'],
    ...['--reporter', 'json', '--outputFile', reportPath],
    ...['--maxWorkers', String(workers)],
    ...(stopAtFirst ? ['--bail', '1'] : []),
    ...tests,
  ]
  const { code, output } = await runNode(folder, args)
  return toRun(folder, readReport(reportPath), code === 0, output)
}

/** The test that failed first, in words. @param {Run} run */
export function firstFailure({ failures }) {
  const [first] = failures
  return first && `${first.file.replace(/^test\//, '')}: ${first.test}`
}

/** @param {string} folder @param {Report | undefined} report @param {boolean} endedWell @param {string} output @returns {Run} */
function toRun(folder, report, endedWell, output) {
  const files = report?.testResults ?? []
  const assertions = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, fullName }) => ({
      file: relative(folder, name),
      test: fullName.trim(),
      status,
    })),
  )
  return {
    isGreen: endedWell && report?.success === true,
    files: files.map(({ name }) => relative(folder, name)),
    failures: assertions.filter(({ status }) => status === 'failed'),
    output,
  }
}

/** @param {string} path @returns {Report | undefined} */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Runs in a process group of its own, of which nothing is left when it takes too long.
 * @param {string} cwd @param {readonly string[]} args
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function runNode(cwd, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + String(chunk)).slice(-OUTPUT_KEPT)
      })
    }
    const end = () => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Nothing of it is left.
      }
    }
    const timer = setTimeout(end, AT_MOST_MS)
    // Before the folder goes that it works in.
    process.prependOnceListener('exit', end)
    child.once('close', (code) => {
      clearTimeout(timer)
      process.off('exit', end)
      resolve({ code, output })
    })
  })
}
