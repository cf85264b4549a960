// @ts-check
/**
 * Makes `dist/host/`: the browser host, and the templates of `dist/miniprogram/` compiled for it. The package's own
 * files stay what the browser loads; it refuses a template that is not the compiled one.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { BuildError } from './build-error.js'

const ROOT = resolve(import.meta.dirname, '..')
const SOURCE = join(ROOT, 'host')
const ENTRIES = ['sandbox-main.ts', 'web-main.ts']
const COPIED = ['host.css', 'frame.html', 'web.html']
const TEMPLATES = 'templates.js'

/**
 * @param {string} dist holds `miniprogram/`, gets `host/`
 * @returns {string[]} the files made, relative to `dist`
 */
export function buildHost(dist) {
  const out = join(dist, 'host')
  bundleHost(out)
  compileTemplates(join(dist, 'miniprogram'), out)
  return [...ENTRIES.map((name) => name.replace(/\.ts$/, '.js')), ...COPIED, TEMPLATES].map((name) =>
    join('host', name),
  )
}

/** The host without a package. @param {string} out */
export function bundleHost(out) {
  esbuild().buildSync({
    entryPoints: ENTRIES.map((name) => join(SOURCE, name)),
    outdir: out,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  })
  for (const name of COPIED) copyFileSync(join(SOURCE, name), join(out, name))
}

/**
 * In a process of its own: the compiler is TypeScript here, and keeps its memory.
 * @param {string} folder a built package
 * @param {string} out
 */
export function compileTemplates(folder, out) {
  mkdirSync(out, { recursive: true })
  const program = join(out, `.compile-${process.pid}.mjs`)
  esbuild().buildSync({
    entryPoints: [join(SOURCE, 'compile/main.ts')],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  })
  const { status, stderr } = spawnSync(process.execPath, [program, folder, join(out, TEMPLATES)], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  rmSync(program)
  if (status !== 0) throw new BuildError(`The templates of ${folder} do not compile: ${stderr.trim()}`)
}

/** Where only what was built runs, it is not installed. @returns {typeof import('esbuild')} */
function esbuild() {
  return createRequire(import.meta.url)('esbuild')
}
