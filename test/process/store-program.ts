import { spawn, type ChildProcess } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import ts from 'typescript'

const ROOT = join(import.meta.dirname, '../..')
const SOURCES = [
  'shared',
  'server/domain',
  'server/store',
  'server/runtime/concurrency-limit.ts',
  'server/runtime/turns.ts',
  'test/support/builders.ts',
  'bench/store-records.ts',
]

export type Program = { path: string; remove: () => void }

/** `entry` as a program for Node by itself, with the store as it is on disk now. */
export function buildProgram(entry: string): Program {
  const folder = mkdtempSync(join(tmpdir(), 'store-program-'))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const file of [...SOURCES, entry].flatMap(filesBelow)) {
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, file), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
      fileName: join(ROOT, file),
    })
    const target = join(folder, file.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, outputText)
  }
  return {
    path: join(folder, entry.replace(/\.ts$/, '.js')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function filesBelow(path: string): string[] {
  if (path.endsWith('.ts')) return [path]
  return readdirSync(join(ROOT, path)).flatMap((name) => filesBelow(join(path, name)))
}

export type Worker = {
  child: ChildProcess
  lines: string[]
  /** Resolves with the first line, past or future, that fits. */
  line: (fits: RegExp) => Promise<string>
  /** The exit code, or the signal. */
  exited: Promise<number | NodeJS.Signals | null>
}

const running = new Set<ChildProcess>()

/** After each test: nothing may outlive it. */
export function endWorkers(): void {
  for (const child of running) child.kill('SIGKILL')
}

export function startWorker(
  program: Program,
  args: readonly string[],
  under: readonly string[] = [],
): Worker {
  const [command = '', ...rest] = [...under, process.execPath, program.path, ...args]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  running.add(child)
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const reader = createInterface(child.stdout)
  reader.on('line', (line) => {
    lines.push(line)
    for (const look of waiting) look()
  })
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve(code ?? signal)
    })
  })
  const line = (fits: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = lines.find((one) => fits.test(one))
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
      void exited.then((end) => {
        look()
        reject(new Error(`ended with ${end} before it said ${fits}; it said ${lines.join(' | ')}`))
      })
    })
  return { child, lines, line, exited }
}
