import { REQUEST_TEXTS } from '../../../shared/request-texts.ts'
import { AppError } from '../../domain/errors.ts'

/** Where a page ended: behind this instance, and for effects behind the one with this number. */
export type Position = { at: number; id: string; number: number }

export function toCursor({ at, id, number }: Position): string {
  return Buffer.from(JSON.stringify([at, id, number])).toString('base64url')
}

/** Throws `bad_request` for what no page ever ended with. */
export function readCursor(cursor: string): Position {
  const value = parse(Buffer.from(cursor, 'base64url').toString())
  if (Array.isArray(value)) {
    const [at, id, number] = value as unknown[]
    if (typeof at === 'number' && typeof id === 'string' && typeof number === 'number') {
      return { at, id, number }
    }
  }
  throw new AppError('bad_request', 'The cursor is none that a list has given. Begin without one.', {
    details: [{ field: 'cursor', rule: 'unknown' }],
    words: REQUEST_TEXTS.cursor,
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
