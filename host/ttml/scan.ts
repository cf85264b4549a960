/** A piece of a TTML file, in order. Joining the raw text of all pieces gives the file again. */
export type Piece =
  | { kind: 'text'; raw: string }
  | { kind: 'close'; raw: string; tag: string }
  | { kind: 'open'; raw: string; tag: string; attributes: Attribute[]; selfClosing: boolean }
  /** The content of an `<sjs>`: code, not markup. */
  | { kind: 'code'; raw: string }

export type Attribute = { name: string; value: string | undefined; quote: '"' | "'" }

const OPEN = /^<([a-zA-Z][\w-]*)/
const CLOSE = /^<\/([a-zA-Z][\w-]*)\s*>/
const ATTRIBUTE = /^\s*([^\s=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/
const END = /^\s*(\/?)>/

/** Cuts TTML into pieces. Throws for a tag that does not end. */
export function scan(source: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let textFrom = 0
  const endText = (): void => {
    if (at > textFrom) pieces.push({ kind: 'text', raw: source.slice(textFrom, at) })
  }
  while (at < source.length) {
    const skipped = skip(source, at)
    if (skipped > at) {
      at = skipped
      continue
    }
    const tag = readTag(source, at)
    if (!tag) {
      at += 1
      continue
    }
    endText()
    pieces.push(tag)
    at += tag.raw.length
    if (tag.kind === 'open' && tag.tag === 'sjs' && !tag.selfClosing) {
      const end = source.indexOf('</sjs', at)
      if (end < 0) throw new Error('<sjs> does not end')
      pieces.push({ kind: 'code', raw: source.slice(at, end) })
      at = end
    }
    textFrom = at
  }
  endText()
  return pieces
}

/** Comments, and `{{ a < b }}`, whose signs are no tags. */
function skip(source: string, at: number): number {
  for (const [open, close] of [
    ['<!--', '-->'],
    ['{{', '}}'],
  ] as const) {
    if (!source.startsWith(open, at)) continue
    const end = source.indexOf(close, at)
    return end < 0 ? source.length : end + close.length
  }
  return at
}

function readTag(source: string, at: number): Exclude<Piece, { kind: 'text' | 'code' }> | undefined {
  if (source[at] !== '<') return undefined
  const rest = source.slice(at)
  const [closing, closed = ''] = CLOSE.exec(rest) ?? []
  if (closing !== undefined) return { kind: 'close', raw: closing, tag: closed }
  const [begin, tag = ''] = OPEN.exec(rest) ?? []
  if (begin === undefined) return undefined
  const attributes: Attribute[] = []
  let length = begin.length
  for (;;) {
    const end = END.exec(rest.slice(length))
    if (end) {
      const raw = rest.slice(0, length + end[0].length)
      return { kind: 'open', raw, tag, attributes, selfClosing: end[1] === '/' }
    }
    const found = ATTRIBUTE.exec(rest.slice(length))
    if (!found) throw new Error(`<${tag}> does not end`)
    const [whole, name = '', double, single] = found
    attributes.push({
      name,
      value: double ?? single,
      quote: double === undefined && single !== undefined ? "'" : '"',
    })
    length += whole.length
  }
}
