import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Manifest } from '../package/manifest.ts'
import { resolvePath } from '../router/route.ts'
import { importsOf } from '../style/convert-style.ts'
import { convertTtml } from '../ttml/convert.ts'

type Complaint = { isError: boolean; level: string; message: string; startLine: number; startColumn: number }
type UnitSettings = { usingComponents?: Record<string, string> }
type Group = {
  addTmpl: (path: string, text: string) => Complaint[]
  addScript: (path: string, text: string) => void
  getTmplGenObjectGroups: () => string
}

/**
 * Compiles the templates of the built package in `folder` into one script, `out`. The browser loads the package's
 * own files besides, and refuses a template whose text is not the one that was compiled.
 */
export function compilePackage(folder: string, out: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  )
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const group = newGroup()
  const hashes: Record<string, string> = {}
  const uses: Record<string, string[]> = {}
  for (const name of files.sort()) {
    const [stem, kind] = [name.replace(/\.\w+$/, ''), /\.(\w+)$/.exec(name)?.[1]]
    if (kind === 'ttml') addTemplate(group, name, stem, text(name))
    if (kind === 'sjs') group.addScript(name, text(name))
    if (kind === 'ttml' || kind === 'sjs') hashes[name] = sha256(text(name))
    if (kind === 'js') uses[name] = requiresOf(name, text(name), new Set(files))
    if (kind === 'ttss') uses[name] = importsOf(text(name)).map((path) => resolvePath(path, name))
    if (kind === 'ttml') uses[stem] = unitOf(stem, text, new Set(files))
  }
  const manifest: Manifest = { hashes, uses }
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(
    out,
    `export const manifest = ${JSON.stringify(manifest)}\nexport const groups = ${group.getTmplGenObjectGroups()}\n`,
  )
}

function newGroup(): Group {
  // This runs as a bundle that may lie outside the project, which it is started in.
  const load = createRequire(join(process.cwd(), 'package.json'))
  const { TmplGroup } = load('glass-easel-template-compiler') as { TmplGroup: new () => Group }
  return new TmplGroup()
}

function addTemplate(group: Group, name: string, stem: string, text: string): void {
  const errors = group.addTmpl(stem, convertTtml(text)).filter(({ isError }) => isError)
  const [first] = errors
  if (first) throw new Error(`${name}: line ${first.startLine + 1}: ${first.message}`)
}

/** The build writes `require("./x")` with a literal; anything computed could not be loaded in time. */
function requiresOf(name: string, text: string, files: ReadonlySet<string>): string[] {
  const specifiers = [...text.matchAll(/\brequire\(\s*["']([^"']+)["']\s*\)/g)].map(([, path = '']) => path)
  return [...new Set(specifiers)].map((specifier) => {
    const path = resolvePath(specifier, name)
    const found = [path, `${path}.js`, `${path}/index.js`].find((candidate) => files.has(candidate))
    if (found === undefined) throw new Error(`${name} requires ${specifier}, which the package does not have`)
    return found
  })
}

const UNIT_KINDS = ['json', 'ttml', 'ttss', 'js']

/** What a page or component is made of: its own files, then its components. */
function unitOf(stem: string, text: (name: string) => string, files: ReadonlySet<string>): string[] {
  const own = UNIT_KINDS.map((kind) => `${stem}.${kind}`).filter((name) => files.has(name))
  const settings = (own.includes(`${stem}.json`) ? JSON.parse(text(`${stem}.json`)) : {}) as UnitSettings
  const components = Object.values(settings.usingComponents ?? {})
  return [...own, ...components.map((path) => resolvePath(path, stem))]
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
