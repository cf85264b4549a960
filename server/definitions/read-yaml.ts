import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isNode, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import type { FileFault } from '../../shared/operator-api.ts'

/** A file's content, or why it is refused. */
export type Parsed<T> = {
  content?: T
  faults: FileFault[]
  isMissing?: boolean
  /** Where a value of the content stands. */
  lineOf?: (path: readonly PropertyKey[]) => number
}

/** A file that cannot be read is refused like one that says nonsense. */
export async function readYamlFile<S extends z.ZodType>(
  folder: string,
  file: string,
  schema: S,
): Promise<Parsed<z.infer<S>>> {
  try {
    return parseYaml(await readFile(join(folder, file), 'utf8'), file, schema)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { faults: [{ file, line: 1, reason }], isMissing }
  }
}

/** One file's text. Aliases are bounded by the parser, so a file cannot blow up in memory. */
export function parseYaml<S extends z.ZodType>(text: string, file: string, schema: S): Parsed<z.infer<S>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const [syntax] = document.errors
  if (syntax) {
    return { faults: [{ file, line: lines.linePos(syntax.pos[0]).line, reason: syntax.message }] }
  }
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) {
    return { content: parsed.data, faults: [], lineOf: (path) => lineOf(document, lines, path) }
  }
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
