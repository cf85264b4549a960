// @ts-check
/**
 * Makes `dist/miniprogram/`, the package that Feishu's developer tool opens: one CommonJS file per module, so that a
 * module exists once whatever number of pages use it; templates, styles and settings as they are.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { BuildError } from './build-error.js'

const ROOT = resolve(import.meta.dirname, '..')
const SOURCE = join(ROOT, 'miniprogram')
const PACKAGE = 'miniprogram'
const MAX_BYTES = 300_000
const COPIED = /\.(ttml|ttss|json)$/

/** What pages may take besides our own: one file each, which is in the package whole. */
const PACKAGES = ['big.js']

/** An import of the compiled text; strings of our own never look like that. */
const REQUIRED = /\brequire\("([^"]+)"\)/g

/**
 * @param {string} dist where `miniprogram/` is made
 * @returns {string[]} the files made, relative to `dist`
 */
export function buildMiniProgram(dist = join(ROOT, 'dist')) {
  const made = [...compileModules(dist), ...copyFiles(dist)]
  const bytes = made.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0)
  const server = settings()['PUBLIC_URL'] ?? 'the browser host alone, as PUBLIC_URL is not set'
  console.error(
    `dist/${PACKAGE}: ${made.length} files, ${Math.ceil(bytes / 1000)} of ${MAX_BYTES / 1000} kB, for ${server}`,
  )
  if (bytes > MAX_BYTES) throw new BuildError(`The mini program's package is above ${MAX_BYTES / 1000} kB.`)
  return made
}

/** @param {string} dist */
function compileModules(dist) {
  const waiting = filesOf(SOURCE).filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  const seen = new Set(waiting)
  for (const path of waiting) {
    const { code, imports } = compile(path)
    write(dist, packagePath(path), code)
    for (const one of imports.filter((name) => !seen.has(name))) {
      seen.add(one)
      waiting.push(one)
    }
  }
  return waiting.map(packagePath).map((name) => join(PACKAGE, name))
}

/** @param {string} path */
function compile(path) {
  /** @type {string[]} */
  const imports = []
  const source = readFileSync(path, 'utf8')
  const { code } = esbuild().transformSync(toCommonJs(source), {
    target: 'es2017',
    charset: 'utf8',
    minify: true,
    define: builtIn(),
  })
  const text = code.replace(REQUIRED, (_, /** @type {string} */ specifier) => {
    const target = targetOf(path, specifier)
    imports.push(target)
    return `require(${JSON.stringify(relativeTo(packagePath(path), packagePath(target)))})`
  })
  return { code: `${noticeOf(path, source)}${text}`, imports }
}

/**
 * In a function, where every name can be a short one, and `exports` stays that of its module: hosts may have it in the
 * global scope while a module runs. By TypeScript, as esbuild puts 500 bytes of its own into every
 * module, a quarter of the package; nothing here asks which kind of module another one is.
 * @param {string} source
 */
function toCommonJs(source) {
  const { transpileModule, ModuleKind, ScriptTarget } = typescript()
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2017 }
  const transformers = { after: [flattened, withWords] }
  const { outputText } = transpileModule(shortened(source), { compilerOptions, transformers })
  const code = outputText
    .replace('Object.defineProperty(exports, "__esModule", { value: true });', '')
    .replace(CALL_WITHOUT_THIS, '$1(')
  return `((exports) => {${code.includes(`${WORDS}(`) ? MAKES_WORDS : ''}${code}})(exports)`
}

const LANGUAGES = ['zh-CN', 'en-US', 'ja-JP']
const WORDS = '$words'
const MAKES_WORDS = `const ${WORDS} = (zh, en, ja) => ({ 'zh-CN': zh, 'en-US': en, 'ja-JP': ja });`

/**
 * A text in all languages names none of them: that was a twentieth of the package.
 * @param {import('typescript').TransformationContext} context
 * @returns {import('typescript').Transformer<import('typescript').SourceFile>}
 */
function withWords(context) {
  const { visitEachChild, visitNode, isSourceFile } = typescript()
  const { factory } = context
  /** @type {import('typescript').Visitor} */
  const visit = (node) => {
    const seen = visitEachChild(node, visit, context)
    const texts = textsIn(seen)
    return texts ? factory.createCallExpression(factory.createIdentifier(WORDS), undefined, texts) : seen
  }
  return (file) => /** @type {import('typescript').SourceFile} */ (visitNode(file, visit, isSourceFile))
}

/** Of an object that has one for each language, in our order, and nothing else. @param {import('typescript').Node} node */
function textsIn(node) {
  const { isObjectLiteralExpression, isPropertyAssignment, isStringLiteral } = typescript()
  if (!isObjectLiteralExpression(node) || node.properties.length !== LANGUAGES.length) return undefined
  const texts = node.properties.flatMap((one, at) =>
    isPropertyAssignment(one) && isStringLiteral(one.name) && one.name.text === LANGUAGES[at]
      ? [one.initializer]
      : [],
  )
  return texts.length === LANGUAGES.length ? texts : undefined
}

