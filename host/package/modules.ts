import { PackageError, type Reader } from './fetch-text.ts'
import { filesBehind, type Manifest } from './manifest.ts'

type Module = { exports: unknown }
type Globals = Record<string, unknown>

/**
 * Runs the package's CommonJS files. Each is imported as it lies on the server, since code from text would need a
 * weaker Content-Security-Policy; what CommonJS expects around it stands in the global scope while it runs, so one
 * runs at a time, after the files it requires.
 */
export function createModules(reader: Reader, { uses }: Manifest, globals: Globals = globalThis) {
  const modules = new Map<string, Module>()
  let last: Promise<unknown> = Promise.resolve()

  const runOne = async (path: string, around: Globals): Promise<void> => {
    const module: Module = { exports: {} }
    modules.set(path, module)
    Object.assign(globals, around, { module, exports: module.exports, require: requireFrom(path) })
    await import(new URL(path, reader.base).href)
  }
  const requireFrom = (path: string) => (specifier: string) => {
    const wanted = (uses[path] ?? []).find((target) => isNamed(target, specifier))
    const module = wanted === undefined ? undefined : modules.get(wanted)
    if (!module) throw new PackageError(`${path} requires ${specifier}, which is not loaded`)
    return module.exports
  }
  return {
    /** Runs `path` and what it requires; `around` are globals for `path` itself, like `Page`. */
    run(path: string, around: Globals): Promise<void> {
      const order = filesBehind(uses, [path])
      const running = last.then(async () => {
        // Those waiting before may have run some of them.
        for (const one of order) if (!modules.has(one)) await runOne(one, one === path ? around : {})
      })
      last = running.catch(() => undefined)
      return running
    },
  }
}

/** `../shared/texts.js` and `../shared/texts` both mean the file that ends like them. */
function isNamed(target: string, specifier: string): boolean {
  const tail = specifier
    .split('/')
    .filter((part) => part !== '.' && part !== '..')
    .join('/')
  return [tail, `${tail}.js`, `${tail}/index.js`].some((end) => target === end || target.endsWith(`/${end}`))
}
