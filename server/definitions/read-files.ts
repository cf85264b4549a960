import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isNode, LineCounter, parseDocument, type Document } from 'yaml'
import type { FileFault } from '../../shared/operator-api.ts'
import { Definition } from '../../shared/definition.ts'

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
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort()
  const read = await Promise.all(
    files.map(async (file) => ({ file, ...(await readOne(join(folder, file), file)) })),
  )
  const { definitions, faults } = withoutDoubles(read)
  return { definitions, faults, isWhole: definitions.length > 0 && faults.length === 0 }
}

/** A file that cannot be read is refused like one that says nonsense. */
async function readOne(path: string, file: string): Promise<Read> {
  try {
    return readDefinition(await readFile(path, 'utf8'), file)
  } catch (error) {
    return { faults: [{ file, line: 1, reason: error instanceof Error ? error.message : String(error) }] }
  }
}

type Read = { definition?: Definition; faults: FileFault[] }

/** One file's text. Aliases are bounded by the parser, so a file cannot blow up in memory. */
export function readDefinition(text: string, file: string): Read {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const [syntax] = document.errors
  if (syntax) {
    const reason = syntax.message.split('\n')[0] ?? syntax.code
    return { faults: [{ file, line: lines.linePos(syntax.pos[0]).line, reason }] }
  }
  const parsed = Definition.safeParse(document.toJS())
  if (parsed.success) return { definition: parsed.data, faults: [] }
  return {
    faults: parsed.error.issues.map((issue) => ({
      file,
      line: lineOf(
        document,
        lines,
        issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue.path,
      ),
      reason: issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message,
    })),
  }
}

/** The line of the value at `path`, or of the nearest thing around it that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

/** Two files may not claim one code: the first by name keeps it. */
function withoutDoubles(read: readonly (Read & { file: string })[]): Omit<DefinitionFiles, 'isWhole'> {
  const owner = new Map<string, string>()
  const faults = read.flatMap((one) => one.faults)
  const definitions: Definition[] = []
  for (const { file, definition } of read) {
    if (!definition) continue
    const first = owner.get(definition.code)
    if (first === undefined) {
      owner.set(definition.code, file)
      definitions.push(definition)
    } else {
      faults.push({ file, line: 1, reason: `code: ${definition.code} is already defined in ${first}` })
    }
  }
  return { definitions, faults }
}
