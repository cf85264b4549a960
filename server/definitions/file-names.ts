import { readdir } from 'node:fs/promises'

const YAML = /\.ya?ml$/i

/** What stands beside the definitions and is none: the calendar, and the lists of other parts. */
const RESERVED = /^(calendar|roles|webhooks|sources)\.ya?ml$/i

/** What editors and systems put beside a file while it is open, or copied (`.#x.yaml`, `._x.yaml`, `~$x.yaml`). */
const LEFTOVER = /^(\.[#_~]|~\$)/

/** Of a folder: the files that are definitions, and all others that are kept for something, among them by what. */
export type FileNames = {
  definitions: string[]
  calendars: string[]
  webhooks: string[]
  sources: string[]
  reserved: string[]
}

/** By name, whatever the case of its letters. Undefined: there is no such folder. Rejects when it cannot be read. */
export async function readFileNames(folder: string): Promise<FileNames | undefined> {
  const all = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (!all) return undefined
  const names = all.filter((name) => YAML.test(name) && !LEFTOVER.test(name)).sort()
  const reserved = names.filter((name) => RESERVED.test(name))
  return {
    definitions: names.filter((name) => !RESERVED.test(name)),
    calendars: reserved.filter((name) => /^calendar/i.test(name)),
    sources: reserved.filter((name) => /^sources/i.test(name)),
    webhooks: reserved.filter((name) => /^webhooks/i.test(name)),
    reserved,
  }
}
