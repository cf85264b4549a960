import type { IncomingMessage } from 'node:http'
import getRawBody from 'raw-body'
import { SMALL_BODY_BYTES } from '../../shared/form/body-size.ts'
import { jsonFault } from '../../shared/json.ts'
import { BODY_TEXTS } from '../../shared/request-texts.ts'
import { AppError } from '../domain/errors.ts'
import { parseHeld } from './parse-json.ts'
import { readAway } from './read-away.ts'

const BODY_TIMEOUT_MS = 30_000

/** How many bytes a body may have; asked for only when more may come than any body may have. */
export type BodyLimit = () => Promise<number>

/** The bytes of a body. Throws `payload_too_large`, or `bad_request` when they did not all come. */
export async function readRaw(request: IncomingMessage, largest?: BodyLimit): Promise<Buffer> {
  const declared = request.headers['content-length'] ?? null
  const isSmall = declared !== null && Number(declared) <= SMALL_BODY_BYTES
  const limit = largest && !isSmall ? await largest() : SMALL_BODY_BYTES
  const late = setTimeout(() => request.destroy(), BODY_TIMEOUT_MS)
  try {
    return await getRawBody(request, { limit, length: declared })
  } catch (error) {
    const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large'
    if (isTooLarge) {
      await readAway(request)
      throw new AppError('payload_too_large', `The body is larger than ${limit} bytes.`)
    }
    throw badBody('broken', error)
  } finally {
    clearTimeout(late)
  }
}

/** The JSON of a body; none at all is an empty object. Throws `unsupported_media_type`, `bad_request`. */
export async function readJson(request: IncomingMessage, largest?: BodyLimit): Promise<unknown> {
  const raw = await readRaw(request, largest)
  if (raw.length === 0) return {}
  assertJsonType(request)
  const { text, value } = parse(raw)
  const fault = jsonFault(value)
  if (fault) {
    throw badBody(fault)
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
    throw badBody('json')
  }
}

function badBody(rule: keyof typeof BODY_TEXTS, cause?: unknown): AppError {
  const words = BODY_TEXTS[rule]
  const { 'en-US': message } = words
  return new AppError('bad_request', message, { cause, words, details: [{ field: 'body', rule, message }] })
}
