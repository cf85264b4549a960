import type { IncomingMessage } from 'node:http'
import getRawBody from 'raw-body'
import { jsonFault } from '../../shared/json.ts'
import { AppError } from '../domain/errors.ts'
import { parseHeld } from './parse-json.ts'

const MAX_BODY_BYTES = 64 * 1024
const BODY_TIMEOUT_MS = 30_000

/** The bytes of a body. Throws `payload_too_large`, or `bad_request` when they did not all come. */
export async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const late = setTimeout(() => request.destroy(), BODY_TIMEOUT_MS)
  try {
    return await getRawBody(request, {
      limit: MAX_BODY_BYTES,
      length: request.headers['content-length'] ?? null,
    })
  } catch (error) {
    const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large'
    if (isTooLarge)
      throw new AppError('payload_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`)
    throw new AppError('bad_request', 'The body did not arrive whole.', { cause: error })
  } finally {
    clearTimeout(late)
  }
}

/** The JSON of a body; none at all is an empty object. Throws `unsupported_media_type`, `bad_request`. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const raw = await readRaw(request)
  if (raw.length === 0) return {}
  assertJsonType(request)
  const { text, value } = parse(raw)
  const fault = jsonFault(value)
  if (fault) {
    const why = fault === 'too_deep' ? 'nests too deep' : 'has a key that is not allowed'
    throw badBody(`The body ${why}.`, fault)
  }
  return parseHeld(text, value)
}

function assertJsonType({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='))
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset)
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity'
  if (type.trim() === 'application/json' && isUtf8 && isPlain) return
  throw new AppError('unsupported_media_type', 'The body has to be application/json in UTF-8.')
}

/** What the parser says about it is left out: it quotes the body. */
function parse(raw: Uint8Array): { text: string; value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw)
    return { text, value: JSON.parse(text) }
  } catch {
    throw badBody('The body is not JSON.', 'json')
  }
}

const badBody = (message: string, rule: string): AppError =>
  new AppError('bad_request', message, { details: [{ field: 'body', rule, message }] })
