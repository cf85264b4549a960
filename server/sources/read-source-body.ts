import { parse } from 'lossless-json'
import { jsonFault } from '../../shared/json.ts'
import { AppError } from '../domain/errors.ts'

/** What a caller sent, by the names of its fields in small letters; numbers as they were written. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * The JSON of a body, as callers of that age send it: UTF-8 or GBK, whatever its content type says. Numbers stay texts,
 * as ids have more digits than a double. Throws `bad_request`.
 */
export function readSourceBody(raw: Uint8Array): unknown {
  const text = decode(raw).trim()
  if (text === '') throw bad('The body is empty: a JSON object is expected.')
  if (text.startsWith('<')) throw bad('The body is HTML or XML: a JSON object is expected.')
  try {
    // The exact parser recurses, so the depth is looked at first.
    const fault = jsonFault(JSON.parse(text))
    if (fault) throw bad('The body is nested too deeply, or has a key that may not be there.')
    return parse(text, null, { parseNumber: (digits) => digits, onDuplicateKey: ({ newValue }) => newValue })
  } catch (error) {
    if (error instanceof AppError) throw error
    // What the parser says about it is left out: it quotes the body.
    throw bad('The body is no JSON.')
  }
}

function decode(raw: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    return new TextDecoder('gb18030').decode(raw)
  }
}

/** The fields of an object, whatever the case of their letters. Throws `bad_request` for anything else. */
export function readFields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad('A JSON object is expected.')
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toLowerCase(), one]))
}

/** The objects of a list in a field. Throws `bad_request`. */
export function readList(fields: Fields, name: string): Fields[] {
  const list = fields[name.toLowerCase()]
  if (!Array.isArray(list)) throw bad(`${name} is missing: a list is expected.`)
  return list.map(readFields)
}

export const bad = (message: string): AppError => new AppError('bad_request', message)
