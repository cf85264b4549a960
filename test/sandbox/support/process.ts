import { fork, type ChildProcess } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import type { SandboxInfo } from '../../../sandbox/sandbox.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** The sandbox as plain JavaScript in a folder of its own, so that it can run as a process. */
export function buildSandbox(): string {
  const out = mkdtempSync(join(tmpdir(), 'sandbox-built-'))
  writeFileSync(join(out, 'package.json'), '{"type":"module"}')
  symlinkSync(join(ROOT, 'node_modules'), join(out, 'node_modules'))
  for (const name of readdirSync(join(ROOT, 'sandbox'), { recursive: true, encoding: 'utf8' })) {
    const source = join(ROOT, 'sandbox', name)
    const target = join(out, 'sandbox', name)
    if (name.endsWith('.ts')) {
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target.replace(/\.ts$/, '.js'), transpile(readFileSync(source, 'utf8')))
    } else if (name.endsWith('.yaml')) cpSync(source, target)
  }
  return out
}

const transpile = (text: string): string =>
  ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    },
  }).outputText

export type Running = { info: SandboxInfo; child: ChildProcess; exit: Promise<number | null> }

/** Starts `main.js` with an IPC channel and waits for its `ready`. */
export async function startSandbox(built: string, dir: string): Promise<Running> {
  const child = fork(join(built, 'sandbox/main.js'), {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DIR: dir },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exit = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  const ready = await new Promise<{ type: string } & SandboxInfo>((resolve, reject) => {
    child.once('message', (message) => {
      resolve(message as { type: string } & SandboxInfo)
    })
    child.once('exit', (code) => {
      reject(new Error(`the sandbox ended with ${String(code)}`))
    })
  })
  return { info: ready, child, exit }
}
