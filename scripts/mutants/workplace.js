// @ts-check
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** The project's own settings, except that nothing is cached outside the copy. */
const CONFIG = `import config from './vitest.config.ts'

export default { ...config, cacheDir: '.cache' }
`
export const CONFIG_FILE = 'vitest.mutants.config.js'

/** Copies of the checkout, with whatever is not committed yet; the checkout itself is only read. */
export function openWorkplace() {
  const place = mkdtempSync(join(tmpdir(), 'mutants-'))
  let count = 0
  const close = () => {
    rmSync(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  process.once('exit', close)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

  const nextFolder = () => join(place, String((count += 1)))
  return {
    firstCopy() {
      const folder = nextFolder()
      for (const file of sourceFiles()) {
        mkdirSync(dirname(join(folder, file)), { recursive: true })
        copyFileSync(join(ROOT, file), join(folder, file))
      }
      symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
      writeFileSync(join(folder, CONFIG_FILE), CONFIG)
      return folder
    },
    /** One more, with what is built in it. @param {string} folder */
    copyOf(folder) {
      const copy = nextFolder()
      cpSync(folder, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
      return copy
    },
    close,
  }
}

/** Tracked or not, but not ignored. */
function sourceFiles() {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const files = new Set(listed.split('\0').filter((file) => file !== ''))
  // What was removed and not yet committed is listed too.
  return [...files].filter((file) => existsSync(join(ROOT, file)))
}
