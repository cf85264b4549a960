/** One part of a multipart body, to be read before the next one is asked for. */
export type Part = {
  /** undefined: the part is no file. */
  fileName: string | undefined
  content: AsyncGenerator<Uint8Array>
}

/** The body is not what `multipart/form-data` is, or ends before its closing boundary. */
export class BrokenMultipart extends Error {
  override readonly name = 'BrokenMultipart'
}

const MOST_PARTS = 21
const LARGEST_HEAD_BYTES = 16 * 1024
const HEAD_END = '\r\n\r\n'

/**
 * The parts of a body in order, pulled piece by piece: nothing is read ahead of whoever asks, and every fault is
 * thrown to them. Throws `BrokenMultipart`, and what `body` throws.
 */
export async function* readParts(
  body: AsyncIterator<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part, void, undefined> {
  const delimiter = `\r\n--${boundary}`
  // The first delimiter may stand at the very beginning, where no line ends before it.
  const cursor = createCursor(body, '\r\n')
  let content = cursor.upTo(delimiter)
  for (let count = 0; count <= MOST_PARTS; count += 1) {
    while (!(await content.next()).done);
    if ((await cursor.peek(2)) === '--') return
    const head = await cursor.head()
    content = cursor.upTo(delimiter)
    yield { fileName: fileNameIn(head), content }
  }
  throw new BrokenMultipart(`more than ${MOST_PARTS} parts`)
}

function createCursor(body: AsyncIterator<Uint8Array>, beginning: string) {
  let kept: Buffer = Buffer.from(beginning)
  const more = async () => {
    const next = await body.next()
    if (next.done === true) throw new BrokenMultipart('it ends before its closing boundary')
    kept = Buffer.concat([kept, next.value])
  }
  const take = (length: number): Buffer => {
    const taken = kept.subarray(0, length)
    kept = kept.subarray(length)
    return taken
  }
  return {
    /** What stands before the mark, and goes on behind it. */
    async *upTo(mark: string): AsyncGenerator<Uint8Array> {
      for (let at = kept.indexOf(mark); ; at = kept.indexOf(mark)) {
        // What may be the beginning of the mark waits for the rest of it.
        const length = at >= 0 ? at : kept.length - mark.length + 1
        if (length > 0) yield take(length)
        if (at >= 0) {
          take(mark.length)
          return
        }
        await more()
      }
    },
    async peek(length: number): Promise<string> {
      while (kept.length < length) await more()
      return kept.toString('latin1', 0, length)
    },
    /** The lines between a delimiter and the content behind it. */
    async head(): Promise<string> {
      for (let at = kept.indexOf(HEAD_END); ; at = kept.indexOf(HEAD_END)) {
        if (at > LARGEST_HEAD_BYTES || (at < 0 && kept.length > LARGEST_HEAD_BYTES)) {
          throw new BrokenMultipart('the head of a part is too large')
        }
        if (at >= 0) return take(at + HEAD_END.length).toString('utf8', 0, at)
        await more()
      }
    },
  }
}

/** undefined: the part is no file. Throws `BrokenMultipart` for lines that are no headers. */
function fileNameIn(head: string): string | undefined {
  const [padding = '', ...lines] = head.split('\r\n')
  if (!/^[ \t]*$/.test(padding)) throw new BrokenMultipart('a boundary goes on')
  const disposition = lines.find((line) => /^content-disposition\s*:/i.test(line)) ?? ''
  if (!/^[^:]*:\s*form-data\s*(;|$)/i.test(disposition)) return undefined
  const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]*)/i.exec(disposition)?.[1]
  if (extended !== undefined) return decoded(extended)
  const [, quoted, bare] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))/i.exec(disposition) ?? []
  return quoted === undefined ? bare : unescaped(quoted)
}

/** Browsers write `%22`, `%0D` and `%0A`, and nothing else, for what would end a name too early; others `\"`. */
const unescaped = (name: string): string =>
  name
    .replace(/\\(["\\])/g, '$1')
    .replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))

/** As it is where it was not encoded as it says. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
