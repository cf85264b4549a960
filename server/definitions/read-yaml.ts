import { join } from 'node:path'
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import type { FileFault } from '../../shared/operator-api.ts'
import { readInWords } from '../../shared/plain-words.ts'
import { readText } from './read-text.ts'
import { changedNumbers, inTermsOfFile, syntaxWords, unfoldingWords } from './yaml-words.ts'

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
  const read = await readText(join(folder, file))
  if (read.text !== undefined) return parseYaml(read.text, file, schema)
  const { line, reason, isMissing = false } = read
  return { faults: [{ file, line, reason }], isMissing }
}

/** One file's text. Aliases are bounded by the parser, so a file cannot blow up in memory. Throws nothing. */
export function parseYaml<S extends z.ZodType>(text: string, file: string, schema: S): Parsed<z.infer<S>> {
  try {
    return parse(text, file, schema)
  } catch (error) {
    return { faults: [{ file, line: 1, reason: unfoldingWords(error) }] }
  }
}

function parse<S extends z.ZodType>(text: string, file: string, schema: S): Parsed<z.infer<S>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const refuse = (at: number, reason: string): Parsed<z.infer<S>> => ({
    faults: [{ file, line: lines.linePos(at).line, reason }],
  })
  const [syntax] = document.errors
  if (syntax) return refuse(syntax.pos[0], syntaxWords(syntax.code))
  const [changed] = changedNumbers(document)
  if (changed) {
    const { source = '' } = changed
    return refuse(
      changed.range?.[0] ?? 0,
      `${source} is more digits than a number holds: put it in quotes, '${source}'`,
    )
  }
  const { data, faults } = readInWords(schema, document.toJS())
  if (!faults) return { content: data, faults: [], lineOf: (path) => lineOf(document, lines, path) }
  return {
    faults: faults.map((fault) => {
      const reason = inTermsOfFile(fault, document)
      const where = fault.path.join('.')
      return {
        file,
        line: lineOf(document, lines, fault.path),
        reason: where ? `${where}: ${reason}` : reason,
      }
    }),
  }
}

/** The line of the key or value at `path`, or of the nearest thing around it that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const at = placeOf(document, path.slice(0, length))
    if (at !== undefined) return lines.linePos(at).line
  }
  return 1
}

/** Where the key is written, in a list where its value is. */
function placeOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const around = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const last = path.at(-1)
  if (isMap(around)) {
    const pair = around.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === last)
    if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0]
  }
  const node = document.getIn(path, true)
  return isNode(node) && node.range ? node.range[0] : undefined
}

/** Whether a file that should be another one holds a form and a flow. */
export async function looksLikeDefinition(folder: string, file: string): Promise<boolean> {
  const { text } = await readText(join(folder, file))
  if (text === undefined) return false
  const document = parseDocument(text, { prettyErrors: false })
  return document.errors.length === 0 && document.has('form') && document.has('flow')
}
