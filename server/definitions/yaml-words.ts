import { isScalar, visit, type Document, type ErrorCode, type Scalar } from 'yaml'
import { kindOf, type Fault } from '../../shared/plain-words.ts'

/** What is wrong with a text that is no YAML; the parser's own words are for those who write parsers. */
const NO_YAML: Record<ErrorCode, string> = {
  ALIAS_PROPS: 'has an alias (*) with a tag or an anchor of its own',
  BAD_ALIAS: 'has an alias (*) of an anchor (&) that is not there',
  BAD_COLLECTION_TYPE: 'has a tag (!) that does not fit what it stands before',
  BAD_DIRECTIVE: 'has a directive (%) that means nothing',
  BAD_DQ_ESCAPE: 'has a backslash in double quotes that means nothing: use single quotes',
  BAD_INDENT: 'is indented otherwise than what it belongs to, or a bracket or quote before it is not closed',
  BAD_PROP_ORDER: 'has a tag or an anchor in the wrong place',
  BAD_SCALAR_START: 'begins with a character that has to be in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'has two keys on one line: put what follows the colon in quotes or on a line of its own',
  BLOCK_IN_FLOW: 'has indented lines within brackets',
  DUPLICATE_KEY: 'stands twice among the same keys',
  IMPOSSIBLE: 'cannot be read as YAML',
  KEY_OVER_1024_CHARS: 'has a key of more than 1,024 characters',
  MISSING_CHAR: 'lacks a comma, colon, quote or closing bracket',
  MULTILINE_IMPLICIT_KEY: 'has a key that goes on over several lines',
  MULTIPLE_ANCHORS: 'has two anchors (&) for one value',
  MULTIPLE_DOCS: 'holds several documents, divided by ---: one file is one document',
  MULTIPLE_TAGS: 'has two tags (!) for one value',
  NON_STRING_KEY: 'has a key that is no text',
  RESOURCE_EXHAUSTION: 'nests too deep, or repeats itself too often',
  TAB_AS_INDENT: 'is indented with a tab: use spaces',
  TAG_RESOLVE_FAILED: 'has a tag (!) that does not fit its value',
  UNEXPECTED_TOKEN: 'has something that does not belong there',
}

export const syntaxWords = (code: ErrorCode): string => NO_YAML[code]

/** Why a text that is YAML cannot be made into values. */
export function unfoldingWords(error: unknown): string {
  if (error instanceof RangeError) return 'nests too deep'
  const isUnresolved = error instanceof Error && error.message.startsWith('Unresolved')
  if (isUnresolved) return NO_YAML.BAD_ALIAS
  return 'repeats itself by anchors (&) and aliases (*) without an end, or too often'
}

/** A fault in the words of the file: what YAML made of an unquoted value, and how it is written instead. */
export function inTermsOfFile({ path, message, wanted }: Fault, document: Document): string {
  const node = wanted === undefined ? undefined : document.getIn(path, true)
  if (!isScalar(node) || node.source === undefined || node.source === '' || node.type !== 'PLAIN')
    return message
  const { source, value } = node
  if (wanted === 'string' && typeof value !== 'string') {
    const isGeneral = message.startsWith('has to be')
    const reads = `YAML reads ${source} as ${kindOf(value)}: put it in quotes, '${source}'`
    return isGeneral ? reads : `${message}; ${reads}`
  }
  if (wanted === 'boolean') {
    const rule = message.startsWith('is true') ? message : 'has to be true or false'
    return `${rule}: YAML reads ${source} as ${kindOf(value)}`
  }
  if (wanted === 'number' || wanted === 'int') {
    const plain = source.replace(/[_,]/g, '')
    const hint =
      plain !== source && plain !== '' && Number.isFinite(Number(plain)) ? `, so write ${plain}` : ''
    return `${message}: YAML reads ${source} as ${kindOf(value)}${hint}`
  }
  return message
}

/** Whole numbers that a computer's number would change. */
export function changedNumbers(document: Document): Scalar[] {
  const found: Scalar[] = []
  visit(document, {
    Scalar(_, node) {
      const { value } = node
      if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
        found.push(node)
    },
  })
  return found
}
