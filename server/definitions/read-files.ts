import type { FileFault } from '../../shared/operator-api.ts'
import { Definition } from '../../shared/definition.ts'
import { clashesOf, type ReadDefinition } from './clashes.ts'
import { readFileNames } from './file-names.ts'
import { linkedFaults } from './linked-codes.ts'
import { outsideFaults, type SourceFaults } from './outside-options.ts'
import { peopleNamedIn, type NamedPerson } from './named-people.ts'
import { looksLikeDefinition, readYamlFile } from './read-yaml.ts'

export type DefinitionFiles = {
  definitions: readonly Definition[]
  faults: FileFault[]
  /** Whether it can be told which definitions have no file any more: there are files, and none was refused. */
  isWhole: boolean
  /** There is no such folder. */
  isMissing: boolean
  people: NamedPerson[]
}

const NO_FOLDER: DefinitionFiles = {
  definitions: [],
  faults: [],
  isWhole: false,
  isMissing: true,
  people: [],
}

/**
 * Every `*.yaml` and `*.yml` directly in the folder, by name. A folder that is not there holds none. `stored`: the codes
 * of the definitions in the store; without them nobody can tell which one a field names is none.
 */
export async function readDefinitionFiles(
  folder: string,
  sourceFaults: SourceFaults = () => [],
  stored?: ReadonlySet<string>,
): Promise<DefinitionFiles> {
  const names = await readFileNames(folder)
  if (!names) return NO_FOLDER
  const all = await Promise.all(
    names.definitions.map(async (file) => ({ file, ...(await readYamlFile(folder, file, Definition)) })),
  )
  const read = all.flatMap(({ file, content, lineOf }): ReadDefinition[] =>
    content && lineOf ? [{ file, content, lineOf }] : [],
  )
  // The code of a file that cannot be read may be the one that another names.
  const linked = stored && read.length === all.length ? linkedFaults(read, stored) : []
  const clashes = [...clashesOf(read), ...read.flatMap((one) => outsideFaults(one, sourceFaults)), ...linked]
  const good = read.filter(({ file }) => clashes.every((clash) => clash.file !== file))
  const faults = [
    ...all.flatMap((one) => one.faults),
    ...clashes,
    ...(await misplaced(folder, names.reserved)),
  ]
  return {
    definitions: good.map(({ content }) => content),
    faults,
    isWhole: good.length > 0 && faults.length === 0,
    isMissing: false,
    people: good.flatMap(({ file, content, lineOf }) => peopleNamedIn(file, content, lineOf)),
  }
}

/** A definition under a name that is another file's would be gone without a word. */
async function misplaced(folder: string, names: readonly string[]): Promise<FileFault[]> {
  const found = await Promise.all(names.map((file) => looksLikeDefinition(folder, file)))
  return names.flatMap((file, at) =>
    found[at]
      ? [{ file, line: 1, reason: 'holds a definition, but the name is kept for another file: rename it' }]
      : [],
  )
}
