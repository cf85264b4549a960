import { SourcesFile, type Source } from '../../shared/source-file.ts'
import type { FileFault } from '../../shared/operator-api.ts'
import { readFileNames } from './file-names.ts'
import { readPeopleFile } from './read-people-file.ts'
import { readYamlFile, type Parsed } from './read-yaml.ts'

export type SourcesReader = {
  /** As the file says now; while it is refused, as it said last. */
  read: () => Promise<readonly Source[]>
}

/** Looked at anew after so long: pushes may come by the thousand. */
const TTL_MS = 1_000

export function createSourcesReader(
  folder: string,
  { elapsed, log }: { elapsed: () => number; log: { warn: (facts: object, words: string) => void } },
): SourcesReader {
  let last: readonly Source[] = []
  let told = ''
  let reading: { at: number; sources: Promise<readonly Source[]> } | undefined

  const readAnew = async (): Promise<readonly Source[]> => {
    const { content, faults } = await readSourcesFile(folder)
    const telling = JSON.stringify(faults)
    if (telling !== told)
      for (const fault of faults) log.warn(fault, 'the sources were refused; those of before stay')
    told = telling
    if (content) last = content
    return last
  }
  return {
    read() {
      if (reading && elapsed() - reading.at < TTL_MS) return reading.sources
      reading = { at: elapsed(), sources: readAnew() }
      return reading.sources
    },
  }
}

/** `sources.yaml` or `sources.yml`. A file that is not there names none; two are refused. */
async function readSourcesFile(folder: string): Promise<Parsed<SourcesFile>> {
  const names = await readFileNames(folder).catch(() => null)
  if (names === null)
    return { faults: [{ file: 'sources.yaml', line: 1, reason: 'its folder cannot be read' }] }
  const [file, second] = names?.sources ?? []
  if (file === undefined) return { content: [], faults: [] }
  if (second !== undefined) {
    const reason = `stands beside ${file}, and one file of sources is meant: keep one of them`
    return { faults: [{ file: second, line: 1, reason }] }
  }
  const { content, faults, isMissing } = await readYamlFile(folder, file, SourcesFile)
  return isMissing ? { content: [], faults: [] } : { faults, ...(content && { content }) }
}

/** None while the file is refused. */
export const readSourceIds = async (folder: string): Promise<readonly string[]> =>
  ((await readSourcesFile(folder)).content ?? []).map(({ id }) => id)

/**
 * What is wrong with the file of sources, with what it names, and with it beside the definitions: whose code begins like
 * a source's would be taken for one of its kinds.
 */
export async function sourceFileFaults(folder: string, codes: readonly string[]): Promise<FileFault[]> {
  const names = await readFileNames(folder).catch(() => undefined)
  const [file = 'sources.yaml'] = names?.sources ?? []
  const { content, faults } = await readSourcesFile(folder)
  const clashes = (content ?? []).flatMap(({ id }): FileFault[] => {
    const code = codes.find((one) => one.startsWith(`${id}.`))
    const reason = `id: ${id} is the beginning of the definition ${String(code)}: call the source otherwise`
    return code === undefined ? [] : [{ file, line: 1, reason }]
  })
  const files = new Set(
    (content ?? []).flatMap(({ people }) => (typeof people === 'object' ? people.file : [])),
  )
  const ofPeople = await Promise.all(
    [...files].map(async (name) => (await readPeopleFile(folder, name)).faults),
  )
  return [...faults, ...clashes, ...ofPeople.flat()]
}
