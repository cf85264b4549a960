// @ts-check
/** `npm run mutants [-- name…]`: puts faults into copies of the code, one at a time, and wants a test to fail for each. */
import { availableParallelism } from 'node:os'
import { complain } from './complain.js'
import { ALL } from './mutants/all.js'
import { isThere, misfitOf, putIn } from './mutants/mutant.js'
import { firstFailure, runTests } from './mutants/run-tests.js'
import { openWorkplace } from './mutants/workplace.js'

/** @import { Mutant } from './mutants/mutant.js' */
/** @typedef {{ mutant: string, seconds: number, outcome: 'killed' | 'survived' | 'not tried', by: string }} Verdict */

const AT_ONCE = Math.min(2, availableParallelism())
/** Of the table; the whole name stands in the line above it. */
const WIDEST = 90

/** Said to whoever started this, without a stack. */
class Refusal extends Error {}

try {
  const args = process.argv.slice(2)
  const chosen = choose(args.filter((arg) => !arg.startsWith('--')))
  if (args.includes('--list')) list(chosen)
  else if (!(await hunt(chosen))) process.exitCode = 1
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  complain(error.message)
  process.exitCode = 1
}

/** @param {readonly string[]} names none: all of them */
function choose(names) {
  const unknown = names.filter((name) => !ALL.some((mutant) => mutant.name === name))
  if (unknown.length > 0) throw new Refusal(`There is no mutant ${unknown.join(', ')}; --list names them.`)
  return names.length === 0 ? ALL : ALL.filter(({ name }) => names.includes(name))
}

/** @param {readonly Mutant[]} mutants */
function list(mutants) {
  for (const { name, says, tests } of mutants) console.log(`${name}\n  ${says}\n  ${tests.join(', ')}`)
}

/** Whether none survived. @param {readonly Mutant[]} mutants */
async function hunt(mutants) {
  const workplace = openWorkplace()
  try {
    const folder = workplace.firstCopy()
    const misfits = mutants.flatMap((mutant) => misfitOf(folder, mutant) ?? [])
    if (misfits.length > 0) throw new Refusal(misfits.join('\n'))
    await expectGreen(folder, mutants)

    const others = Array.from({ length: AT_ONCE - 1 }, () => workplace.copyOf(folder))
    const verdicts = await judgeAll([folder, ...others], mutants)
    console.table(verdicts.map((verdict) => ({ ...verdict, by: shortened(verdict.by) })))
    const count = (/** @type {Verdict['outcome']} */ wanted) =>
      verdicts.filter(({ outcome }) => outcome === wanted).length
    console.log(`${count('killed')} killed, ${count('survived')} survived, ${count('not tried')} not tried`)
    return count('survived') === 0
  } finally {
    workplace.close()
  }
}

/** A test that fails in any case tells nothing. @param {string} folder @param {readonly Mutant[]} mutants */
async function expectGreen(folder, mutants) {
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))]
  console.log(`${tests.length} test files without a mutant …`)
  const run = await runTests(folder, tests, { workers: AT_ONCE })
  const missing = tests.filter((test) => !run.files.includes(test))
  if (!run.isGreen) throw new Refusal(`Red without a mutant: ${firstFailure(run) ?? run.output}`)
  if (missing.length > 0) throw new Refusal(`\`npm test\` does not run ${missing.join(', ')}.`)
}

/** Each folder takes the next mutant when it is done with one. @param {readonly string[]} folders @param {readonly Mutant[]} mutants */
async function judgeAll(folders, mutants) {
  /** @type {Map<Mutant, Verdict>} */
  const verdicts = new Map()
  const waiting = [...mutants]
  const work = async (/** @type {string} */ folder) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const verdict = await judge(folder, mutant)
      verdicts.set(mutant, verdict)
      console.log(`${verdict.outcome}: ${mutant.name}, ${verdict.seconds} s, ${verdict.by}`)
    }
  }
  await Promise.all(folders.map(work))
  return mutants.flatMap((mutant) => verdicts.get(mutant) ?? [])
}

/** @param {string} folder @param {Mutant} mutant @returns {Promise<Verdict>} */
async function judge(folder, mutant) {
  const { name, tests, needs } = mutant
  if (needs && !isThere(needs)) {
    return { mutant: name, seconds: 0, outcome: 'not tried', by: `${needs} is not installed` }
  }
  const begun = performance.now()
  const takeOut = putIn(folder, mutant)
  const run = await runTests(folder, tests, { workers: 1, stopAtFirst: true }).finally(takeOut)
  const seconds = Number(((performance.now() - begun) / 1_000).toFixed(1))
  const killer = firstFailure(run)
  if (killer !== undefined) return { mutant: name, seconds, outcome: 'killed', by: killer }
  // Neither a compile error nor a run that never ended is a test that noticed.
  const by = run.isGreen ? 'nobody noticed' : 'no test could run'
  if (!run.isGreen) console.error(run.output)
  return { mutant: name, seconds, outcome: 'survived', by }
}

/** @param {string} text */
function shortened(text) {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text
}
