import { readdir } from 'node:fs/promises'
import type { FileFault } from '../../shared/operator-api.ts'
import { Definition } from '../../shared/definition.ts'
import { CALENDAR_FILE } from './read-calendar.ts'
import { readYamlFile, type Parsed } from './read-yaml.ts'

export type DefinitionFiles = {
  definitions: readonly Definition[]
  faults: FileFault[]
  /** Whether it can be told which definitions have no file any more: there are files, and none was refused. */
  isWhole: boolean
}

/** Every `*.yaml` and `*.yml` directly in the folder, by name. A folder that is not there holds none. */
export async function readDefinitionFiles(folder: string): Promise<DefinitionFiles> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const files = names.filter((name) => /\.ya?ml$/.test(name) && name !== CALENDAR_FILE).sort()
  const read = await Promise.all(
    files.map(async (file) => ({ file, ...(await readYamlFile(folder, file, Definition)) })),
  )
  const { definitions, faults } = withoutDoubles(read)
  return { definitions, faults, isWhole: definitions.length > 0 && faults.length === 0 }
}

/** Two files may not claim one code: the first by name keeps it. */
function withoutDoubles(
  read: readonly (Parsed<Definition> & { file: string })[],
): Omit<DefinitionFiles, 'isWhole'> {
  const owner = new Map<string, string>()
  const faults = read.flatMap((one) => one.faults)
  const definitions: Definition[] = []
  for (const { file, content } of read) {
    if (!content) continue
    const first = owner.get(content.code)
    if (first === undefined) {
      owner.set(content.code, file)
      definitions.push(content)
    } else {
      faults.push({ file, line: 1, reason: `code: ${content.code} is already defined in ${first}` })
    }
  }
  return { definitions, faults }
}
