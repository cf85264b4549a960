export class PackageError extends Error {
  override readonly name = 'PackageError'
}

/** Reads files of the package, each once. */
export function createReader(base: string) {
  const texts = new Map<string, Promise<string | undefined>>()
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
  return {
    base,
    read,
    readOptional,
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
