// @ts-check
/** Builds `dist/` from the sources: `npm run build`, or `buildWhenStale()` from whoever runs what is in it. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { complain } from './complain.js'
import { BuildError } from './build-error.js'
import { buildClient } from './build-client.js'
import { buildHost } from './build-host.js'
import { buildMiniProgram } from './build-miniprogram.js'

export { BuildError } from './build-error.js'

const ROOT = resolve(import.meta.dirname, '..')
const DIST = join(ROOT, 'dist')
const STAMP = join(DIST, '.built')
const LOCK = join(DIST, '.building')
/** As the first word on the command line, with a program after it. */
const WHEN_STALE = '--when-stale'
const COMPILER_MEMORY = join(DIST, '.tsbuildinfo')

const SOURCE_FOLDERS = ['server', 'shared', 'sandbox']
const OTHER_FOLDERS = ['miniprogram', 'host']
const OTHER_INPUTS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'app.json']

/**
 * Each step makes its part of `dist/` and answers the files that belong there, relative to `dist/`.
 * What no step answers for is removed at the end.
 * @type {readonly (() => string[])[]}
 */
const STEPS = [
  compileTypeScript,
  copyAssets,
  () => buildMiniProgram(DIST),
  () => buildHost(DIST),
  () => buildClient(DIST),
]

/** Builds everything; throws a `BuildError` whose message is for the person at the terminal. */
export function build() {
  alone(makeDist)
}

/**
 * Builds when a source is newer than the last build, in a process of its own: what compilers leave running and in
 * memory would live as long as the server that is started after it. An installation without sources or without the
 * compiler (production) runs what it was given.
 * @param {string} program what will be run, relative to dist/
 */
export function buildWhenStale(program = 'server/main.js') {
  if (findCompiler() !== undefined && isStale(program)) {
    const { status } = spawnSync(process.execPath, [import.meta.filename, WHEN_STALE, program], {
      stdio: ['ignore', process.stderr.fd, 'inherit'],
    })
    if (status !== 0) throw new BuildError('Nothing was started.')
  }
  if (isMissing(program)) {
    throw new BuildError(
      `dist/${program} is missing and cannot be built here: run \`npm ci\` with the development packages, ` +
        'then `npm run build`.',
    )
  }
}

/** @param {string} program */
function buildIfStillStale(program) {
  alone(() => {
    if (!isStale(program)) return
    console.error('Building dist/ …')
    makeDist()
  })
}

function makeDist() {
  rmSync(STAMP, { force: true })
  const made = STEPS.flatMap((step) => step())
  removeAllBut(new Set([...made, '.tsbuildinfo', '.building']))
  // The lock carries the time of the start, so what was edited meanwhile counts as newer than the stamp.
  renameSync(LOCK, STAMP)
}

/**
 * One build at a time, since two would read each other's half-written files. A lock whose process is gone is taken over.
 * @param {() => void} work
 */
function alone(work) {
  mkdirSync(DIST, { recursive: true })
  while (!tryLock()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  try {
    work()
  } finally {
    if (lockHolder() === process.pid) rmSync(LOCK, { force: true })
  }
}

function tryLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    if (!isHeld()) rmSync(LOCK, { force: true })
    return false
  }
}

function isHeld() {
  const pid = lockHolder()
  // Without an id: created this moment by a process that writes its id next.
  if (pid === 0) return Date.now() - (modifiedAt(LOCK) ?? 0) < 1_000
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function lockHolder() {
  try {
    return Number(readFileSync(LOCK, 'utf8'))
  } catch {
    return 0
  }
}

/** @param {string} program */
function isStale(program) {
  const builtAt = modifiedAt(STAMP)
  if (builtAt === undefined || isMissing(program)) return true
  const inputs = [
    ...OTHER_INPUTS.map((name) => join(ROOT, name)),
    // Folders count too: removing a file touches only its folder.
    ...[...SOURCE_FOLDERS, ...OTHER_FOLDERS].flatMap((folder) => [
      join(ROOT, folder),
      ...entriesOf(join(ROOT, folder)),
    ]),
  ]
  return inputs.some((path) => (modifiedAt(path) ?? 0) >= builtAt)
}

function compileTypeScript() {
  const expected = sourceFiles()
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => name.replace(/\.ts$/, '.js'))

  runCompiler()
  if (expected.some(isMissing)) {
    // The compiler's memory says that these were written; somebody removed them since.
    rmSync(COMPILER_MEMORY, { force: true })
    runCompiler()
  }
  const missing = expected.filter(isMissing)
  if (missing.length > 0) throw new BuildError(`The compiler did not write ${missing.join(', ')}.`)
  return expected.flatMap((name) => [name, `${name}.map`])
}

function runCompiler() {
  const compiler = findCompiler()
  if (compiler === undefined) throw new BuildError('TypeScript is not installed. Run `npm ci` first.')
  const { status } = spawnSync(process.execPath, [compiler, '-p', join(ROOT, 'tsconfig.build.json')], {
    stdio: ['ignore', process.stderr.fd, 'inherit'],
  })
  if (status !== 0) throw new BuildError('The build failed: see the messages above.')
}

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc')
  } catch {
    return undefined
  }
}

function copyAssets() {
  const assets = sourceFiles().filter((name) => !['.ts', '.md'].includes(extname(name)))
  for (const name of assets) {
    mkdirSync(dirname(join(DIST, name)), { recursive: true })
    copyFileSync(join(ROOT, name), join(DIST, name))
  }
  return assets
}

/** @param {Set<string>} kept */
function removeAllBut(kept) {
  // Deepest first, so that a folder is empty by the time it is looked at.
  for (const path of entriesOf(DIST).reverse()) {
    if (statSync(path).isDirectory() ? readdirSync(path).length === 0 : !kept.has(relative(DIST, path))) {
      rmSync(path, { recursive: true })
    }
  }
}

/** Built for browsers, by a step of its own. */
const BROWSER_SOURCES = join('sandbox', 'client')

/** Every source file, relative to the root; nothing hidden (editors leave such files). */
function sourceFiles() {
  return SOURCE_FOLDERS.flatMap((folder) => entriesOf(join(ROOT, folder)))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(ROOT, path))
    .filter((name) => !/(^|[/\\])\./.test(name) && !name.startsWith(BROWSER_SOURCES))
}

/** Files and folders below `folder`, a folder before what is in it. @param {string} folder @returns {string[]} */
function entriesOf(folder) {
  if (modifiedAt(folder) === undefined) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? [path, ...entriesOf(path)] : [path]
  })
}

/** @param {string} name relative to dist/ */
function isMissing(name) {
  return modifiedAt(join(DIST, name)) === undefined
}

/** @param {string} path */
function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  const [, , order, program] = process.argv
  try {
    if (order === WHEN_STALE && program !== undefined) buildIfStillStale(program)
    else build()
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    complain(error.message)
    process.exitCode = 1
  }
}
