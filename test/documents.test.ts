import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseYaml } from '../server/definitions/read-yaml.ts'
import { Definition } from '../shared/definition.ts'
import { FlowNode } from '../shared/flow.ts'
import { Field } from '../shared/form/field.ts'

const ROOT = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const READMES = ['README.md', 'README.zh.md'] as const
const DOCUMENTS = [
  ...READMES,
  'ARCHITECTURE.md',
  'RELEASE_NOTES.md',
  'sandbox/README.md',
  'miniprogram/README.md',
]
const SETTING = /\b(?:FEISHU|REMINDER|SANDBOX|DATA|DEFINITIONS|ADMIN|TRUSTED|PUBLIC|RECONCILE|LOG)_[A-Z_]+\b/g

/** The blocks of a language, without the indent of the list that they stand in. */
function blocksOf(path: string, language: string): string[] {
  const blocks = read(path).matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)
  return [...blocks].flatMap(([, indent = '', of, text = '']) =>
    of === language ? [text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')] : [],
  )
}

/** Every setting has a line in it, set or commented out. */
const documentedSettings = new Set(
  [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name),
)

describe('the documents', () => {
  it.each(READMES)('%s has shell blocks that can be pasted as they are', (path) => {
    const blocks = blocksOf(path, 'sh')
    expect(blocks.length).toBeGreaterThan(2)
    for (const block of blocks) {
      execFileSync('bash', ['-n'], { input: block })
      expect(block).not.toMatch(/…|\$ |<[a-z_]+>/)
    }
  })

  it.each(READMES)('%s has blocks of YAML that are YAML', (path) => {
    for (const block of blocksOf(path, 'yaml')) expect(parse(block)).toBeTypeOf('object')
  })

  it('what is written on definitions has a whole file, what may be added to it, and every key', () => {
    const [least = '', more = ''] = blocksOf('docs/definitions.md', 'yaml')
    expect(parseYaml(least, 'least.yaml', Definition).faults).toEqual([])
    const period = '  - { key: period, type: daterange, label: { zh-CN: 期间 }, required: true }\nflow:'
    const whole = `${least.replace('flow:', period)}${more}`
    expect(parseYaml(whole, 'whole.yaml', Definition).faults).toEqual([])
    const said = (path: string): string[] => [...read(path).matchAll(/`(\w+)/g)].map(([, key = '']) => key)
    const keys = [...Object.keys(Definition.shape), ...Object.keys(FlowNode.shape)]
    expect(
      keys.filter((key) => !said('docs/definitions.md').includes(key) && !more.includes(`${key}:`)),
    ).toEqual([])
    const ofFields = new Set(Field.options.flatMap((option) => Object.keys(option.shape)))
    expect([...ofFields].filter((key) => !said('docs/forms.md').includes(key))).toEqual([])
  })

  it('both READMEs show the same commands', () => {
    const [english, chinese] = READMES.map((path) =>
      blocksOf(path, 'sh').map((block) => block.replace(/#.*/g, '')),
    )
    expect(chinese).toEqual(english)
  })

  it.each([
    ...READMES,
    'ARCHITECTURE.md',
    'deploy/nginx.conf',
    'deploy/approval-bridge.service',
    'deploy/compose.yaml',
  ])('%s names only settings that there are', (path) => {
    const named = read(path).match(SETTING) ?? []
    expect(named.filter((name) => !documentedSettings.has(name))).toEqual([])
  })

  it.each(DOCUMENTS)('%s links to what is there', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([])
  })
})
