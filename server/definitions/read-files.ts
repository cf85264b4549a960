import { readdir } from 'node:fs/promises'
import type { FileFault } from '../../shared/operator-api.ts'
import { Definition } from '../../shared/definition.ts'
import { peopleNamedIn, type NamedPerson } from './named-people.ts'
import { CALENDAR_FILE } from './read-calendar.ts'
import { readYamlFile, type Parsed } from './read-yaml.ts'

export type DefinitionFiles = {
  definitions: readonly Definition[]
  faults: FileFault[]
  /** Whether it can be told which definitions have no file any more: there are files, and none was refused. */
  isWhole: boolean
  /** There is no such folder. */
  isMissing: boolean
  people: NamedPerson[]
}

/** Every `*.yaml` and `*.yml` directly in the folder, by name. A folder that is not there holds none. */
export async function readDefinitionFiles(folder: string): Promise<DefinitionFiles> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (!names) return { definitions: [], faults: [], isWhole: false, isMissing: true, people: [] }
  const files = names.filter((name) => /\.ya?ml$/.test(name) && name !== CALENDAR_FILE).sort()
  const read = await Promise.all(
    files.map(async (file) => ({ file, ...(await readYamlFile(folder, file, Definition)) })),
  )
  const { definitions, faults, people } = withoutDoubles(read)
  const isWhole = definitions.length > 0 && faults.length === 0
  return { definitions, faults, isWhole, isMissing: false, people }
}

/** Two files may not claim one code: the first by name keeps it. */
function withoutDoubles(
  read: readonly (Parsed<Definition> & { file: string })[],
): Pick<DefinitionFiles, 'definitions' | 'faults' | 'people'> {
  const owner = new Map<string, string>()
  const faults = read.flatMap((one) => one.faults)
  const definitions: Definition[] = []
  const people: NamedPerson[] = []
  for (const { file, content, lineOf } of read) {
    if (!content || !lineOf) continue
    const first = owner.get(content.code)
    if (first === undefined) {
      owner.set(content.code, file)
      definitions.push(content)
      people.push(...peopleNamedIn(file, content, lineOf))
    } else {
      faults.push({ file, line: 1, reason: `code: ${content.code} is already defined in ${first}` })
    }
  }
  return { definitions, faults, people }
}
