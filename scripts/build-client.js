// @ts-check
/** Makes `dist/sandbox/client/`: the small Feishu that people look at, and the JSSDK of its web apps. */
import { copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const SOURCE = resolve(import.meta.dirname, '../sandbox/client')
const PLACE = 'sandbox/client'
const COPIED = ['index.html', 'client.css']

/**
 * @param {string} dist
 * @returns {string[]} the files made, relative to `dist`
 */
export function buildClient(dist) {
  const out = join(dist, PLACE)
  const bundle = (/** @type {string} */ entry, /** @type {'esm' | 'iife'} */ format) =>
    esbuild().buildSync({
      entryPoints: [join(SOURCE, entry)],
      outdir: out,
      bundle: true,
      format,
      target: 'es2022',
      minify: true,
      charset: 'utf8',
      logLevel: 'error',
    })
  bundle('main.ts', 'esm')
  // Pages load it like Feishu's own: as a plain script.
  bundle('jssdk.ts', 'iife')
  for (const name of COPIED) copyFileSync(join(SOURCE, name), join(out, name))
  return ['main.js', 'jssdk.js', ...COPIED].map((name) => join(PLACE, name))
}

/** Where only what was built runs, it is not installed. @returns {typeof import('esbuild')} */
function esbuild() {
  return createRequire(import.meta.url)('esbuild')
}
