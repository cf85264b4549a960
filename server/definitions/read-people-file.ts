import { join } from 'node:path'
import { stat } from 'node:fs/promises'
import type { FileFault } from '../../shared/operator-api.ts'
import { readText } from './read-text.ts'

/** Whom a source means, line by line: its name for somebody, and the user_id or open_id. */
export type PeopleLines = { ids: ReadonlyMap<string, string>; faults: FileFault[] }

const ID = /^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/

/** Lines of `name,user_id`; a first line without an id of anybody, as a heading is, and `#` are left out. */
export async function readPeopleFile(folder: string, file: string): Promise<PeopleLines> {
  const read = await readText(join(folder, file))
  if (read.text === undefined)
    return { ids: new Map(), faults: [{ file, line: read.line, reason: read.reason }] }
  const ids = new Map<string, string>()
  const faults: FileFault[] = []
  read.text.split('\n').forEach((text, at) => {
    if (
      text.trim() === '' ||
      text.startsWith('#') ||
      (at === 0 && /(^|,)\s*"?(user_id|open_id)"?\s*$/i.test(text))
    )
      return
    const [name, id, ...rest] = cellsOf(text)
    const line = at + 1
    if (!name || !id || rest.length > 0 || !ID.test(id))
      return void faults.push({
        file,
        line,
        reason: 'is no line like zhang.san,u_zhang: a name, a comma, a user_id',
      })
    if (ids.has(name) && ids.get(name) !== id)
      return void faults.push({
        file,
        line,
        reason: `${name} is somebody else further up: keep one of the lines`,
      })
    ids.set(name, id)
  })
  return { ids, faults }
}

/** Cells may stand in quotes, as spreadsheets write those with a comma in them. */
function cellsOf(text: string): string[] {
  const cells = [...text.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?=,|$)/g)]
  return cells.map(([, quoted, plain = '']) =>
    (quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim(),
  )
}

export type PeopleFiles = (file: string) => Promise<{ version: string; ids: ReadonlyMap<string, string> }>

/** Files of people, read again when they were changed. What cannot be read, or a line that is none, names nobody. */
export function createPeopleFiles(
  folder: string,
  log: { warn: (facts: object, words: string) => void },
): PeopleFiles {
  const known = new Map<string, { version: string; ids: ReadonlyMap<string, string> }>()
  return async (file) => {
    const version = await stat(join(folder, file)).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
      () => 'missing',
    )
    const held = known.get(file)
    if (held?.version === version) return held
    const { ids, faults } = await readPeopleFile(folder, file)
    for (const fault of faults.slice(0, 20)) log.warn(fault, 'a line of a file of people is left out')
    const read = { version, ids }
    known.set(file, read)
    return read
  }
}
