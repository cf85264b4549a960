import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildMiniProgram } from '../../scripts/build-miniprogram.js'
import { LINKS } from '../../miniprogram/view/links.ts'
import { TEXTS } from '../../shared/texts.ts'
import { createFakeClient } from './fake-client.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

/** interface.md, Applinks: what cards, lists and links open. */
const NAMED_PAGES = [
  'pages/approval-form/index',
  'pages/detail',
  'pc/pages/create-form/index',
  'pc/pages/detail',
]
const OTHER_PAGES = [
  'pages/approval-list/index',
  'pages/home/index',
  'pages/settings/index',
  'pc/pages/approval-list/index',
  'pc/pages/home/index',
  'pc/pages/settings/index',
]

let dist = ''
let made: string[] = []
let folder = ''

beforeAll(() => {
  dist = mkdtempSync(join(tmpdir(), 'package-'))
  made = buildMiniProgram(dist)
  folder = join(dist, 'miniprogram')
})
afterAll(() => rmSync(dist, { recursive: true }))

const units = (): string[] =>
  made
    .filter((name) => name.endsWith('.ttml'))
    .map((name) => relative('miniprogram', name).replace(/\.ttml$/, ''))

describe('the package', () => {
  it('has exactly the pages that the applinks name, and the lists and start pages', () => {
    const { pages, ext } = readJson(join(folder, 'app.json'))
    expect([...pages].sort()).toEqual([...NAMED_PAGES, ...OTHER_PAGES].sort())
    expect(pages).toContain(ext.defaultPages.PCMode)
    expect(pages).toContain(ext.defaultPages.sidebarMode)
    for (const page of pages) {
      for (const end of ['js', 'json', 'ttml', 'ttss']) {
        expect(existsSync(join(folder, `${page}.${end}`)), `${page}.${end}`).toBe(true)
      }
    }
  })

  it('links to pages that it has', () => {
    const { pages } = readJson(join(folder, 'app.json'))
    for (const { home, list, form, detail, settings } of Object.values(LINKS)) {
      for (const url of [home, list('todo'), form('leave'), detail('i1'), settings]) {
        expect(pages).toContain(url.slice(1).split('?')[0])
      }
    }
    expect(LINKS.phone.form('a b')).toBe('/pages/approval-form/index?id=a%20b')
  })

  it('is where the developer tool looks for it', () => {
    expect(readJson(join(ROOT, 'project.config.json')).miniprogramRoot).toBe('./dist/miniprogram/')
    expect(readFileSync(join(folder, 'app.json'), 'utf8')).toBe(readFileSync(join(ROOT, 'app.json'), 'utf8'))
  })

  it('stays below 300 kB', () => {
    const bytes = made.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0)
    expect(bytes).toBeLessThan(300_000)
  })

  it('consists of what the build answers for, and of nothing else', () => {
    const there = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(dist, name)).isFile(),
    )
    expect(there.sort()).toEqual([...made].sort())
  })

  it('brings no library along', () => {
    for (const name of made.filter((one) => one.endsWith('.js'))) {
      const text = readFileSync(join(dist, name), 'utf8')
      for (const [, target = ''] of text.matchAll(/require\("([^"]+)"\)/g)) {
        expect(target, name).toMatch(/^\.\.?\/.*\.js$/)
        expect(existsSync(resolve(dist, dirname(name), target)), `${name} → ${target}`).toBe(true)
      }
      expect(text, name).not.toContain('zod')
    }
  })

  it('brings no words along that only the server says', () => {
    const modules = made
      .filter((name) => name.endsWith('.js') && !name.endsWith('-texts.js'))
      .map((name) => readFileSync(join(dist, name), 'utf8'))
    const said = (key: string) => modules.some((text) => text.includes(`.TEXTS.${key}`))
    expect(Object.keys(TEXTS).filter((key) => !said(key))).toEqual([])
    // What the server refuses, it says in words of its own.
    expect(made.filter((name) => /(refusal|card|definition)-texts/.test(name))).toEqual([])
  })

  it('declares every component that a template uses, and each is there', () => {
    for (const unit of units()) {
      const { usingComponents = {} } = readJson(join(folder, `${unit}.json`))
      for (const path of Object.values<string>(usingComponents)) {
        const target = join(folder, dirname(unit), path)
        expect(readJson(`${target}.json`).component, `${unit} → ${path}`).toBe(true)
      }
      const tags = readFileSync(join(folder, `${unit}.ttml`), 'utf8').matchAll(/<([a-z]+-[a-z-]+)/g)
      const used = new Set([...tags].map(([, tag]) => tag).filter((tag) => tag !== 'checkbox-group'))
      expect([...used].sort(), unit).toEqual(Object.keys(usingComponents).sort())
    }
  })
})

it('what a template binds, its page or component has', () => {
  const defined = new Map<string, Record<string, unknown>>()
  let unit = ''
  Object.assign(globalThis, {
    tt: createFakeClient(),
    App: () => undefined,
    Page: (options: Record<string, unknown>) => defined.set(unit, options),
    Component: ({ methods = {} }: { methods?: Record<string, unknown> }) => defined.set(unit, methods),
  })
  const load = createRequire(join(folder, 'app.js'))
  load('./app.js')
  for (unit of units()) load(`./${unit}.js`)
  for (const [name, handlers] of defined) {
    const template = readFileSync(join(folder, `${name}.ttml`), 'utf8')
    for (const [, handler = ''] of template.matchAll(/\sbind[a-z]+="(\w+)"/g)) {
      expect(handlers[handler], `${name}: ${handler}`).toBeTypeOf('function')
    }
  }
  expect(defined.size).toBe(units().length)
})

it('templates and styles keep to what both kinds of host understand', () => {
  for (const unit of units()) {
    const template = readFileSync(join(folder, `${unit}.ttml`), 'utf8')
    expect(template.match(/\sdata-[a-z-]*[A-Z]/), `${unit}: dataset names in kebab-case`).toBeNull()
    expect(template.match(/<slot[^>]*name=/), `${unit}: no named slots`).toBeNull()
    expect(template.match(/\{\{[^}]*\w\([^}]*\}\}/), `${unit}: no calls in bindings`).toBeNull()
    const loops = template.match(/tt:for="/g) ?? []
    expect((template.match(/tt:key="(\w+|\*this)"/g) ?? []).length, `${unit}: a plain key`).toBe(loops.length)
  }
})
