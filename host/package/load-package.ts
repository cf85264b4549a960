import type { Engine, UnitSettings } from '../engine/code-space.ts'
import { resolvePath } from '../router/route.ts'
import { convertStyle, importsOf } from '../style/convert-style.ts'
import type { Sheets } from '../style/sheets.ts'
import { digest } from './digest.ts'
import type { AppSettings, FetchedPackage } from './fetch-package.ts'
import { PackageError } from './fetch-text.ts'
import { createModules } from './modules.ts'

export type Package = {
  app: AppSettings
  /** Loads a page with its components, once; answers its settings. Rejects when the package has no such page. */
  loadPage: (path: string) => Promise<UnitSettings>
}

type Parts = { fetched: FetchedPackage; engine: Engine; sheets: Sheets }

/** Opens the package, and runs its `app.js`. */
export async function openPackage({ fetched, engine, sheets }: Parts): Promise<Package> {
  const { app, reader, manifest, groups } = fetched
  const modules = createModules(reader, manifest)
  const loaded = new Map<string, Promise<UnitSettings>>()

  const loadUnit = (path: string): Promise<UnitSettings> => {
    const known = loaded.get(path)
    if (known) return known
    const unit = loadFiles(path)
    loaded.set(path, unit)
    return unit
  }
  const loadFiles = async (path: string): Promise<UnitSettings> => {
    const [settings, , style] = await Promise.all([
      reader.readOptional(`${path}.json`).then((text) => JSON.parse(text ?? '{}') as UnitSettings),
      verifyTemplate(path),
      readStyle(`${path}.ttss`),
    ])
    const usingComponents = resolveAll(settings.usingComponents ?? {}, path)
    await Promise.all(Object.values(usingComponents).map((one) => loadUnit(one)))
    const scope = path.replace(/\W/g, '-')
    sheets.add(path, convertStyle(style, scope))
    const unitSettings = { ...settings, usingComponents: withSlash(usingComponents) }
    const made = engine.define({
      path,
      settings: unitSettings,
      template: { groupList: groups, content: groups[path] },
      scope,
    })
    await modules.run(`${path}.js`, made)
    return settings
  }
  const verifyTemplate = async (path: string): Promise<void> => {
    const name = `${path}.ttml`
    if ((await digest(await reader.read(name))) === manifest.hashes[name]) return
    throw new PackageError(`${name} is not the file that was compiled: build again`)
  }
  const readStyle = async (name: string): Promise<string> => {
    const text = (await reader.readOptional(name)) ?? ''
    const imported = await Promise.all(importsOf(text).map((path) => readStyle(resolvePath(path, name))))
    return [...imported, text].join('\n')
  }

  const [style] = await Promise.all([readStyle('app.ttss'), modules.run('app.js', {})])
  sheets.add('app', convertStyle(style, ''))
  return {
    app,
    async loadPage(path) {
      if (!app.pages.includes(path)) throw new PackageError(`app.json lists no page ${path}`)
      fetched.fetchAhead(path)
      return loadUnit(path)
    },
  }
}

const resolveAll = (using: Readonly<Record<string, string>>, from: string): Record<string, string> =>
  Object.fromEntries(Object.entries(using).map(([tag, path]) => [tag, resolvePath(path, from)]))

const withSlash = (using: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(using).map(([tag, path]) => [tag, `/${path}`]))
