import type { RequestLog, RequestMark } from '../../runtime/request-log.ts'
import type { DataFolder } from './disk/files.ts'

const PATHS = ['requests.0.log', 'requests.1.log'] as const
/** More than leaves in a minute with every API at its limit. */
const MOST_BYTES = 512 * 1_024
const LINE = /^(?<api>\w+) (?<word>sent|closed) (?<at>\d{1,15})$/

/** A line for each request, in two files by turns: one that is full stays while the other begins anew. */
export function createRequestLog(files: DataFolder): RequestLog & { load: () => Promise<void> } {
  const sizes: [number, number] = [0, 0]

  const append = (line: string): void => {
    const at = sizes[0] < MOST_BYTES ? 0 : 1
    files.appendNow(PATHS[at], line)
    sizes[at] += line.length
    if (sizes[at] < MOST_BYTES) return
    const other = at === 0 ? 1 : 0
    files.emptyNow(PATHS[other])
    sizes[other] = 0
  }
  return {
    async load() {
      for (const at of [0, 1] as const) sizes[at] = (await files.sizeOf(PATHS[at])) ?? 0
    },
    async earlier() {
      const texts = await Promise.all(PATHS.map((path) => files.read(path)))
      return texts.flatMap((bytes) => toMarks(bytes?.toString('latin1') ?? ''))
    },
    note(mark) {
      try {
        append(toLine(mark))
      } catch {
        // No request waits for a disk that is full: what is to be kept is refused, and that is said, elsewhere.
      }
    },
  }
}

const toLine = (mark: RequestMark): string =>
  'sentAt' in mark ? `${mark.api} sent ${mark.sentAt}\n` : `${mark.api} closed ${mark.closedUntil}\n`

/** A line that says nothing is passed over: all it can do is to make the first minute slower or faster. */
function toMarks(text: string): RequestMark[] {
  return text.split('\n').flatMap((line) => {
    const { api, word, at } = LINE.exec(line)?.groups ?? {}
    if (api === undefined || at === undefined) return []
    return [word === 'sent' ? { api, sentAt: Number(at) } : { api, closedUntil: Number(at) }]
  })
}
