import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import documented from './documented-tt.json' with { type: 'json' }

const ROOT = resolve(import.meta.dirname, '../..')

/** The client APIs of mini programs, each with the page that describes it. */
const DOCUMENTED = new Set(Object.keys(documented))

// `client`, where a part takes the client as a value; its type says that it is one.
const CLIENT_NAMES = new Set(['tt', 'client'])

/** Every API of the client that a source names, also those it only declares. */
function clientCalls(file: string, text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      if (CLIENT_NAMES.has(node.expression.text)) found.push(node.name.text)
    }
    if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression)) {
      if (CLIENT_NAMES.has(node.expression.text)) found.push(`[${node.argumentExpression.getText()}]`)
    }
    if (ts.isInterfaceDeclaration(node) && node.name.text === 'Tt') {
      found.push(...node.members.map((member) => member.name?.getText() ?? ''))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return found
}

const sources = readdirSync(join(ROOT, 'miniprogram'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('miniprogram', name))

describe('the pages call only what the client is documented to have', () => {
  it.each(sources)('%s', (file) => {
    const calls = clientCalls(file, readFileSync(join(ROOT, file), 'utf8'))
    expect(calls.filter((name) => !DOCUMENTED.has(name))).toEqual([])
  })
})

describe('a call is found', () => {
  it.each([
    ['tt.showToast({})', 'showToast'],
    ['client.request({})', 'request'],
    ["tt['getEnv']()", "['getEnv']"],
    ['tt.somethingElse?.()', 'somethingElse'],
    ['interface Tt { vibrate(): void }', 'vibrate'],
  ])('%s', (text, name) => {
    expect(clientCalls('x.ts', text)).toEqual([name])
  })
})
