import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { AppError } from '../domain/errors.ts'

/** A file as it comes in. `end` gives up what was not read of it, and lets it arrive so that the answer can. */
export type IncomingFile = { name: string; content: AsyncIterable<Uint8Array>; end: () => Promise<void> }

const LIMITS = { parts: 21, files: 1, fields: 20, fieldNameSize: 100, fieldSize: 1_024, headerPairs: 50 }

/**
 * The one file of a multipart body, piece by piece as it arrives; what else is in the body is left alone. Throws
 * `unsupported_media_type`, and `bad_request` when there is none or the body breaks off, also while it is read.
 */
export function receiveFile(request: IncomingMessage): Promise<IncomingFile> {
  const parser = createParser(request)
  return new Promise((resolve, reject) => {
    let file: Readable | undefined
    const fail = (error: AppError) => {
      request.unpipe(parser)
      // Node reads the rest of the body away, so that the answer arrives.
      request.resume()
      if (file && !file.readableEnded) file.destroy(error)
      reject(error)
    }
    parser.on('file', (_field, stream, name: string | undefined) => {
      file = stream
      stream.once('error', (cause) => {
        fail(cause instanceof AppError ? cause : notWhole(cause))
      })
      resolve({
        name: name ?? '',
        content: piecesOf(stream),
        end: async () => {
          if (request.complete) return
          request.unpipe(parser)
          stream.destroy()
          await readAway(request)
        },
      })
    })
    parser.once('finish', () => {
      if (!file) fail(badBody('The body has no file in it.', 'required'))
    })
    parser.on('error', (cause) => {
      fail(badBody('The body is not multipart/form-data as it says.', 'multipart', cause))
    })
    request.once('close', () => {
      if (!request.complete) fail(notWhole())
    })
    request.pipe(parser)
  })
}

const READ_AWAY_MS = 10_000

/** A client that is still sending does not listen; one that never ends is cut off. */
function readAway(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(late)
      resolve()
    }
    const late = setTimeout(done, READ_AWAY_MS)
    request.once('end', done)
    request.once('close', done)
    request.resume()
  })
}

/** A parser's own words for a broken body are none of ours. */
async function* piecesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } catch (cause) {
    throw cause instanceof AppError ? cause : notWhole(cause)
  }
}

function createParser({ headers }: IncomingMessage): BusboyInstance {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers
  if (!/^multipart\/form-data\s*;/i.test(type) || encoding !== 'identity') {
    throw new AppError('unsupported_media_type', 'The body has to be multipart/form-data.')
  }
  try {
    return new Busboy({ headers: { ...headers, 'content-type': type }, limits: LIMITS })
  } catch (cause) {
    throw badBody('The body is not multipart/form-data as it says.', 'multipart', cause)
  }
}

const notWhole = (cause?: unknown): AppError => badBody('The body did not arrive whole.', 'broken', cause)

const badBody = (message: string, rule: string, cause?: unknown): AppError =>
  new AppError('bad_request', message, { cause, details: [{ field: 'file', rule, message }] })
