import type { IncomingMessage } from 'node:http'
import { FILE_RULE_TEXTS } from '../../shared/file-texts.ts'
import { AppError } from '../domain/errors.ts'
import { BrokenMultipart, readParts, type Part } from './multipart.ts'
import { readAway } from './read-away.ts'

/** A file as it comes in. `end` gives up what was not read of it, and lets it arrive so that the answer can. */
export type IncomingFile = { name: string; content: AsyncIterable<Uint8Array>; end: () => Promise<void> }

/**
 * The first file of a multipart body, piece by piece as it arrives; what else is in the body is left alone. Throws
 * `unsupported_media_type`, and `bad_request` when there is none or the body breaks off, also while it is read.
 */
export async function receiveFile(request: IncomingMessage): Promise<IncomingFile> {
  const boundary = boundaryOf(request)
  // Whoever breaks off is heard of by who reads; where nobody does any more, nobody has to know.
  request.on('error', () => undefined)
  const body: AsyncIterator<Uint8Array> = request.iterator({ destroyOnReturn: false })
  const end = async () => {
    await body.return?.()
    if (!request.complete) await readAway(request)
  }
  try {
    const { fileName, content } = await firstFile(readParts(body, boundary))
    return { name: fileName, content: inOurWords(content), end }
  } catch (error) {
    await end()
    throw toAppError(error)
  }
}

async function firstFile(parts: AsyncIterable<Part>): Promise<Part & { fileName: string }> {
  for await (const { fileName, content } of parts) {
    // The rest is not asked for.
    if (fileName !== undefined) return { fileName, content }
  }
  throw badBody('required')
}

async function* inOurWords(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (error) {
    throw toAppError(error)
  }
}

const BOUNDARY = /;\s*boundary\s*=\s*(?:"([\x20-\x7e]{1,70}?)"|([\x21\x23-\x3a\x3c-\x7e]{1,70})(?=[\s;]|$))/i

function boundaryOf({ headers }: IncomingMessage): string {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers
  if (!/^multipart\/form-data\s*;/i.test(type) || encoding !== 'identity') {
    throw new AppError('unsupported_media_type', 'The body has to be multipart/form-data.')
  }
  const [, quoted, bare] = BOUNDARY.exec(type) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) throw badBody('multipart')
  return boundary
}

function toAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  return cause instanceof BrokenMultipart ? badBody('multipart', cause) : badBody('broken', cause)
}

function badBody(rule: 'required' | 'multipart' | 'broken', cause?: unknown): AppError {
  const words = FILE_RULE_TEXTS[rule]
  const { 'en-US': message } = words
  return new AppError('bad_request', message, { cause, words, details: [{ field: 'file', rule, message }] })
}
