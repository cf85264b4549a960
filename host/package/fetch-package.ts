import { createReader, type Reader } from './fetch-text.ts'
import { filesBehind, type Manifest, type TemplateGroups } from './manifest.ts'

export type AppSettings = {
  pages: readonly string[]
  window?: { navigationBarTitleText?: string; enablePullDownRefresh?: boolean }
  themeLocation?: string
  ext?: { defaultPages?: { PCMode?: string; sidebarMode?: string } }
}

/** A package whose files are on their way. */
export type FetchedPackage = {
  app: AppSettings
  /** The URL of the page to open first. */
  first: string
  reader: Reader
  manifest: Manifest
  groups: TemplateGroups
  /** Asks for all files of a page at once. */
  fetchAhead: (path: string) => void
}

type Place = {
  /** Where the package's files lie, with a slash at the end. */
  base: string
  /** The script that the build made of the package's templates. */
  templates: string
  /** The page to open first; none means the package's first, or its first for PCs. */
  url: string
  isDesktop: boolean
}

/** Asks for everything that the app and its first page need in one go, before anything else is ready for it. */
export async function fetchPackage({ base, templates, url, isDesktop }: Place): Promise<FetchedPackage> {
  const reader = createReader(base)
  const [app, { manifest, groups }] = await Promise.all([
    reader.readJson('app.json') as Promise<AppSettings>,
    import(templates) as Promise<{ manifest: Manifest; groups: TemplateGroups }>,
  ])
  const byDefault = (isDesktop ? app.ext?.defaultPages?.PCMode : undefined) ?? app.pages[0] ?? ''
  const first = url === '' ? byDefault : url
  const fetchAhead = (path: string): void => reader.fetchAhead(filesBehind(manifest.uses, [path]))
  reader.fetchAhead(filesBehind(manifest.uses, ['app.ttss', 'app.js']))
  fetchAhead(first.replace(/[?#].*$/, ''))
  return { app, first, reader, manifest, groups, fetchAhead }
}
