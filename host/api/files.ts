/** Files that the person chose or the package downloaded, under the paths that the client makes up for them. */
export type TempFiles = {
  add: (file: Blob, name: string) => string
  get: (path: string) => { file: Blob; name: string } | undefined
  /** What an `<img>` can load; other paths come back as they are. */
  toAddress: (path: string) => string
}

const TEMP = 'ttfile://temp/'

export function createTempFiles(): TempFiles {
  const files = new Map<string, { file: Blob; name: string; address?: string }>()
  return {
    add(file, name) {
      const path = `${TEMP}${String(files.size + 1)}/${encodeURIComponent(name)}`
      files.set(path, { file, name })
      return path
    },
    get: (path) => files.get(path),
    toAddress(path) {
      const known = files.get(path)
      if (!known) return path
      return (known.address ??= URL.createObjectURL(known.file))
    },
  }
}
