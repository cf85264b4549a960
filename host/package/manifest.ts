/** What the build found out about a package, for the browser: nothing there may compile or run code from text. */
export type Manifest = {
  /** Per file of templates and their scripts: SHA-256 of the very text that was compiled. */
  hashes: Readonly<Record<string, string>>
  /**
   * Per file: the files that it requires or imports, resolved. Per page and component, named without extension: its
   * files and its components. So all that a page takes is known before any of it is loaded.
   */
  uses: Readonly<Record<string, readonly string[]>>
}

/** Every file behind these, each once, those that others use first. */
export function filesBehind(uses: Manifest['uses'], names: readonly string[]): string[] {
  const seen = new Set<string>()
  const visit = (name: string): string[] => {
    if (seen.has(name)) return []
    seen.add(name)
    return [...(uses[name] ?? []).flatMap(visit), ...(isFile(name) ? [name] : [])]
  }
  return names.flatMap(visit)
}

const isFile = (name: string): boolean => /\.\w+$/.test(name)

/** Functions of the template engine, by path without the extension. */
export type TemplateGroups = Readonly<Record<string, unknown>>