/**
 * `Object.assign(Object.assign({}, a), b)`, which several spreads become, as `Object.assign({}, a, b)`.
 * @param {import('typescript').TransformationContext} context
 * @returns {import('typescript').Transformer<import('typescript').SourceFile>}
 */
function flattened(context) {
  const { visitEachChild, visitNode, isSourceFile } = typescript()
  /** @type {import('typescript').Visitor} */
  const visit = (node) => {
    const seen = visitEachChild(node, visit, context)
    if (!isAssignCall(seen)) return seen
    const [first, ...others] = seen.arguments
    if (!first || !isAssignCall(first)) return seen
    const all = [...first.arguments, ...others]
    return context.factory.updateCallExpression(seen, seen.expression, undefined, all)
  }
  return (file) => /** @type {import('typescript').SourceFile} */ (visitNode(file, visit, isSourceFile))
}

/** @param {import('typescript').Node} node @returns {node is import('typescript').CallExpression} */
function isAssignCall(node) {
  const { isCallExpression, isIdentifier, isPropertyAccessExpression } = typescript()
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return false
  const { expression: object, name } = node.expression
  return isIdentifier(object) && object.text === 'Object' && name.text === 'assign'
}

/** `(0, module.name)(…)`: no function of ours looks at its `this`. */
const CALL_WITHOUT_THIS = /\(0, (\w+_\d+\.\w+)\)\(/g

/** What esbuild writes shorter than TypeScript, `?.` and `??`; for the spread of objects it would bring lines along. @param {string} source */
function shortened(source) {
  const supported = { 'object-rest-spread': true }
  return esbuild().transformSync(source, { loader: 'ts', target: 'es2017', charset: 'utf8', supported }).code
}

/** @param {string} path the file that imports it @param {string} specifier */
function targetOf(path, specifier) {
  if (specifier.startsWith('.')) return resolve(dirname(path), specifier)
  if (PACKAGES.includes(specifier)) return fileURLToPath(import.meta.resolve(specifier))
  throw new BuildError(`${relative(ROOT, path)} takes ${specifier} into the package.`)
}

/** Whose work it is, which their licence wants kept. @param {string} path @param {string} source */
function noticeOf(path, source) {
  const [notice = ''] = (isPackage(path) && /^\/\*[^]*?\*\//.exec(source)) || []
  return notice
}

/** @param {string} path */
const isPackage = (path) => path.includes(`${sep}node_modules${sep}`)

/** Where only what was built runs, neither is installed. @returns {typeof import('esbuild')} */
function esbuild() {
  return createRequire(import.meta.url)('esbuild')
}

/** @returns {typeof import('typescript')} */
function typescript() {
  return createRequire(import.meta.url)('typescript')
}

/** `.env` counts as it does for `npm start`. */
function settings() {
  const file = join(ROOT, '.env')
  return { ...(existsSync(file) && parseEnv(readFileSync(file, 'utf8'))), ...process.env }
}

/** What `client/config.ts` is built with. */
function builtIn() {
  const { PUBLIC_URL = '', FEISHU_APP_ID = '' } = settings()
  return {
    BUILT_PUBLIC_URL: JSON.stringify(PUBLIC_URL.replace(/\/+$/, '')),
    BUILT_APP_ID: JSON.stringify(FEISHU_APP_ID),
  }
}

/** @param {string} dist */
function copyFiles(dist) {
  const files = filesOf(SOURCE).filter((path) => COPIED.test(path))
  for (const path of files) write(dist, packagePath(path), squeezed(path, readFileSync(path, 'utf8')))
  copyFileSync(join(ROOT, 'app.json'), join(dist, PACKAGE, 'app.json'))
  return [...files.map(packagePath), 'app.json'].map((name) => join(PACKAGE, name))
}

/** Comments and indentation are for whoever reads the source. @param {string} path @param {string} text */
function squeezed(path, text) {
  if (path.endsWith('.json')) return JSON.stringify(JSON.parse(text))
  if (path.endsWith('.ttml')) return text.replace(/^[ \t]+/gm, '')
  const { code } = esbuild().transformSync(text, { loader: 'css', minifyWhitespace: true, charset: 'utf8' })
  // As people write it, for whoever reads style sheets by pattern.
  return code.replace(/@(import|media)(?=["(])/g, '@$1 ')
}

/**
 * Where a source stands in the package: ours at the top, what both halves share in `shared/`, others' in `packages/`.
 * @param {string} path
 */
function packagePath(path) {
  const [, name] = path.split(`${sep}node_modules${sep}`)
  if (name !== undefined) return join('packages', dirname(name))
  const own = relative(SOURCE, path)
  return (own.startsWith('..') ? relative(ROOT, path) : own).replace(/\.ts$/, '.js')
}

/** @param {string} from @param {string} to both in the package */
function relativeTo(from, to) {
  const path = relative(dirname(from), to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}

/** @param {string} dist @param {string} name @param {string} text */
function write(dist, name, text) {
  const path = join(dist, PACKAGE, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** @param {string} folder @returns {string[]} */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

if (process.argv[1] === import.meta.filename) buildMiniProgram()
