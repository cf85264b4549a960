import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const FOLDERS = ['server', 'shared', 'sandbox', 'miniprogram', 'host']

const CONTRACT = 'server/store/contract.ts'
const PORT = 'server/feishu/port.ts'
const ERRORS = 'server/domain/errors.ts'
const WORKS_FOR_THE_OUTBOX = ['shared', 'server/domain', CONTRACT, PORT, 'server/runtime', 'node:']

/**
 * Folder or file → what it may import besides itself. `type x` is types only; `node:` is every built-in. A file
 * falls under the longest row that fits it.
 */
const MAY_IMPORT: Record<string, string[]> = {
  shared: ['zod'],
  'server/domain': ['shared'],
  'server/definitions': [
    'shared',
    'type server/domain',
    CONTRACT,
    PORT,
    'type server/runtime',
    'type zod',
    'yaml',
    'node:',
  ],
  // Besides types: when an effect is due, what lists show, and how a failed write is told, are the domain's to say.
  'server/store': [
    'shared',
    'type server/domain',
    'server/domain/effects.ts',
    'server/domain/listed.ts',
    'server/domain/due.ts',
    ERRORS,
    'type server/runtime/request-log.ts',
    'server/runtime/turnstile.ts',
    'server/runtime/turns.ts',
    'lowdb',
    'pg',
    'zod',
    'node:',
  ],
  'server/usecases': ['shared', 'server/domain', CONTRACT, PORT, 'zod'],
  'server/feishu': [
    'shared',
    'type server/domain',
    '@larksuiteoapi/node-sdk',
    'axios',
    'hpagent',
    'zod',
    'node:',
  ],
  'server/delivery': WORKS_FOR_THE_OUTBOX,
  'server/reconcile': WORKS_FOR_THE_OUTBOX,
  'server/timeouts': WORKS_FOR_THE_OUTBOX,
  // And what delivery and reconcile have that is about neither of them.
  'server/reminders': [
    ...WORKS_FOR_THE_OUTBOX,
    ...['server/delivery/backoff.ts', 'server/reconcile/changed.ts'],
  ],
  'server/callbacks': [
    ...['shared', 'server/usecases', ERRORS],
    ...['koa', '@koa/router', 'raw-body', 'zod', 'lossless-json', 'node:crypto'],
  ],
  'server/http': [
    ...['shared', 'server/usecases', ERRORS],
    ...['koa', '@koa/router', 'raw-body', 'lossless-json', 'zod', 'pino', 'prom-client'],
    'node:',
  ],
  'server/runtime': ['shared', 'pino', 'prom-client', 'node:'],
  'server/config.ts': ['zod'],
  'server/app.ts': ['server', 'shared', 'pino', 'prom-client', 'node:'],
  'server/parts.ts': ['server', 'shared', 'node:'],
  'server/background.ts': ['server'],
  'server/act-log.ts': ['shared', 'server'],
  'server/choose-feishu.ts': ['server', 'node:'],
  'server/link-key.ts': [CONTRACT, 'node:'],
  'server/local-feishu.ts': ['zod', 'server/config.ts', 'node:'],
  'server/doctor.ts': [
    'shared',
    PORT,
    'server/doctor-people.ts',
    'server/doctor-store.ts',
    'server/findings.ts',
  ],
  'server/doctor-store.ts': ['shared', CONTRACT, 'server/findings.ts', 'server/commands/kilobytes.ts'],
  'server/doctor-people.ts': ['shared', 'server/usecases', 'server/findings.ts'],
  'server/findings.ts': ['shared'],
  'server/admin-client.ts': ['shared/error-codes.ts', 'server/ask-locally.ts', ERRORS],
  'server/ask-locally.ts': ['node:'],
  'server/operator.ts': ['shared', 'server'],
  'server/verbs.ts': ['shared', 'server'],
  'server/commands': ['shared', 'server', 'node:'],
  'server/strange-settings.ts': ['shared', 'server/config.ts'],
  'server/version.ts': ['zod', 'node:'],
  'server/explain.ts': ['server'],
  'server/main.ts': ['server', 'shared', 'node:'],
  // `approval-bridge sandbox` is the sandbox's own process, started by name.
  'server/cli.ts': ['server', 'shared', 'sandbox/main.ts', 'node:'],
  // Nothing of ours: a type shared with the server would hide the mistake that both then make.
  // In the browser, on nothing but the control API.
  'sandbox/client': [],
  sandbox: ['koa', '@koa/router', 'raw-body', 'zod', 'yaml', 'lossless-json', 'node:'],
  // Runs a built package and knows nothing of what is in it.
  host: ['glass-easel', 'glass-easel-miniprogram-adapter', '(computed)'],
  'host/compile': ['host', 'node:'],
  // Types, and values that bring no zod along.
  miniprogram: [
    ...['type shared', 'shared/form-rules.ts', 'shared/form-text.ts', 'shared/languages.ts'],
    ...['shared/decimals.ts', 'shared/person-text.ts'],
    ...[
      'shared/texts.ts',
      'shared/page-texts.ts',
      'shared/settings-texts.ts',
      'shared/nodes.ts',
      'shared/own.ts',
      'shared/votes.ts',
    ],
  ],
}

