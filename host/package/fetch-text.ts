export class PackageError extends Error {
  override readonly name = 'PackageError'
}

/** Reads files of the package, each once. */
export function createReader(base: string) {
  const texts = new Map<string, Promise<string | undefined>>()
  const scripts = new Set<string>()
  /** A file that may be missing. */
  const readOptional = (path: string): Promise<string | undefined> => {
    const known = texts.get(path)
    if (known) return known
    const text = fetchText(new URL(path, base))
    texts.set(path, text)
    return text
  }
  const read = async (path: string): Promise<string> => {
    const text = await readOptional(path)
    if (text === undefined) throw new PackageError(`the package has no ${path}`)
    return text
  }
  const preload = (path: string): void => {
    if (scripts.has(path)) return
    scripts.add(path)
    const link = document.createElement('link')
    link.rel = 'modulepreload'
    link.href = new URL(path, base).href
    document.head.append(link)
  }
  return {
    base,
    read,
    readOptional,
    /** Sets files on their way. Whoever reads one that fails is told then. */
    fetchAhead(paths: readonly string[]): void {
      for (const path of paths) {
        if (path.endsWith('.js')) preload(path)
        else readOptional(path).catch(() => undefined)
      }
    },
    readJson: async (path: string): Promise<unknown> => JSON.parse(await read(path)),
  }
}

export type Reader = ReturnType<typeof createReader>

async function fetchText(url: URL): Promise<string | undefined> {
  const response = await fetch(url)
  if (response.status === 404) return undefined
  if (!response.ok) throw new PackageError(`${url.pathname} answered ${String(response.status)}`)
  return response.text()
}
