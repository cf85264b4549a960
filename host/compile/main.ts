import { compilePackage } from './compile-package.ts'

const [folder, out] = process.argv.slice(2)
if (folder === undefined || out === undefined) throw new Error('which package, and where to?')
try {
  compilePackage(folder, out)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