/** Packages with one home, whatever the rows above say. */
const HOMES: Record<string, string[]> = {
  '@larksuiteoapi/node-sdk': ['server/feishu'],
  axios: ['server/feishu'],
  lowdb: ['server/store'],
  pg: ['server/store'],
  pino: ['server/runtime', 'server/http', 'server/app.ts'],
  'prom-client': ['server/runtime', 'server/http', 'server/app.ts'],
  yaml: ['server/definitions', 'sandbox'],
}

type Import = { target: string; typeOnly: boolean }

const imports = FOLDERS.flatMap(sourceFiles).map((file) => ({
  file,
  row: rowOf(file),
  imports: importsOf(file),
}))

describe('each folder imports only what it may', () => {
  it.each(Object.entries(MAY_IMPORT))('%s', (row, allowed) => {
    const strays = imports
      .filter((source) => source.row === row)
      .flatMap((source) =>
        source.imports
          .filter((one) => !isWithin(one.target, row) && !allowed.some((rule) => permits(rule, one)))
          .map((one) => `${source.file} → ${one.typeOnly ? 'type ' : ''}${one.target}`),
      )
    expect(strays).toEqual([])
  })

  it('no source file is without a row', () => {
    expect(imports.filter((source) => source.row === undefined).map((source) => source.file)).toEqual([])
  })
})

it.each(Object.entries(HOMES))('%s is imported only where it lives', (name, homes) => {
  const strays = imports
    .filter((source) => source.imports.some((one) => isWithin(one.target, name)))
    .filter((source) => !homes.some((home) => isWithin(source.file, home)))
    .map((source) => source.file)
  expect(strays).toEqual([])
})

describe('what counts as an import', () => {
  it.each([
    [`import { a } from './a.ts'`, { target: 'server/a.ts', typeOnly: false }],
    [`import './a.ts'`, { target: 'server/a.ts', typeOnly: false }],
    [`import { type A, b } from './a.ts'`, { target: 'server/a.ts', typeOnly: false }],
    [`import type { A } from './a.ts'`, { target: 'server/a.ts', typeOnly: true }],
    [`import { type A } from './a.ts'`, { target: 'server/a.ts', typeOnly: true }],
    [`let a: import('../shared/a.ts').A`, { target: 'shared/a.ts', typeOnly: true }],
    [`export * from "./a.ts"`, { target: 'server/a.ts', typeOnly: false }],
    [`export type { A } from './a.ts'`, { target: 'server/a.ts', typeOnly: true }],
    [`const a = async () => await import('axios')`, { target: 'axios', typeOnly: false }],
    ['const a = import(`axios`)', { target: 'axios', typeOnly: false }],
    [`const a = require('pg')`, { target: 'pg', typeOnly: false }],
    [`import crypto from 'crypto'`, { target: 'node:crypto', typeOnly: false }],
    [`const a = await import(name)`, { target: '(computed)', typeOnly: false }],
  ])('%s', (text, expected) => {
    expect(importsIn('server/x.ts', text)).toEqual([expected])
  })

  it('a string or a comment is none', () => {
    expect(importsIn('server/x.ts', `// import 'axios'\nconst a = "import 'axios'"`)).toEqual([])
  })
})

function rowOf(file: string): string | undefined {
  const fitting = Object.keys(MAY_IMPORT).filter((row) => isWithin(file, row))
  return fitting.sort((a, b) => b.length - a.length)[0]
}

function permits(rule: string, { target, typeOnly }: Import): boolean {
  return rule.startsWith('type ')
    ? typeOnly && isWithin(target, rule.slice('type '.length))
    : isWithin(target, rule)
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(place.endsWith(':') ? place : `${place}/`)
}

function sourceFiles(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
}

function importsOf(file: string): Import[] {
  return importsIn(file, readFileSync(join(ROOT, file), 'utf8'))
}

function importsIn(file: string, text: string): Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    const name =
      specifier && ts.isStringLiteralLike(specifier) ? toTarget(file, specifier.text) : '(computed)'
    found.push({ target: name, typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node.importClause))
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true)
    else if (ts.isExternalModuleReference(node)) add(node.expression, false)
    else if (ts.isCallExpression(node) && isImportCall(node.expression)) add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  return found
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const named = clause.namedBindings
  return (
    !clause.name &&
    !!named &&
    ts.isNamedImports(named) &&
    named.elements.every((element) => element.isTypeOnly)
  )
}

function isImportCall(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}

function toTarget(file: string, specifier: string): string {
  if (specifier.startsWith('.')) {
    return relative(ROOT, resolve(ROOT, dirname(file), specifier)).replaceAll('\\', '/')
  }
  return isBuiltin(specifier) && !specifier.startsWith('node:') ? `node:${specifier}` : specifier
}
