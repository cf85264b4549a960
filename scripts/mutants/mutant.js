// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * A fault that somebody could have put in by mistake.
 * @typedef {object} Mutant
 * @property {string} name
 * @property {string} says what the code does with it, in one sentence
 * @property {readonly Change[]} changes
 * @property {readonly string[]} tests those that have to notice, as few as possible
 * @property {string} [needs] a program without which the tests cannot tell
 */

/**
 * `from` stands in the file exactly once.
 * @typedef {{ file: string, from: string, to: string }} Change
 */

/** Why the mutant cannot be put in; undefined when it can. @param {string} folder @param {Mutant} mutant */
export function misfitOf(folder, { name, changes }) {
  const misfit = changes.find(({ file, from }) => countIn(join(folder, file), from) !== 1)
  if (!misfit) return undefined
  const { file, from } = misfit
  return `The mutant ${name} no longer fits: ${file} has ${countIn(join(folder, file), from)} places with\n${from}\n`
}

/** Answers how to restore the files. @param {string} folder @param {Mutant} mutant */
export function putIn(folder, { changes }) {
  const paths = [...new Set(changes.map(({ file }) => join(folder, file)))]
  const before = paths.map((path) => readFileSync(path, 'utf8'))
  for (const { file, from, to } of changes) {
    const path = join(folder, file)
    writeFileSync(path, readFileSync(path, 'utf8').split(from).join(to))
  }
  return () => {
    for (const [at, path] of paths.entries()) writeFileSync(path, before[at] ?? '')
  }
}

/** @param {string} path @param {string} text */
function countIn(path, text) {
  return existsSync(path) ? readFileSync(path, 'utf8').split(text).length - 1 : 0
}

/** Whether a program can be run by its name. @param {string} program */
export function isThere(program) {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => existsSync(join(folder, program)))
}
