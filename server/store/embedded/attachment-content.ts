import { createHash } from 'node:crypto'
import { DamagedFile, pathOf } from './disk/document.ts'
import { ATTACHMENTS, type AttachmentDocument } from './document-schemas.ts'

/** The content of a file lies beside what is known of it. */
export const contentPath = (id: string): string => pathOf(ATTACHMENTS, id).replace(/\.json$/, '.bin')

/** The same pieces; `sha256` answers the digest of those that have passed. */
export function digesting(content: AsyncIterable<Uint8Array>) {
  const digest = createHash('sha256')
  const pass = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      digest.update(piece)
      yield piece
    }
  }
  return { content: pass(), sha256: () => digest.digest('hex') }
}

/**
 * The same pieces, compared with what was taken in once. Throws `DamagedFile` in place of the last piece, so that
 * whoever reads a damaged file never has all of it.
 */
export async function* verified(
  content: AsyncIterable<Uint8Array>,
  { attachment, sha256 }: AttachmentDocument,
): AsyncGenerator<Uint8Array> {
  const digest = createHash('sha256')
  let size = 0
  let held: Uint8Array | undefined
  for await (const piece of content) {
    if (held) yield held
    size += piece.length
    digest.update(piece)
    held = piece
  }
  if (size !== attachment.size)
    throw new DamagedFile(`it has ${size} bytes, not the ${attachment.size} that were stored`)
  if (sha256 !== undefined && digest.digest('hex') !== sha256) {
    throw new DamagedFile('its checksum is wrong: something else than this program changed it')
  }
  if (held) yield held
}
