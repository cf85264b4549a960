import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const FOLDERS = ['server', 'shared', 'sandbox', 'miniprogram', 'host']

const CONTRACT = 'server/store/contract.ts'
const PORT = 'server/feishu/port.ts'
const OPTIONS_PORT = 'server/options/port.ts'
const PICTURE = 'server/domain/picture.ts'
const ERRORS = 'server/domain/errors.ts'
const APP_KNOWS = [
  ...[
    'callbacks',
    'config.ts',
    'definitions',
    'delivery',
    'doctor',
    'domain',
    'doors',
    'feishu',
    'http',
    'options',
  ],
  ...['reconcile', 'reminders', 'runtime', 'setup', 'store', 'timeouts', 'usecases', 'webhooks', 'presses'],
].map((name) => `server/${name}`)
const WORKS_FOR_THE_OUTBOX = ['shared', 'server/domain', CONTRACT, PORT, 'server/runtime', 'node:']

/**
 * Folder or file → what it may import besides itself. `type x` is types only; `node:` is every built-in. A file
 * falls under the longest row that fits it.
 */
const MAY_IMPORT: Record<string, string[]> = {
  shared: ['zod'],
  'shared/formula': ['shared', 'big.js'],
  // For pages as well, so no zod.
  'shared/form/pattern': ['shared/person-text.ts'],
  'server/domain': ['shared'],
  'server/definitions': [
    ...['shared', 'type server/domain', CONTRACT, PORT, 'type server/runtime', 'type zod', 'yaml'],
    'node:',
  ],
  'server/store/contract.ts': ['shared', 'type server/domain', 'type server/runtime/request-log.ts'],
  // Besides types: when an effect is due, and what lists show, are the domain's to say.
  'server/store/row': [
    ...['shared', 'type server/domain', 'server/domain', CONTRACT],
    'server/runtime/turns.ts',
  ],
  'server/store/embedded': [
    ...['shared', 'type server/domain', 'server/domain/listed.ts', ERRORS, CONTRACT, 'server/store/row'],
    ...['server/domain/webhooks/queues.ts', 'server/domain/letters/letter.ts'],
    ...[
      'type server/runtime/request-log.ts',
      'server/runtime/concurrency-limit.ts',
      'lowdb',
      'lru-cache',
      'zod',
      'node:',
    ],
  ],
  // Files as such: what is in them, nobody here knows.
  'server/store/embedded/disk': [CONTRACT, 'lowdb', 'zod', 'node:'],
  'server/usecases': ['shared', 'server/domain', CONTRACT, PORT, OPTIONS_PORT, 'zod'],
  // Other people's systems, as far as fields take their options from them.
  'server/options': [
    ...['shared', 'server/callbacks/cipher.ts', 'server/runtime/concurrency-limit.ts'],
    ...['server/runtime/outside/address-faults.ts', 'type server/runtime', 'lru-cache', 'zod', 'node:'],
  ],
  // Besides types: how a task is found in a picture, and what people call it by.
  'server/feishu': [
    'shared',
    'type server/domain',
    PICTURE,
    '@larksuiteoapi/node-sdk',
    'axios',
    'hpagent',
    'zod',
    'node:',
  ],
  'server/feishu/payloads': [
    ...['shared', 'type server/domain', PICTURE, `type ${PORT}`],
    ...['type @larksuiteoapi/node-sdk', 'zod', 'node:crypto'],
  ],
  'server/feishu/gate': ['type server/domain', PORT, 'server/runtime'],
  'server/delivery': WORKS_FOR_THE_OUTBOX,
  // Other people's systems, as far as they are told of events.
  'server/webhooks': [
    ...WORKS_FOR_THE_OUTBOX,
    ...['few-writes', 'flights', 'renewal', 'trouble', 'wake-up'].map((name) => `server/delivery/${name}.ts`),
    ...['server/reconcile/changed.ts', 'standardwebhooks', 'zod'],
  ],
  // Other people's systems, as far as they decide.
  'server/presses': [
    ...['shared', 'server/domain', CONTRACT, 'server/usecases', 'server/callbacks/cipher.ts'],
    ...['sign', 'retry-after'].map((name) => `server/webhooks/${name}.ts`),
    ...['type server/webhooks', 'server/runtime', 'lossless-json'],
  ],
  'server/reconcile': WORKS_FOR_THE_OUTBOX,
  'server/timeouts': WORKS_FOR_THE_OUTBOX,
  'server/reminders': [...WORKS_FOR_THE_OUTBOX, 'server/reconcile/changed.ts'],
  // What other systems ask in words of their own.
  'server/doors': [
    ...['shared', 'type server/domain', 'server/usecases', ERRORS, `type ${PORT}`, 'zod', 'lossless-json'],
  ],
  'server/callbacks': [
    ...['shared', 'server/usecases', ERRORS],
    ...['koa', '@koa/router', 'raw-body', 'zod', 'lossless-json', 'node:crypto'],
  ],
  // What other systems send, in their words, becomes what use cases take.
  'server/sources': [
    ...['shared', 'server/usecases', 'type server/domain', ERRORS, 'server/domain/clock.ts'],
    ...['server/domain/mirror/pushed.ts', 'server/domain/mirror/what-counts.ts', 'zod', 'lossless-json'],
  ],
  'server/http': [
    ...['shared', 'server/usecases', 'server/sources', ERRORS, 'server/runtime/concurrency-limit.ts'],
    'type server/webhooks/operate.ts',
    ...['koa', '@koa/router', 'raw-body', 'lossless-json', 'zod', 'pino', 'prom-client'],
    'node:',
  ],
  'server/runtime': ['shared', 'pino', 'prom-client', 'node:'],
  'server/config.ts': ['server/setting-values.ts', 'shared/time/time-zone.ts', 'zod'],
  'server/setting-values.ts': ['shared/settings.ts', 'shared/person-text.ts', 'zod'],
  'server/setup': ['shared', 'type server/domain', PORT],
  'server/doctor': [
    ...['shared', 'type server/domain', ERRORS, CONTRACT, PORT],
    ...['server/setup', 'server/usecases'],
  ],
  // What the parts are put together by; it knows all of them, and nothing of the command line.
  'server/app': ['shared', ...APP_KNOWS, 'zod', 'pino', 'prom-client', 'node:'],
  'server/main.ts': ['server/app', 'server/config.ts', 'server/runtime'],
  'server/cli': ['server', 'shared', 'zod', 'uqr', 'node:'],
  // `approval-bridge sandbox` is the sandbox's own process, started by name.
  'server/cli/main.ts': ['server', 'shared', 'sandbox/main.ts', 'node:'],
  // Nothing of ours: a type shared with the server would hide the mistake that both then make.
  // In the browser, on nothing but the control API.
  'sandbox/client': [],
  // As whoever knows Feishu's SDK alone: what it speaks to is our door, and nothing of ours.
  'sandbox/other-system': ['sandbox', '@larksuiteoapi/node-sdk', 'koa', 'raw-body', 'zod'],
  sandbox: ['koa', '@koa/router', 'raw-body', 'ws', 'zod', 'yaml', 'lossless-json', 'node:'],
  // Runs a built package and knows nothing of what is in it.
  host: ['glass-easel', 'glass-easel-miniprogram-adapter', '(computed)'],
  'host/compile': ['host', 'node:'],
  // Types, and values that bring no zod along.
  miniprogram: [
    ...['type shared', 'shared/languages.ts', 'shared/decimals.ts', 'shared/person-text.ts'],
    ...['bounds', 'read-form', 'form-fault', 'form-text', 'holds', 'is-empty', 'leaves'].map(
      (name) => `shared/form/${name}.ts`,
    ),
    ...['shared/formula/capitals.ts', 'shared/time/time-rules.ts'],
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
  '@larksuiteoapi/node-sdk': ['server/feishu', 'sandbox/other-system'],
  axios: ['server/feishu'],
  'big.js': ['shared/formula'],
  lowdb: ['server/store/embedded'],
  pg: ['server/store/postgres'],
  standardwebhooks: ['server/webhooks'],
  uqr: ['server/cli'],
  pino: ['server/runtime', 'server/http', 'server/app/app.ts'],
  'prom-client': ['server/runtime', 'server/http', 'server/app/app.ts'],
  ws: ['sandbox'],
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

it('no file leads back to itself, types included', () => {
  const ways = new Map(imports.map(({ file, imports: own }) => [file, own.map(({ target }) => target)]))
  expect(circlesIn(ways)).toEqual([])
})

it('no two types that others may use have the same name', () => {
  const homes = new Map<string, string[]>()
  for (const { file } of imports.filter(({ file }) => /^(server|shared)/.test(file)))
    for (const name of typesOf(file)) homes.set(name, [...(homes.get(name) ?? []), file])
  const twice = [...homes].filter(([, files]) => files.length > 1)
  expect(twice.map(([name, files]) => `${name}: ${files.join(', ')}`)).toEqual([])
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

/** Each as the way from a file back to itself; what is behind one that was seen is looked at once. */
function circlesIn(ways: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file)
    if (at >= 0) return void circles.push([...path.slice(at), file].join(' → '))
    if (done.has(file)) return
    for (const next of ways.get(file) ?? []) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of ways.keys()) walk(file, [])
  return circles
}

function typesOf(file: string): string[] {
  const { statements } = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, file), 'utf8'),
    ts.ScriptTarget.Latest,
  )
  return statements.flatMap((one) =>
    (ts.isTypeAliasDeclaration(one) || ts.isInterfaceDeclaration(one)) &&
    one.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      ? [one.name.text]
      : [],
  )
}

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
