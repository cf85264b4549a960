import { parse } from 'lossless-json'
import { z } from 'zod'
import { isHeldExactly } from '../../../shared/decimals.ts'
import { jsonFault } from '../../../shared/json.ts'
import { paramInvalid, Refusal, REFUSED } from './refusal.ts'

/** A body as JSON; none at all is an empty object. Throws `Refusal`. */
export function readBytes(raw: Uint8Array): unknown {
  if (raw.length === 0) return {}
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw)
    // The exact parser recurses, so the depth is checked on the other one's result first.
    if (!jsonFault(JSON.parse(text)))
      return withoutNulls(parse(text, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }))
  } catch {
    // What the parser says of it quotes the body.
  }
  throw new Refusal(REFUSED.unreadable, 'the body is not JSON in UTF-8')
}

/** An int64 is more than a double holds: then its digits are kept as a text, which is what an id is here. */
const parseNumber = (written: string): number | string => (isHeldExactly(written) ? Number(written) : written)

/** Feishu takes null for a field that was left out, as many serializers write one. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === null ? [] : [[key, withoutNulls(one)]])),
  )
}

/** What `schema` reads in a value; else the first field that is wrong is named. Throws `Refusal`. */
export function readFields<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw paramInvalid(pathOf(issue?.path ?? []), issue?.message ?? 'cannot be read')
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text.replace(/^\./, '') || 'body'
}

/** Texts to the byte, and numbers where a text is said: an id of digits alone is often written as one. */
export const text = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string('is required, as a text'),
)

export const required = text.pipe(z.string().min(1, 'is required'))

/** An empty one is none. */
export const optionalText = text.optional().transform((value) => (value === '' ? undefined : value))

/** Epoch milliseconds, as a text or as a number. */
export const instant = text.pipe(
  z
    .string()
    .regex(/^(0|[1-9]\d{0,14})$/, 'is a time in milliseconds')
    .refine((value) => !/^1\d{9}$/.test(value), 'is a time in milliseconds: this one looks like seconds')
    .transform(Number),
)

export const flag = z.boolean('is true or false').optional()

/** Lists that were left out are empty. */
export const listOf = <T extends z.ZodType>(item: T, most: number) =>
  z.array(item, 'is a list').max(most, `has at most ${most} entries`).default([])
