import type { AttachmentView } from '../../shared/responses.ts'
import { FILE_RULE_TEXTS } from '../../shared/file-texts.ts'
import { saidInAll } from '../../shared/texts.ts'
import { AppError } from '../domain/errors.ts'
import { cleanName } from '../domain/file-name.ts'
import { FILE_TYPES, fileTypeOf, HEAD_BYTES } from '../domain/file-type.ts'
import type { UseCaseContext } from './context.ts'
import { toAttachmentView } from './instance-view.ts'

export const LARGEST_FILE_BYTES = 20 * 1_024 * 1_024
/** A form of twenty files twice over. */
export const MOST_UNNAMED_FILES = 40

export type ReceivedFile = { name: string; content: AsyncIterable<Uint8Array> }

/**
 * Takes a file to be named by a form, decision or comment later; one that is not named is removed after a day.
 * Throws `payload_too_large`, `file_type_not_allowed`, `too_many_uploads`, `store_unavailable`.
 */
export async function uploadAttachment(
  ctx: UseCaseContext,
  { name, content, userId }: ReceivedFile & { userId: string },
): Promise<AttachmentView> {
  const id = ctx.newId()
  const inspection = inspect(content, name)
  const upload = { id, uploadedBy: userId, atMost: MOST_UNNAMED_FILES }
  const record = await ctx.store.attachments
    .add(upload, inspection.content, () => ({
      id,
      ...inspection.findings(),
      uploadedBy: userId,
      uploadedAt: ctx.now(),
      claim: null,
      kept: false,
    }))
    .catch((error: unknown) => {
      throw inWords(error)
    })
  return toAttachmentView(ctx, id, record, userId)
}

/** Lets a file through, looks at its beginning and its size, and ends it where it must not go on. */
function inspect(content: AsyncIterable<Uint8Array>, name: string) {
  const head = new Uint8Array(HEAD_BYTES)
  let size = 0
  const typeOf = () => {
    const type = fileTypeOf(head.subarray(0, Math.min(size, HEAD_BYTES)), name)
    if (!type) throw new AppError('file_type_not_allowed', NOT_ALLOWED.words['en-US'], NOT_ALLOWED)
    return type
  }
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      if (size < HEAD_BYTES) head.set(piece.subarray(0, HEAD_BYTES - size), size)
      size += piece.length
      if (size > LARGEST_FILE_BYTES) {
        throw new AppError('payload_too_large', `A file has at most ${LARGEST_FILE_BYTES} bytes.`, TOO_LARGE)
      }
      // What is refused in the end need not be written first.
      if (size >= HEAD_BYTES) typeOf()
      yield piece
    }
    typeOf()
  }
  return {
    content: pass(),
    findings: () => {
      const type = typeOf()
      return { name: cleanName(name, type), size, type: type.type }
    },
  }
}

/** By their endings, each once. */
const TAKEN = [...new Set(FILE_TYPES.flatMap(({ extensions }) => extensions))].sort().join(', ')

const NOT_ALLOWED = {
  details: [{ field: 'file', rule: 'type', taken: TAKEN.split(', ') }],
  words: saidInAll(FILE_RULE_TEXTS.type, { types: TAKEN }),
}
const TOO_LARGE = { details: [{ field: 'file', rule: 'size' }], words: FILE_RULE_TEXTS.size }

/** What the store says, so that the person at the page understands it. */
function inWords(error: unknown): unknown {
  if (!(error instanceof AppError) || error.words) return error
  const { code, message, details, cause } = error
  if (code === 'too_many_uploads') {
    return new AppError(code, message, { details, cause, words: FILE_RULE_TEXTS.count })
  }
  if (code !== 'store_unavailable') return error
  return new AppError(code, 'The file cannot be stored at the moment.', {
    details,
    cause,
    words: FILE_RULE_TEXTS.unavailable,
  })
}
